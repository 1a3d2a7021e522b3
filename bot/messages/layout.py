"""Pages of text as Discord messages: each text by itself, a rule between them, buttons below.

Messages made of layout components read best: they are as wide as any message, hold twice the text
of an ordinary one, show no link previews, and readers who have turned embeds off see them too.
"""

from collections.abc import Sequence
from typing import Any

from discord.ui import ActionRow, Item, LayoutView, Separator, TextDisplay

from bot.messages.pages import Page


def layout(page: Page, buttons: Sequence[Item[Any]] = ()) -> LayoutView:
    """Return the message that shows one page."""
    view = LayoutView(timeout=None)
    for number, text in enumerate(page):
        if number:
            view.add_item(Separator())
        view.add_item(TextDisplay(text))
    if buttons:
        view.add_item(ActionRow(*buttons))
    return view
