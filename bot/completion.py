"""What is offered to somebody who is typing an option of a command."""

import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar

from discord import app_commands

from bot.messages.markdown import plain, shorten

# Discord's limits for autocomplete
# (https://docs.discord.com/developers/interactions/application-commands#autocomplete).
_MOST = 25
LONGEST_CHOICE = 100
# Of each, far more than is shown: one letter may stand for eighteen, and this is done at each key.
_LOOKED_AT = 300  # characters

Item = TypeVar("Item")


def matching(items: Iterable[Item], typed: str, *, named: Callable[[Item], str]) -> list[Item]:
    """Return the items that what was typed may mean, those that begin with it first.

    Neither case nor accents matter. Otherwise the order stays.
    """
    wanted = _folded(typed)
    places = [(_folded(named(item)).find(wanted), item) for item in items]
    found = [(place, item) for place, item in places if place >= 0]
    return [item for _, item in sorted(found, key=lambda pair: pair[0] > 0)][:_MOST]


def choice(name: str, value: str) -> app_commands.Choice[str]:
    """Return a choice whose name Discord can show; ``value`` has to be within its limit."""
    return app_commands.Choice(name=shorten(plain(name), LONGEST_CHOICE) or "…", value=value)


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text[:_LOOKED_AT].casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).strip()
