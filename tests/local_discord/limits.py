"""Discord's limits that its OpenAPI description doesn't hold.

They are written in https://discord.com/developers/docs/resources/message, …/components/reference
and …/interactions/application-commands.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from discord import AppCommandType, ComponentType

from tests.local_discord import components
from tests.local_discord.hub import Json
from tests.local_discord.refusals import Problem

CONTENT = 2_000
EMBEDS_TOTAL = 6_000
ROWS = 5
BUTTONS_A_ROW = 5
LAYOUT_COMPONENTS = 40
LAYOUT_TEXT = 4_000

_COMMAND_NAME = re.compile(r"[-_'\w]{1,32}")
_BEFORE_LAYOUTS = {ComponentType.action_row.value, ComponentType.button.value} | {
    kind.value for kind in ComponentType if kind.name.endswith("select")
}


def message_problems(body: Json, *, layout: bool) -> Iterator[Problem]:
    """Yield what is wrong with a message; ``layout`` if it is made of components v2."""
    parts = body.get("components") or ()
    yield from _too_long(body)
    yield from (_layout_problems(body, parts) if layout else _row_problems(parts))
    custom_ids = Counter(
        part["custom_id"] for part in components.walk(parts) if "custom_id" in part
    )
    for custom_id, count in custom_ids.items():
        if count > 1:
            duplicated = f"Component custom id cannot be duplicated: {custom_id}"
            yield Problem(("components",), "COMPONENT_CUSTOM_ID_DUPLICATED", duplicated)


def _too_long(body: Json) -> Iterator[Problem]:
    if len(body.get("content") or "") > CONTENT:
        yield _too_big(("content",), f"Must be {CONTENT} or fewer in length.")
    if sum(map(_embed_length, body.get("embeds") or ())) > EMBEDS_TOTAL:
        limit = f"Embed size exceeds maximum size of {EMBEDS_TOTAL}"
        yield Problem(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", limit)


def _embed_length(embed: Json) -> int:
    counted = [embed.get("title"), embed.get("description")]
    counted += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for field in embed.get("fields") or ():
        counted += [field["name"], field["value"]]
    return sum(len(text or "") for text in counted)


def _row_problems(parts: Iterable[Json]) -> Iterator[Problem]:
    rows = list(parts)
    if len(rows) > ROWS:
        yield _too_big(("components",), f"Must be {ROWS} or fewer in length.")
    for number, row in enumerate(rows):
        place = ("components", number)
        if any(part["type"] not in _BEFORE_LAYOUTS for part in components.walk([row])):
            yield Problem(place, "COMPONENT_TYPE_INVALID", "Needs the flag IS_COMPONENTS_V2")
        width = sum(map(_width, row.get("components", ())))
        if width > BUTTONS_A_ROW:
            yield Problem(place, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The row is too wide")


def _width(part: Json) -> int:
    return 1 if part["type"] == ComponentType.button.value else BUTTONS_A_ROW


def _layout_problems(body: Json, parts: Iterable[Json]) -> Iterator[Problem]:
    for field in ("content", "embeds"):
        if body.get(field):
            beside = f"The '{field}' field cannot be used beside components v2"
            yield Problem((field,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", beside)
    if len(list(components.walk(parts))) > LAYOUT_COMPONENTS:
        yield _too_big(("components",), f"Must be {LAYOUT_COMPONENTS} or fewer components in all.")
    if sum(map(len, components.texts(parts))) > LAYOUT_TEXT:
        limit = f"The text of all components exceeds {LAYOUT_TEXT} characters"
        yield Problem(("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", limit)


def _too_big(place: tuple[str | int, ...], words: str) -> Problem:
    return Problem(place, "BASE_TYPE_MAX_LENGTH", words)


def command_problems(command: Json) -> Iterator[Problem]:
    """Yield what is wrong with a command to be registered."""
    chat_input = AppCommandType.chat_input.value
    if command.get("type", chat_input) == chat_input:
        yield from _name_problems(command, ())
        yield from _option_problems(command, ())


def _name_problems(named: Json, place: tuple[str | int, ...]) -> Iterator[Problem]:
    name = named["name"]
    if not _COMMAND_NAME.fullmatch(name) or name != name.lower():
        invalid = f"{name!r} is not lower-case letters, digits, - and _, 1 to 32 of them"
        yield Problem((*place, "name"), "APPLICATION_COMMAND_INVALID_NAME", invalid)
    if not named.get("description"):
        yield Problem((*place, "description"), "BASE_TYPE_REQUIRED", "This field is required")


def _option_problems(parent: Json, place: tuple[str | int, ...]) -> Iterator[Problem]:
    optional_seen = False
    for number, option in enumerate(parent.get("options") or ()):
        here = (*place, "options", number)
        yield from _name_problems(option, here)
        yield from _option_problems(option, here)
        if option.get("required") and optional_seen:
            late = "Required options must be placed before non-required options"
            yield Problem(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", late)
        optional_seen |= not option.get("required")
