"""The one door through which a failure becomes a plain sentence for the person it concerns."""

import errno
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

import discord
from discord import app_commands

from bot.acknowledging import acknowledge
from bot.delivery import follow_up, reply_to
from bot.messages.markdown import escape, shorten
from bot.permissions import spoken
from bot.refusal import Refusal, ToldAlready
from bot.state.database import DatabaseUnusable
from index.errors import (
    ConfigurationError,
    IndexDamaged,
    IndexMirrored,
    IndexNotWritten,
    IndexUnreachable,
    NothingToUndo,
    QuestionError,
    RebuildRunning,
    StoreUnreachable,
    TooManyOpenFiles,
)

# Discord's error codes where nobody can be told any more, and what became of it.
_TOO_LATE = {
    10003: "The channel or thread of a question is gone.",
    10008: "The message of an answer is gone.",
    # After the 3 seconds that Discord allows.
    10062: "An interaction was acknowledged too late: the machine or network is slow.",
    50083: "The thread of a question is archived.",
    160005: "The thread of a question is locked.",
}
_LONGEST_SENTENCE = 1_900
_TROUBLES: Mapping[tuple[type[Exception], ...], str] = {
    (IndexDamaged,): "I can’t read my index",
    (StoreUnreachable, IndexUnreachable): "I can’t reach my index",
    (DatabaseUnusable,): "I can’t use my database just now",
    (IndexNotWritten,): "I can’t write my index",
    (ConfigurationError,): "one of my settings is wrong",
    (TooManyOpenFiles, MemoryError): "this machine gives me too little to work with",
}
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}

log = logging.getLogger(__name__)


async def tell(interaction: discord.Interaction, error: Exception) -> None:
    """Tell the person who used a command or a button, and nobody else, what went wrong."""

    async def say(sentence: str) -> None:
        if interaction.response.is_done():
            await follow_up(interaction, content=sentence, ephemeral=True)
        else:
            await acknowledge(
                interaction, lambda: interaction.response.send_message(sentence, ephemeral=True)
            )

    await _pass_on(error, say)


@asynccontextmanager
async def failures_told(interaction: discord.Interaction) -> AsyncIterator[None]:
    """Tell the person what went wrong inside; for buttons, whose failures discord.py only logs."""
    try:
        yield
    except Exception as error:  # the door is for every failure
        await tell(interaction, error)


@asynccontextmanager
async def failures_replied(message: discord.Message) -> AsyncIterator[None]:
    """Answer a message with what went wrong inside, unless that was said a moment ago."""

    async def say(sentence: str) -> None:
        await reply_to(message, content=sentence)

    try:
        yield
    except ToldAlready:  # as many replies as questions would be a flood, too
        return
    except Exception as error:  # the door is for every failure
        await _pass_on(error, say)


async def _pass_on(error: Exception, say: Callable[[str], Awaitable[object]]) -> None:
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    if isinstance(cause, discord.HTTPException) and cause.code in _TOO_LATE:
        log.warning("%s", _TOO_LATE[cause.code])
        return
    try:
        await say(_sentence(cause))
    except Exception as second:  # what can't be told mustn't become a failure of its own
        log.warning("A failure couldn't be told: %s", second)


def _sentence(error: Exception) -> str:
    match error:
        case Refusal() | QuestionError() | RebuildRunning() | NothingToUndo() | IndexMirrored():
            return shorten(escape(str(error)), _LONGEST_SENTENCE)
        case app_commands.MissingPermissions():
            return f"You need the permission {spoken(error.missing_permissions)} for that."
        case app_commands.NoPrivateMessage():
            return "That is for servers: use it in the one that you mean."
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return "This command has changed: reload Discord and try again."
        case discord.Forbidden():
            log.warning("Discord doesn't let the bot do this here: %s", error)
            return "I’m not allowed to do that here: ask a server admin to check my permissions."
        case _:
            log.error("%s", error, exc_info=error)
            return f"Something went wrong on my side: {_trouble(error)}."


def _trouble(error: Exception) -> str:
    """Return what is wrong in words that give nothing of the machine away, and who can mend it."""
    for kinds, trouble in _TROUBLES.items():
        if isinstance(error, kinds):
            return f"{trouble}. Whoever runs me finds the mend in the log"
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return "my disk is full. Whoever runs me has to make room on it"
    return "whoever runs me finds the reason in the log"
