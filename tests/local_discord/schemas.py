"""Bodies held against Discord's own OpenAPI description (discord/discord-api-spec on GitHub)."""

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from jsonschema.exceptions import best_match  # type: ignore[import-untyped]
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.local_discord.hub import Json
from tests.local_discord.refusals import Problem

# Too large to be given along; where it is, every request is held against it.
_BESIDE = Path(__file__).parents[3] / "shared/discord/discord-openapi.json"

_DESCRIPTION = "urn:discord"


class Schemas:
    """What a description says about the JSON body of each request."""

    def __init__(self, description: Json) -> None:
        # Discord answers with ids as strings but takes integers too, which discord.py sends.
        description["components"]["schemas"]["SnowflakeType"]["type"] = ["string", "integer"]
        self._paths: Json = description["paths"]
        resource = DRAFT202012.create_resource(description)
        self._registry = Registry().with_resource(_DESCRIPTION, resource)
        self._validator = cache(self._build_validator)

    @classmethod
    @cache
    def load(cls, path: Path) -> "Schemas":
        """Read a description from its JSON file, once for all tests."""
        return cls(json.loads(path.read_text(encoding="utf-8")))

    def problems(self, method: str, template: str, body: object) -> Iterator[Problem]:
        """Yield what is wrong with a body sent to a path such as ``/channels/{channel_id}``."""
        if error := best_match(self._validator(method.lower(), template).iter_errors(body)):
            yield Problem(tuple(error.absolute_path), "SCHEMA", error.message)

    def _build_validator(self, method: str, template: str) -> Draft202012Validator:
        request_body = self._paths[template][method].get("requestBody")
        if request_body is None:
            return Draft202012Validator(True)
        path = template.replace("~", "~0").replace("/", "~1")
        place = f"/paths/{path}/{method}/requestBody/content/application~1json/schema"
        schema = {"$ref": f"{_DESCRIPTION}#{place}"}
        return Draft202012Validator(schema, registry=self._registry)


def openapi_description() -> Path | None:
    """Return the file that ``DISCORD_OPENAPI`` names, or the one beside the project, if any."""
    path = Path(os.environ.get("DISCORD_OPENAPI") or _BESIDE)
    return path if path.is_file() else None
