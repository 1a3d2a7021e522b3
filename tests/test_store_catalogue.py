"""The catalogue gives articles and passages back as they were written."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from index.article import Article
from index.dates.partial_date import PartialDate
from index.errors import IndexDamaged
from index.store.catalogue import Catalogue, CatalogueWriter, Sketch
from index.text.sentences import Span
from index.text.splitting import split_passages

_LONG = "\n\n".join(f"Žluťoučký kůň {n} 🐎 ran over the meadow. " * 20 for n in range(4)).strip()
FIRST = Article(
    id="a", path="b.md", title="Kůň", publisher="Kultura", published=PartialDate(2023), text=_LONG
)
SECOND = Article(id="b", path="a.md", publisher="Kultura", text="e\u0301 🐎 is “one” sentence.")
THIRD = Article(id="c", path="c.md", publisher="Gazette", text="Another one.")
ARTICLES = (FIRST, SECOND, THIRD)
SPANS = {article.id: split_passages(article.text) for article in ARTICLES}
PASSAGES = [(article, span) for article in ARTICLES for span in SPANS[article.id]]


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """A catalogue of three articles."""
    path = tmp_path / "catalogue.sqlite"
    with closing(CatalogueWriter(path)) as writer:
        for article in ARTICLES:
            writer.add(article, f"print of {article.id}", SPANS[article.id])
        writer.commit()
    with closing(Catalogue.open(path)) as opened:
        yield opened


def test_an_article_is_read_back_as_it_was_written(catalogue: Catalogue) -> None:
    """Text and particulars are the same, code point by code point."""
    assert [catalogue.article(article.id) for article in ARTICLES] == list(ARTICLES)
    assert catalogue.article("nobody's") is None


def test_a_passage_is_the_slice_that_its_span_says(catalogue: Catalogue) -> None:
    """Offsets count code points, whatever the writing."""
    found = catalogue.passages(range(len(PASSAGES)))
    assert len(PASSAGES) > len(ARTICLES)
    for number, (article, span) in enumerate(PASSAGES):
        passage = found[number]
        assert passage.article == article.reference
        assert Span(passage.start, passage.end) == span
        assert passage.text == article.text[span.start : span.end]


def test_a_passage_knows_its_place(catalogue: Catalogue) -> None:
    """Its position counts from the article's first passage."""
    places = catalogue.places(range(len(PASSAGES)))
    for number, (article, span) in enumerate(PASSAGES):
        assert places[number].reference == article.reference
        assert places[number].position == SPANS[article.id].index(span)


def test_articles_lead_to_their_first_passage(catalogue: Catalogue) -> None:
    """An article found as a whole is shown from its beginning."""
    starts = catalogue.passages(list(catalogue.leads(range(len(ARTICLES))).values()))
    assert sorted(passage.article.id for passage in starts.values()) == ["a", "b", "c"]
    assert {passage.start for passage in starts.values()} == {0}


def test_unknown_numbers_are_left_out(catalogue: Catalogue) -> None:
    """What isn't there isn't made up."""
    assert catalogue.passages([len(PASSAGES)]) == {}
    assert catalogue.places([len(PASSAGES)]) == {}


def test_articles_are_listed_by_path(catalogue: Catalogue) -> None:
    """A list reads like the folder."""
    assert catalogue.references() == [article.reference for article in (SECOND, FIRST, THIRD)]


def test_publishers_are_listed_by_their_articles(catalogue: Catalogue) -> None:
    """The one with most comes first."""
    assert list(catalogue.publishers) == ["Kultura", "Gazette"]


def test_articles_are_sketched_for_a_rebuild(catalogue: Catalogue) -> None:
    """It compares them with the files, and counts the passages that it hides."""
    assert catalogue.sketches() == {
        article.id: Sketch(f"print of {article.id}", article.path, len(SPANS[article.id]))
        for article in ARTICLES
    }


def test_contents_are_what_was_written(catalogue: Catalogue) -> None:
    """In order, so that they can be written again."""
    expected = [(each, f"print of {each.id}", SPANS[each.id]) for each in ARTICLES]
    assert list(catalogue.contents()) == expected
    assert catalogue.count() == (len(ARTICLES), len(PASSAGES))


def test_ids_lead_to_numbers(catalogue: Catalogue) -> None:
    """Those of the articles, and of all their passages; unknown ids to none."""
    articles, passages = catalogue.numbers(["b", "a", "nobody's"])
    assert set(catalogue.leads(list(articles)).values()) <= passages
    assert passages == {n for n, (article, _) in enumerate(PASSAGES) if article.id in "ab"}
    assert catalogue.publishers_of(["a", "b", "nobody's"]) == {"Kultura": 2}


def test_threads_share_a_catalogue(catalogue: Catalogue) -> None:
    """Each gets its own answer."""
    names = ["a", "b", "c"] * 50
    with ThreadPoolExecutor(4) as pool:
        found = [article and article.id for article in pool.map(catalogue.article, names)]
    assert found == names


@pytest.mark.parametrize("content", [None, b"", b"no database", b"SQLite format 3\0" + b"x" * 500])
def test_what_is_no_catalogue_is_damaged(tmp_path: Path, content: bytes | None) -> None:
    """The error names the file and the mend."""
    path = tmp_path / "catalogue.sqlite"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(IndexDamaged, match=r"catalogue\.sqlite .*footnote rebuild"):
        Catalogue.open(path)
