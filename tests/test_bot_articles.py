"""/articles lists what is indexed, to be searched and leafed through."""

from bot.client import FootnoteBot
from bot.cogs.articles import ArticlesButton
from index.library import Library
from tests.bot_fixtures import Newsroom, at_work
from tests.local_discord import Interaction


async def list_articles(newsroom: Newsroom, **options: str) -> Interaction:
    """Have the reader use /articles."""
    return await newsroom.discord.slash(newsroom.reader, newsroom.channel, "articles", **options)


def add_articles(library: Library, count: int) -> None:
    """Index so many more articles."""
    for number in range(count):
        path = library.settings.articles[0] / f"more-{number}.md"
        path.write_text(f"---\ntitle: Report {number}\n---\n\nThe report says {number}.\n")
    library.rebuild()


async def test_the_newest_articles_come_first(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """Whoever asks, and nobody else, reads title, publisher, date and address."""
    listed = await (await list_articles(newsroom)).reply()
    assert listed.ephemeral
    lines = listed.text.splitlines()
    assert lines[0] == "**6 articles**, the newest first"
    assert lines[1:3] == [
        "- [Coast Guard Ends Search](<https://wire.example/search>)",
        "-# Harbour Wire, 7 January 2025",
    ]
    assert lines[-1] == "-# publisher unknown, undated, flood.txt"
    assert not listed.buttons


async def test_articles_are_searched(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """By words of what is known of them."""
    listed = await (await list_articles(newsroom, search="tram dispatch")).reply()
    assert "**1 article** matching “tram dispatch”" in listed.text
    assert "Auditors Put the Price of Tram 9 Higher" in listed.text
    nothing = await (await list_articles(newsroom, search="zebra")).reply()
    assert nothing.text == "No article matching “zebra” is indexed."


async def test_pages_are_leafed_through_after_a_restart(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """The button knows page and search by itself, and changes the message it is on."""
    add_articles(own_archive, 12)
    async with at_work(newsroom, own_archive):
        listed = await (await list_articles(newsroom, search="report")).reply()
        assert listed.buttons == ["Page 2 of 2"]
    async with at_work(newsroom, own_archive):
        await newsroom.discord.press(newsroom.reader, listed, label="Page 2 of 2")
        second = await listed.until(lambda state: state.buttons == ["Page 1 of 2"])
    assert "**12 articles** matching “report”" in second.text
    assert second.text.count("- Report") == 4


async def test_a_page_that_is_gone_becomes_the_last(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """Articles may have been removed since the button was shown."""
    add_articles(own_archive, 12)
    async with at_work(newsroom, own_archive):
        listed = await (await list_articles(newsroom)).reply()
        for number in range(12):
            (own_archive.settings.articles[0] / f"more-{number}.md").unlink()
        own_archive.rebuild()
        await newsroom.discord.press(newsroom.reader, listed, label="Page 2 of 3")
        await listed.until(lambda state: "**6 articles**" in state.text)


def test_any_search_fits_into_a_button() -> None:
    """Discord limits its id to 100 characters, of which an emoji may count as two."""
    button = ArticlesButton(1_000_000, "🐎" * 40)
    custom_id = button.item.custom_id
    assert custom_id
    assert len(custom_id.encode("utf-16-le")) // 2 <= 100
