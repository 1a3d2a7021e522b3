"""What Discord's app sends when somebody uses a registered command."""

from collections.abc import Iterable, Mapping
from typing import Any

from discord import AppCommandOptionType

from tests.local_discord.channel import Channel
from tests.local_discord.files import Attachment
from tests.local_discord.hub import Json
from tests.local_discord.message import Message
from tests.local_discord.people import Member

_TAKES: Mapping[int, tuple[type, ...]] = {
    AppCommandOptionType.string.value: (str,),
    AppCommandOptionType.integer.value: (int,),
    AppCommandOptionType.boolean.value: (bool,),
    AppCommandOptionType.number.value: (int, float),
    AppCommandOptionType.user.value: (Member,),
    AppCommandOptionType.channel.value: (Channel,),
    AppCommandOptionType.attachment.value: (Attachment,),
}


def chat_input(
    command: Json,
    path: Iterable[str],
    values: Mapping[str, Any],
    *,
    member: Member,
    focused: str | None = None,
) -> Json:
    """Return the data of a member's slash command, the names of its subcommands in ``path``.

    With ``focused`` somebody is still writing that option, so nothing is required yet.

    Raises:
        LookupError: a subcommand or option isn't registered, or a required option is missing.
        ValueError: an option doesn't take this value, so Discord's app wouldn't send it.
    """
    groups = [command]
    for name in path:
        groups.append(_option(groups[-1], name))
    resolved: Json = {}
    _require(groups[-1], values, focused)
    options = [
        _given(_option(groups[-1], name), value, resolved, member, writing=name == focused)
        for name, value in values.items()
    ]
    for group in reversed(groups[1:]):
        options = [{"type": group["type"], "name": group["name"], "options": options}]
    return {**_identity(command), "options": options, "resolved": resolved}


def on_message(command: Json, target: Message) -> Json:
    """Return the data of a message command used on ``target``."""
    resolved = {"messages": {target.id: target.payload()}}
    return {**_identity(command), "target_id": target.id, "resolved": resolved}


def _identity(command: Json) -> Json:
    return {key: command[key] for key in ("id", "name", "type", "guild_id") if key in command}


def _option(group: Json, name: str) -> Json:
    options: dict[str, Json] = {option["name"]: option for option in group.get("options") or ()}
    if name not in options:
        raise LookupError(f"{group['name']!r} has no option {name!r}, only {sorted(options)}")
    return options[name]


def _require(group: Json, values: Mapping[str, Any], focused: str | None) -> None:
    for option in group.get("options") or ():
        if option.get("required") and option["name"] not in values and not focused:
            raise LookupError(f"{group['name']!r} needs the option {option['name']!r}")


def _given(option: Json, value: Any, resolved: Json, member: Member, *, writing: bool) -> Json:
    given = {"name": option["name"], "type": option["type"]}
    if writing:
        return given | {"value": value, "focused": True}
    if not isinstance(value, _TAKES[option["type"]]) or not _within_limits(option, value):
        raise ValueError(f"option {option} doesn't take {value!r}")
    return given | {"value": _resolve(value, resolved, member)}


def _within_limits(option: Json, value: Any) -> bool:
    choices = [choice["value"] for choice in option.get("choices") or ()]
    if choices and value not in choices:
        return False
    size = len(value) if isinstance(value, str) else value
    lowest = option.get("min_length", option.get("min_value"))
    highest = option.get("max_length", option.get("max_value"))
    return (lowest is None or lowest <= size) and (highest is None or size <= highest)


def _resolve(value: Any, resolved: Json, member: Member) -> Any:
    match value:
        case Member(user=user):
            resolved.setdefault("users", {})[user.id] = user.payload()
            resolved.setdefault("members", {})[user.id] = value.payload()
            return user.id
        case Channel():
            allowed = {"permissions": str(value.permissions(member.user).value)}
            resolved.setdefault("channels", {})[value.id] = value.payload() | allowed
            return value.id
        case Attachment():
            resolved.setdefault("attachments", {})[value.id] = value.payload()
            return value.id
        case _:
            return value
