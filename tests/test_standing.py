"""Whoever reads an answer's sources later is told what has become of them."""

from pathlib import Path

from index.library import Library
from index.standing import Change, changes_since
from tests.conftest import settings_in

QUESTION = "How many people rode Tram 9 on its first day?"


def test_a_quote_that_stands_is_no_change(archive: Library) -> None:
    """The article still has its words where they were."""
    assert changes_since(archive.ask(QUESTION).citations, archive) == {}


def test_a_rewritten_article_has_other_words(own_archive: Library) -> None:
    """The quote is shown as it was, and the reader is told."""
    citations = own_archive.ask(QUESTION).citations
    quoted = citations[0].quote
    [path] = [
        path
        for path in own_archive.settings.articles[0].rglob("*")
        if path.is_file() and quoted in path.read_text("utf-8", errors="ignore")
    ]
    path.write_text(path.read_text("utf-8").replace(quoted, "Nobody counted them, it turns out."))
    own_archive.rebuild()
    assert changes_since(citations[:1], own_archive) == {1: Change.REWORDED}
    path.unlink()
    own_archive.rebuild()
    assert changes_since(citations[:1], own_archive) == {1: Change.WITHDRAWN}


def test_without_an_index_nothing_is_said(archive: Library, tmp_path: Path) -> None:
    """What can't be compared isn't called changed."""
    citations = archive.ask(QUESTION).citations
    assert changes_since(citations, Library.open(settings_in(tmp_path))) == {}
