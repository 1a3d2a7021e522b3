"""Messages of the local Discord as a web page: a plain dark look, with nothing of Discord's own."""

import base64
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from discord import ComponentType

from benchmarks.pictures.markdown import to_html
from tests.local_discord import Message
from tests.local_discord.components import caption
from tests.local_discord.hub import Json

_STYLE = (Path(__file__).parent / "page.css").read_text("utf-8")


def page(messages: Iterable[Message]) -> str:
    """Return the page that shows messages one below the other, in an element ``main``."""
    shown = list(messages)
    names = {message.author.id: message.author.name for message in shown}
    body = "".join(_message(message, names) for message in shown)
    return f"<!doctype html><meta charset=utf-8><style>{_STYLE}</style><main>{body}</main>"


def _message(message: Message, names: Mapping[str, str]) -> str:
    author = message.author
    parts = [to_html(message.content, names)] if message.content else []
    parts += [_component(part, message, names) for part in message.components]
    if message.ephemeral:
        parts.append('<div class="context below">Only you can see this</div>')
    return (
        f'<article class="{"bot" if author.bot else "person"}">{_context(message)}'
        f'<div class="face">{escape(author.name[0].upper())}</div>'
        f"<h1>{escape(author.name)}{'<span>app</span>' if author.bot else ''}</h1>"
        f"{''.join(parts)}</article>"
    )


def _context(message: Message) -> str:
    """Return what the message answers, in small print above it."""
    if message.reply_to:
        answered = message.reply_to.author.name + "’s message"
    elif message.interaction:
        answered = message.interaction["user"]["username"]
    else:
        return ""
    return f'<div class="context">in reply to {escape(answered)}</div>'


def _component(part: Json, message: Message, names: Mapping[str, str]) -> str:
    match ComponentType(part["type"]):
        case ComponentType.text_display:
            return f"<section>{to_html(part['content'], names)}</section>"
        case ComponentType.separator:
            return "<hr>"
        case ComponentType.action_row:
            return f"<nav>{''.join(map(_button, part['components']))}</nav>"
        case ComponentType.media_gallery:
            return "".join(_picture(item["media"]["url"], message) for item in part["items"])
        case other:
            raise ValueError(f"{other} can't be shown: teach benchmarks/pictures/page.py.")


def _button(button: Json) -> str:
    return f'<button class="style-{button["style"]}">{escape(caption(button) or "")}</button>'


def _picture(url: str, message: Message) -> str:
    name = url.removeprefix("attachment://")
    [content] = [file.content for file in message.attachments if file.filename == name]
    return f'<img src="data:image/png;base64,{base64.b64encode(content).decode()}">'
