"""A REST request, as routes and tests see it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

API = "/api/v10"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in the body of a request."""

    filename: str
    content: bytes


@dataclass(slots=True, eq=False, kw_only=True)
class Call:
    """One request; ``template`` is its path with names in the place of ids.

    ``status`` is None until it has been answered.
    """

    method: str
    path: str
    template: str
    ids: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    uploads: tuple[Upload, ...] = ()
    status: int | None = None

    @classmethod
    async def read(cls, template: str, request: web.Request) -> "Call":
        """Return a request with its body read."""
        body, uploads = await _read_body(request)
        return cls(
            method=request.method,
            path=request.path.removeprefix(API),
            template=template,
            ids=request.match_info,
            query=request.query,
            body=body,
            uploads=uploads,
        )

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


async def _read_body(request: web.Request) -> tuple[Any, tuple[Upload, ...]]:
    if not request.content_type.startswith("multipart/"):
        text = await request.text()
        return json.loads(text) if text else None, ()
    form = await request.post()
    files = [part for part in form.values() if isinstance(part, FileField)]
    return json.loads(str(form["payload_json"])), tuple(map(_read_upload, files))


def _read_upload(part: FileField) -> Upload:
    with part.file:
        return Upload(part.filename, part.file.read())
