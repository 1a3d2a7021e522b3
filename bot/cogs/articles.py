"""The command /articles: what is indexed, in pages to leaf through."""

import re
from typing import Any, Self

import discord
from discord import app_commands
from discord.ext import commands
from discord.ui import Button, DynamicItem, Item, LayoutView

from bot.acknowledging import acknowledge
from bot.custom_ids import PAGE
from bot.delivery import fill_in
from bot.desk import Desk
from bot.error_door import failures_told
from bot.messages.article_pages import article_page, page_count
from bot.messages.layout import layout
from bot.messages.markdown import plain
from bot.off_loop import off_loop
from bot.readership import readable_in
from bot.state.answers import Occasion
from index.article import Reference
from index.library import Library
from index.listing import list_articles

# With its page it must fit into a button's id, which Discord limits to 100 characters; one beyond
# 16 bits may be counted twice.
_LONGEST_SEARCH = 40


class ArticlesButton(
    DynamicItem[Button[LayoutView]], template=rf"articles:{PAGE}:(.{{0,{_LONGEST_SEARCH}}})"
):
    """Opens a page of the list; it names page and search itself, so it survives a restart."""

    def __init__(self, page: int, search: str, *, label: str = "Page") -> None:
        super().__init__(Button(label=label, custom_id=f"articles:{page}:{search}"))
        self._page = page
        self._search = search

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that was pressed."""
        return cls(int(match[1]), match[2])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the page in place of the one that was read."""
        async with failures_told(interaction):
            await acknowledge(interaction, interaction.response.defer)
            library = readable_in(interaction.guild_id, interaction.client.library)
            found = await off_loop(_find, library, self._search)
            view = _page(found, self._page, self._search)
            await fill_in(interaction, view=view)


class Articles(commands.Cog):
    """The command /articles."""

    def __init__(self, library: Library, desk: Desk) -> None:
        self._library = library
        self._desk = desk

    @app_commands.command(description="List the articles I answer from, the newest first")
    @app_commands.describe(search="Words of their title, publisher, author or date")
    async def articles(
        self,
        interaction: discord.Interaction,
        search: app_commands.Range[str, 1, _LONGEST_SEARCH] | None = None,
    ) -> None:
        """Show the first page to whoever asks for it."""
        await acknowledge(interaction, lambda: interaction.response.defer(ephemeral=True))
        search = plain(search or "")
        library = readable_in(interaction.guild_id, self._library)
        occasion = Occasion(server=interaction.guild_id, asker=interaction.user.id)
        found = await self._desk.look_up(occasion, _find, library, search)
        await fill_in(interaction, view=_page(found, 1, search))


def _find(library: Library, search: str) -> list[Reference]:
    return list_articles(library.articles(), search=search)


def _page(articles: list[Reference], number: int, search: str) -> LayoutView:
    pages = page_count(articles)
    number = min(max(1, number), pages)
    neighbours = [other for other in (number - 1, number + 1) if 0 < other <= pages]
    return layout(
        (article_page(articles, number, search=search),),
        [ArticlesButton(other, search, label=f"Page {other} of {pages}") for other in neighbours],
    )
