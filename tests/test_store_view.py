"""Several generations are read as one, as if their articles had been indexed together."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TypeAlias

import pytest

from index.answer import Filters
from index.library import Library
from index.store.view import View
from tests.articles import ARTICLES
from tests.indexes import generation_of, index_texts
from tests.needs import needs_model

pytestmark = needs_model

TEXTS = {name: text for name, text in ARTICLES.items() if "/" not in name}
# Of one length, so that only how rare their words are tells their scores apart.
LINES = {f"line-{n}.txt": f"The tram {n} stopped near depot {n % 3} at noon." for n in range(12)}
WORDS = ["tram", "11", "depot", "2", "noon", "absent"]

Views: TypeAlias = Callable[..., View]


@pytest.fixture
def view_of(tmp_path: Path, archive: Library) -> Iterator[Views]:
    """Make a view of one generation for each collection of texts that is given."""
    with ExitStack() as opened:
        folders = (tmp_path / str(number) for number in range(100))

        def make(*parts: Mapping[str, str]) -> View:
            indexed = [index_texts(next(folders), part, archive.embedder) for part in parts]
            return View([opened.enter_context(closing(generation_of(each))) for each in indexed])

        yield make


def _halves(texts: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    items = list(texts.items())
    return dict(items[::2]), dict(items[1::2])


def _by_name(view: View, scores: Mapping[int, float]) -> dict[str, float]:
    found = view.passages(scores)
    return {f"{found[n].article.path}:{found[n].start}": scores[n] for n in scores}


def test_a_view_of_two_halves_holds_what_the_whole_holds(view_of: Views) -> None:
    """Articles, publishers, counts and texts are the same."""
    whole, split = view_of(TEXTS), view_of(*_halves(TEXTS))
    assert split.references() == whole.references()
    assert split.publishers() == whole.publishers()
    assert split.passage_count == whole.passage_count
    assert split.article_count == whole.article_count
    for word in ("tram", "librari", "the", "nowher"):
        assert split.frequency(word) == whole.frequency(word)
    for reference in whole.references():
        assert split.article(reference.id) == whole.article(reference.id)


def test_a_view_of_two_halves_finds_the_nearest_of_the_whole(
    view_of: Views, archive: Library
) -> None:
    """In the same order with the same cosines, and the same cosines when asked for them."""
    [vector] = archive.embedder.embed(["Where did the trawler sink?"])
    whole, split = view_of(TEXTS), view_of(*_halves(TEXTS))
    nearest = split.nearest(vector, 4)
    expected = _by_name(whole, whole.nearest(vector, 4))
    assert list(_by_name(split, nearest)) == list(expected)
    assert _by_name(split, nearest) == pytest.approx(expected, abs=1e-5)
    assert split.similarities(vector, nearest) == pytest.approx(nearest, abs=1e-5)


@pytest.mark.parametrize("alone", [1, 6])
def test_words_weigh_the_same_in_every_part(view_of: Views, alone: int) -> None:
    """The scores of a small part are those that its texts would have in one big index."""
    items = list(LINES.items())
    whole, split = view_of(LINES), view_of(dict(items[:-alone]), dict(items[-alone:]))
    phrases = [["depot", "2"]]
    expected, found = (
        _by_name(view, view.best_passages(WORDS, 20, filters=Filters(), phrases=phrases))
        for view in (whole, split)
    )
    assert found == pytest.approx(expected, rel=1e-3)
    assert next(iter(found)) == next(iter(expected)) == "line-11.txt:0"
    assert list(found.values()) == sorted(found.values(), reverse=True)
    articles = split.best_articles(WORDS, 20, filters=Filters())
    assert list(articles.values()) == pytest.approx(
        list(whole.best_articles(WORDS, 20, filters=Filters()).values()), rel=1e-3
    )


def test_only_the_best_of_all_parts_are_kept(view_of: Views, archive: Library) -> None:
    """As many as were wanted, however many parts there are."""
    [vector] = archive.embedder.embed(["tram"])
    split = view_of(*_halves(LINES))
    assert len(split.best_passages(["tram"], 5, filters=Filters())) == 5
    assert len(split.best_articles(["tram"], 5, filters=Filters())) == 5
    assert len(split.nearest(vector, 5)) == 5


def test_numbers_lead_back_to_their_part(view_of: Views) -> None:
    """A passage's place, its article's first passage and its words are of one article."""
    split = view_of(*_halves(TEXTS))
    for article in split.best_articles(["tram", "librari", "trawler"], 9, filters=Filters()):
        [lead] = split.leads([article]).values()
        place = split.places([lead])[lead]
        assert (place.article, place.position) == (article, 0)
        assert split.passages([lead])[lead].article == place.reference


def test_where_two_hold_an_article_the_last_has_it(view_of: Views, archive: Library) -> None:
    """It is listed, found and counted once, with the words of the last."""
    [vector] = archive.embedder.embed(["How many people rode the tram?"])
    newer = {"tram.md": TEXTS["tram.md"].replace("2,600", "3,700")}
    split = view_of(TEXTS, newer)
    [tram] = [each for each in split.references() if each.path == "tram.md"]
    article = split.article(tram.id)
    assert article
    assert "3,700" in article.text
    assert split.article_count == len(split.references()) == len(TEXTS)
    for found in (
        split.best_passages(["tram", "rode"], 50, filters=Filters()),
        split.nearest(vector, 50),
    ):
        texts = [passage.text for passage in split.passages(found).values()]
        assert len(texts) == len(set(texts))
        assert not any("2,600" in text for text in texts)
        assert any("3,700" in text for text in texts)
    leads = split.leads(split.best_articles(["tram"], 50, filters=Filters())).values()
    paths = [place.reference.path for place in split.places(leads).values()]
    assert sorted(paths) == ["audit.md", "tram.md"]


def test_without_vectors_what_words_find_is_as_near(view_of: Views, archive: Library) -> None:
    """Nothing is found by meaning, and similarities are those of the vectors that can't be had."""
    [vector] = archive.embedder.embed(["Where did the trawler sink?"])
    whole = view_of(*_halves(TEXTS))
    alone = whole.by_words_alone(archive.embedder)
    words = whole.best_passages(["trawler", "tram"], 9, filters=Filters())
    assert len(words) > 1
    assert alone.best_passages(["trawler", "tram"], 9, filters=Filters()) == words
    assert alone.similarities(vector, words) == pytest.approx(
        whole.similarities(vector, words), abs=1e-5
    )
    assert alone.nearest(vector, 9) == {}
    assert alone.similarities(vector, []) == {}


def test_enough_is_found_beside_what_is_hidden(view_of: Views, archive: Library) -> None:
    """However much of a part is hidden, as many are found as were wanted."""
    [vector] = archive.embedder.embed(["tram"])
    copies = dict(list(LINES.items())[:9])
    split = view_of(LINES, {name: f"{text} Again." for name, text in copies.items()})
    for found in (
        split.best_passages(["tram"], 12, filters=Filters()),
        split.best_articles(["tram"], 12, filters=Filters()),
        split.nearest(vector, 12),
    ):
        assert len(found) == 12


def test_a_part_may_hold_nothing(view_of: Views, archive: Library) -> None:
    """Beside another one it changes nothing, and alone it finds nothing."""
    [vector] = archive.embedder.embed(["tram"])
    beside, alone, whole = view_of(TEXTS, {}), view_of({}), view_of(TEXTS)
    assert beside.best_passages(["tram"], 9, filters=Filters()) == whole.best_passages(
        ["tram"], 9, filters=Filters()
    )
    assert beside.references() == whole.references()
    assert alone.best_passages(["tram"], 9, filters=Filters()) == {}
    assert alone.nearest(vector, 9) == {}
    assert alone.publishers() == []
    assert alone.references() == []
