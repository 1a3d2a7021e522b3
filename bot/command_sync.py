"""Telling Discord the bot's commands, only when they changed: it allows 200 a day."""

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

from bot.off_loop import off_loop
from index.errors import ConfigurationError

log = logging.getLogger(__name__)


async def sync_when_changed(
    tree: app_commands.CommandTree[Any], *, guild_id: int | None, record: Path
) -> None:
    """Register the commands of ``tree`` unless ``record`` says that Discord has them already.

    Raises:
        ConfigurationError: the bot isn't in the guild.
    """
    guild = discord.Object(guild_id) if guild_id else None
    if guild:
        tree.copy_global_to(guild=guild)
    fingerprint = _fingerprint(tree, guild)
    if await off_loop(_read, record) == fingerprint:
        return
    try:
        await tree.sync(guild=guild)
    except (discord.Forbidden, discord.NotFound):
        raise ConfigurationError(
            f"DEV_GUILD_ID names the server {guild_id}, where the bot isn't: invite it there, or "
            "leave DEV_GUILD_ID empty."
        ) from None
    await off_loop(_write, record, fingerprint)
    log.info("Discord was told the commands.")


def _read(record: Path) -> str | None:
    try:
        return record.read_text("utf-8", "replace")
    except OSError:
        return None


def _write(record: Path, fingerprint: str) -> None:
    try:
        record.parent.mkdir(parents=True, exist_ok=True)
        record.write_text(fingerprint, "utf-8")
    except OSError as error:
        log.warning("%s can't be written (%s): Discord is told the commands again", record, error)


def _fingerprint(tree: app_commands.CommandTree[Any], guild: discord.Object | None) -> str:
    commands = [command.to_dict(tree) for command in tree.get_commands(guild=guild)]
    told = [tree.client.application_id, guild and guild.id, commands]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
