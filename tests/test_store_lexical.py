"""Texts are found by their words, and only those that the filters admit."""

from datetime import date
from itertools import product
from pathlib import Path

import pytest

from index.answer import Filters
from index.article import Article
from index.dates.partial_date import PartialDate
from index.errors import IndexDamaged
from index.store.lexical import Lexical, LexicalWriter
from index.text.sentences import Span
from index.text.words import content_terms

DATES = (None, "2023", "2024", "2024-11", "2024-11-09", "2024-11-10", "2024-11-20", "2024-11-21")
PUBLISHERS = (None, "The Gazette", "Kultura Žďár")
ARTICLES = [
    Article(
        id=f"{number}",
        path=f"{number}.md",
        publisher=publisher,
        published=PartialDate.parse(published) if published else None,
        text="The tram stopped.",
    )
    for number, (published, publisher) in enumerate(product(DATES, PUBLISHERS))
]
_DAYS = (None, date(2024, 11, 10), date(2024, 11, 20))


def _lexical(directory: Path, *articles: Article) -> Lexical:
    writer = LexicalWriter(directory / "words")
    for article in articles:
        writer.add(article, [Span(0, len(article.text))])
    writer.commit()
    return Lexical.open(directory / "words")


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Lexical:
    """Articles of every date and publisher, all with the same words."""
    return _lexical(tmp_path_factory.mktemp("lexical"), *ARTICLES)


@pytest.mark.parametrize("publisher", [None, "the gazette", "kultura ŽĎÁR", "nobody"])
def test_what_the_filters_admit_is_what_is_found(dated: Lexical, publisher: str | None) -> None:
    """The engine's own filters and those of the question mean the same."""
    for as_of, since, until in product(_DAYS, repeat=3):
        filters = Filters(as_of=as_of, since=since, until=until, publisher=publisher)
        admitted = {number for number, article in enumerate(ARTICLES) if filters.admits(article)}
        assert set(dated.best(["tram"], 1000, filters=filters)) == admitted


def test_rare_words_count_more(tmp_path: Path) -> None:
    """Of two texts with one of the words each, the one with the rarer word comes first."""
    texts = ["The tram stopped.", "The tram left.", "The bus left.", "The tram again."]
    articles = [Article(id=text, path=text, text=text) for text in texts]
    found = _lexical(tmp_path, *articles).best(["tram", "bus"], 4, filters=Filters())
    assert next(iter(found)) == 2
    assert sorted(found) == [0, 1, 2, 3]


def test_words_are_found_in_any_form(tmp_path: Path) -> None:
    """Inflection, case and accents make no difference."""
    lexical = _lexical(tmp_path, Article(id="a", path="a", text="Žluťoučtí koně běželi."))
    for word in content_terms("ŽLUŤOUČTÍ kone bezeli"):
        assert lexical.frequency(word) == 1
        assert set(lexical.best([word], 1, filters=Filters())) == {0}


def test_a_headline_is_found(tmp_path: Path) -> None:
    """A word that only the title has leads to the text."""
    article = Article(id="a", path="a", title="Flood in Kostrino", text="Nobody was hurt.")
    assert set(_lexical(tmp_path, article).best(["flood"], 1, filters=Filters())) == {0}


def test_no_words_find_nothing(dated: Lexical) -> None:
    """A question of nothing but small words has nothing to go by."""
    assert dated.best([], 10, filters=Filters()) == {}


def test_the_last_day_there_is_can_be_asked_about(dated: Lexical) -> None:
    """No day overflows."""
    assert dated.best(["tram"], 1, filters=Filters(as_of=date.max, since=date.min, until=date.max))


def test_what_is_no_index_is_damaged(tmp_path: Path) -> None:
    """The error names the folder and the mend."""
    (tmp_path / "words").mkdir()
    with pytest.raises(IndexDamaged, match=r"words .*footnote rebuild"):
        Lexical.open(tmp_path / "words")


def test_a_phrase_counts_where_it_stands_as_it_is(tmp_path: Path) -> None:
    """The same words in another order, or apart, come after it."""
    texts = ["Late is the tram.", "The tram is so late.", "The tram late again."]
    articles = [Article(id=text, path=text, text=text) for text in texts]
    words = content_terms("tram late")
    found = _lexical(tmp_path, *articles).best(words, 3, filters=Filters(), phrases=[words])
    assert next(iter(found)) == 2
    assert sorted(found) == [0, 1, 2]
