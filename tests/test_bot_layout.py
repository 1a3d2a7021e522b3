"""A page of texts is a message with rules between them and buttons below."""

import discord

from bot.cogs.sources import SourcesButton
from bot.messages.layout import layout


def kinds(view: discord.ui.LayoutView) -> list[str]:
    """Return what a message consists of, from top to bottom."""
    return [item.type.name for item in view.children]


def test_texts_are_divided_by_rules() -> None:
    """A rule stands between two texts, and nowhere else."""
    assert kinds(layout(("Text.", "Footnotes."))) == ["text_display", "separator", "text_display"]


def test_buttons_stand_in_a_row_below() -> None:
    """Whoever has read the message finds what to do next."""
    view = layout(("Text.",), [SourcesButton("a1"), SourcesButton("a1", page=2)])
    assert kinds(view) == ["text_display", "action_row"]
    buttons = [item for item in view.walk_children() if isinstance(item, SourcesButton)]
    assert [button.custom_id for button in buttons] == ["sources:a1:1", "sources:a1:2"]


def test_a_message_says_what_the_page_does() -> None:
    """Each text stands in it whole."""
    view = layout(("Text.", "Footnotes."))
    shown = [item.content for item in view.children if isinstance(item, discord.ui.TextDisplay)]
    assert shown == ["Text.", "Footnotes."]
