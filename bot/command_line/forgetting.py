"""`footnote forget`: what is kept of a user, of a server, or for too long, deleted."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import click
from rich.console import Console

from bot.messages.counting import counted
from bot.retention import forget_server
from bot.state.forgetting import Forgotten
from bot.state.state import State
from index.library import Library


@dataclass(frozen=True, slots=True)
class Deleted:
    """What was deleted, and whether a server's own articles were."""

    forgotten: Forgotten
    own_articles: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return how many of each there were."""
        return self.forgotten.to_json() | {"own_articles": self.own_articles}


def forgotten(
    library: Library,
    state: State,
    *,
    user: int | None,
    server: int | None,
    older_than: int | None,
) -> Deleted:
    """Delete what is kept of the one thing that is named, and tell how much it was.

    Raises:
        UsageError: none or several of them are named.
        FootnoteError: a server's articles can't be deleted now.
    """
    if [user, server, older_than].count(None) != 2:
        raise click.UsageError("Name one: a USER_ID, --server ID or --older-than DAYS.")
    if user is not None:
        return Deleted(state.forgetting.user(user))
    if server is not None:
        return Deleted(*forget_server(server, library, state))
    moment = datetime.now(UTC) - timedelta(days=older_than or 0)
    return Deleted(state.forgetting.before(moment))


def show_forgotten(console: Console, deleted: Deleted) -> None:
    """Print what was deleted, and what the bot has still to do."""
    was = deleted.forgotten
    found = [
        counted(number, noun)
        for number, noun in (
            (was.answers, "answer"),
            (was.feedback, "opinion"),
            (was.feeds, "watched feed"),
        )
        if number
    ]
    if was.settings:
        found.append("the server's settings")
    if deleted.own_articles:
        found.append("the server's own articles")
    console.print(f"Deleted: {', '.join(found)}." if found else "Nothing of that was kept.")
    if was.messages:
        console.print(f"The bot takes {counted(was.messages, 'message')} away while it runs.")
