"""The commands /add and /remove: a server's own articles, in the hands of its admins."""

import asyncio

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.completion import choice, matching
from bot.in_flight import InFlight
from bot.intake import LARGEST_FILE, Intake
from bot.messages.additions import added_text, not_added_text, not_indexed_text, removed_text
from bot.off_loop import off_loop
from bot.permissions import for_admins, only_admins
from bot.readership import readable_in
from bot.refusal import Refusal
from bot.reporting import begun, conclude, show
from index.adding import Addition
from index.article import Reference
from index.errors import ArticleError, FootnoteError
from index.library import Library

# For the largest file over a slow line.
_DOWNLOAD = 60.0  # seconds


class Adding(commands.Cog):
    """Articles of a server's own, added and removed by its admins."""

    def __init__(self, library: Library, intake: Intake, in_flight: InFlight) -> None:
        self._library = library
        self._intake = intake
        self._in_flight = in_flight

    @app_commands.command(description="Add an article that only this server sees")
    @app_commands.describe(
        url="The address of a web page, a PDF or a text",
        file="A file: .md .txt .html .pdf .jsonl .jsonl.gz",
    )
    @for_admins
    async def add(
        self,
        interaction: discord.Interaction,
        url: str | None = None,
        file: discord.Attachment | None = None,
    ) -> None:
        """Add what is at an address or in a file, and tell what was understood of it."""
        assert interaction.guild_id
        with self._in_flight.taking():
            self._library.require_own_index()
            if (url is None) == (file is None):
                raise Refusal("Give me either an address or a file.")
            async with begun(interaction, "Reading it …"):
                text = await self._add(interaction, interaction.guild_id, url, file)
                await conclude(interaction, text)

    async def _add(
        self,
        interaction: discord.Interaction,
        server: int,
        url: str | None,
        file: discord.Attachment | None,
    ) -> str:
        """Return what came of it."""
        try:
            addition = await self._take(server, url, file)
        except (Refusal, ArticleError) as error:
            return not_added_text(error)
        await show(interaction, "Indexing it …")
        return await self._indexed(server, added_text(addition.articles, addition.failed))

    async def _take(
        self, server: int, url: str | None, file: discord.Attachment | None
    ) -> Addition:
        if url is not None:
            return await self._intake.take_page(server, url)
        assert file
        content = await _download(file)
        return await self._intake.take_file(
            server, file.filename, content, content_type=file.content_type or ""
        )

    @app_commands.command(description="Remove one of the articles that only this server sees")
    @app_commands.describe(article="Which one: type some of its title")
    @for_admins
    async def remove(self, interaction: discord.Interaction, article: str) -> None:
        """Remove an article that was added in this server."""
        assert interaction.guild_id
        with self._in_flight.taking():
            self._library.require_own_index()
            async with begun(interaction, "Removing it …", private=True):
                removed = await off_loop(self._remove, interaction.guild_id, article)
                text = await self._indexed(interaction.guild_id, removed_text(removed))
                await conclude(interaction, text)

    @remove.autocomplete("article")
    @only_admins
    async def _offer_articles(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the server's own articles whose particulars hold what was typed."""
        own = await off_loop(readable_in(interaction.guild_id, self._library).own_articles)
        found = matching(own, typed, named=lambda article: article.label)
        return [choice(article.label, article.id) for article in found]

    def _remove(self, server: int, article_id: str) -> Reference:
        library = readable_in(server, self._library)
        if article_id not in {article.id for article in library.own_articles()}:
            raise Refusal("That is none of this server’s own articles: choose one from the list.")
        return library.remove(article_id)

    async def _indexed(self, server: int, text: str) -> str:
        """Return the text once what it tells is in the index, or why it isn't."""
        try:
            await self._intake.index(server)
        except FootnoteError as error:
            return not_indexed_text(error)
        return text


async def _download(file: discord.Attachment) -> bytes:
    if file.size > LARGEST_FILE:
        raise Refusal(f"{file.filename} is larger than {LARGEST_FILE // 1_000_000} MB.")
    try:
        async with asyncio.timeout(_DOWNLOAD):
            return await file.read()
    except (discord.HTTPException, aiohttp.ClientError, OSError):
        raise Refusal(f"Discord didn’t let me download {file.filename}: try again.") from None
