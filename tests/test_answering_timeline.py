"""A timeline holds what is on the topic, in order of its dates, each statement once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import QuestionError
from index.library import Library
from index.timeline import Timeline
from tests.articles import write_dated
from tests.conftest import open_library

ARTICLES = {
    "2024-06-03": "A litre of milk costs 1.40 crowns in Velden. The mayor opened a swimming pool.",
    "2022-05-09": "A litre of milk costs 0.90 crowns in Velden. The choir sang at the town hall.",
    "2023-08": "A litre of milk cost 1.10 crowns in Velden on 2 July 2023, the dairy says.",
    "2024-06-04": "A litre of milk costs 1.40 crowns in Velden.",
}
UNDATED = "In Velden, the milk of the dairy won a prize. It is sold in glass bottles."
LONG = " ".join(
    f"The milk of Velden is praised by {name} of the cooking school." for name in "ABCDEFGH"
)


@pytest.fixture(scope="module")
def dairy(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Dated articles and undated ones on milk, indexed."""
    directory = tmp_path_factory.mktemp("dairy")
    (directory / "articles").mkdir()
    write_dated(directory / "articles", ARTICLES)
    (directory / "articles" / "undated.md").write_text(UNDATED)
    (directory / "articles" / "long.md").write_text(LONG)
    library = open_library(directory, models)
    library.rebuild()
    yield library
    library.close()


@pytest.fixture(scope="module")
def timeline(dairy: Library) -> Timeline:
    """What the articles say on the milk."""
    return dairy.timeline("milk in Velden")


def test_the_oldest_comes_first_and_undated_ones_last(timeline: Timeline) -> None:
    """By the date that a statement says, else by that of its article; each says which it is."""
    dates = [entry.spoken_date for entry in timeline.entries]
    assert dates[:3] == ["reported 9 May 2022", "2 July 2023", "reported 3 June 2024"]
    assert set(dates[3:]) == {"undated"}


def test_every_statement_is_cited(timeline: Timeline, dairy: Library) -> None:
    """Numbers run in the order of the timeline, and quotes are the articles' own words."""
    citations = [entry.citation for entry in timeline.entries]
    assert [citation.number for citation in citations] == list(range(1, len(citations) + 1))
    for citation in citations:
        article = dairy.article(citation.article.id)
        assert article
        assert article.text[citation.start : citation.end] == citation.quote


def test_other_topics_stay_out(timeline: Timeline) -> None:
    """A sentence has to be on the topic by itself, whatever else its article says."""
    told = " ".join(entry.text for entry in timeline.entries)
    assert "milk" in told
    assert "choir" not in told
    assert "swimming" not in told


def test_a_copy_is_told_once(timeline: Timeline) -> None:
    """Of two reports in the same words the older stays."""
    told = [entry.text for entry in timeline.entries]
    assert len([text for text in told if "1.40 crowns" in text]) == 1


def test_a_long_article_is_not_the_whole_timeline(timeline: Timeline) -> None:
    """Only its best sentences are told."""
    paths = [entry.citation.article.path for entry in timeline.entries]
    assert paths.count("long.md") <= 3
    assert len(paths) <= 12


def test_figures_for_one_thing_become_a_series(timeline: Timeline) -> None:
    """At the dates of their statements, in order, numbered as there."""
    assert timeline.series
    assert timeline.series.unit == "crowns"
    points = [(str(p.when), p.value, p.citation) for p in timeline.series.points]
    assert points == [("2022-05-09", 0.9, 1), ("2023-07-02", 1.1, 2), ("2024-06-03", 1.4, 3)]


@pytest.mark.parametrize("topic", ["chess tournament", "the elections in Peru"])
def test_an_unknown_topic_has_no_timeline(dairy: Library, topic: str) -> None:
    """Nothing is told for want of better."""
    timeline = dairy.timeline(topic)
    assert timeline.entries == ()
    assert timeline.series is None


def test_an_empty_topic_is_refused(dairy: Library) -> None:
    """As an empty question is."""
    with pytest.raises(QuestionError):
        dairy.timeline("?!")
