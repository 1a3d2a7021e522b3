"""Articles are taken into a server's own collection."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.fetching.fetcher import Fetcher
from bot.intake import Intake
from bot.rebuilding import Rebuilder
from bot.refusal import Refusal
from index.library import Library
from tests.web import Site, website

SERVER = 77
TEXT = "The harbour museum will lend its oldest lantern to the town of Wexmoor until spring."
PAGE = f"<html><head><title>Lantern</title></head><body><p>{TEXT}</p></body></html>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """A website, and what takes articles in from there."""

    site: Site
    library: Library
    fetcher: Fetcher
    rebuilder: Rebuilder

    def intake(self, *, most: int = 10) -> Intake:
        """Return an intake that lets a server have so many articles."""
        return Intake(self.library, self.fetcher, self.rebuilder, most=most)

    @property
    def files(self) -> list[bytes]:
        """What was kept for the server."""
        collection = self.library.of(str(SERVER)).collection
        assert collection
        return [file.read_bytes() for file in sorted(collection.articles.glob("*"))]


@pytest.fixture
async def around(own_archive: Library) -> AsyncIterator[Surroundings]:
    """Surroundings in which nothing was taken in."""
    async with website() as site, Fetcher(private=True) as fetcher:
        rebuilder = Rebuilder(own_archive.settings)
        yield Surroundings(site=site, library=own_archive, fetcher=fetcher, rebuilder=rebuilder)


async def test_a_page_takes_the_place_of_what_it_was(around: Surroundings) -> None:
    """Its address is what it is known by."""
    address = around.site.put("/lantern/", PAGE)
    [first] = (await around.intake().take_page(SERVER, address)).articles
    around.site.put("/lantern/", PAGE.replace("oldest", "newest"))
    [second] = (await around.intake().take_page(SERVER, address)).articles
    assert first.id == second.id
    assert "newest" in second.text
    assert len(around.files) == 1


async def test_an_article_is_cited_where_it_was_fetched(around: Surroundings) -> None:
    """Its own address counts where that is of the same host, as without what tracks readers."""
    elsewhere = '<link rel="canonical" href="https://other.example/lantern">'
    address = around.site.put("/lantern", PAGE.replace("<title>", f"{elsewhere}<title>"))
    [article] = (await around.intake().take_page(SERVER, address)).articles
    assert article.url == address
    here = elsewhere.replace("https://other.example", around.site.origin)
    around.site.put("/tracked", PAGE.replace("<title>", f"{here}<title>"))
    [article] = (await around.intake().take_page(SERVER, around.site.url("/tracked"))).articles
    assert article.url == address


async def test_files_of_one_name_are_kept_beside_each_other(around: Surroundings) -> None:
    """Unless they are the same."""
    for text in (TEXT, TEXT, TEXT.upper()):
        content = text.encode("utf-16")
        await around.intake().take_file(
            SERVER, "note.txt", content, content_type="text/plain; charset=utf-16"
        )
    assert sorted(around.files) == sorted([TEXT.encode(), TEXT.upper().encode()])


async def test_a_server_may_have_so_many_articles(around: Surroundings) -> None:
    """Beyond that nothing is even fetched."""
    full = around.intake(most=0)
    with pytest.raises(Refusal, match="/remove some"):
        await full.take_page(SERVER, around.site.put("/lantern", PAGE))
    with pytest.raises(Refusal, match="/remove some"):
        await full.take_file(SERVER, "a.txt", TEXT.encode(), content_type="text/plain")
    assert not around.site.requests


async def test_a_page_is_of_a_size_that_can_be_read_in_time(around: Surroundings) -> None:
    """Larger ones are no articles."""
    address = around.site.put("/long", PAGE + " " * 3_000_000)
    with pytest.raises(Refusal, match="larger than 3 MB"):
        await around.intake().take_page(SERVER, address)


async def test_indexing_waits_for_a_rebuild_that_runs(around: Surroundings) -> None:
    """That one may have begun before the article was there."""
    address = around.site.put("/lantern", PAGE)
    await around.intake().take_page(SERVER, address)
    running = around.rebuilder.start(str(SERVER))
    report = await around.intake().index(SERVER)
    assert (running.done(), report.articles) == (True, 1)
    assert [article.url for article in around.library.of(str(SERVER)).own_articles()] == [address]
