"""Whatever is asked, every quote is in the articles, and the index that answers is whole."""

import re
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index.answer import Answer, Citation, Filters
from index.answering.freshness import UNDATED
from index.errors import (
    ConfigurationError,
    EmbedderMismatch,
    IndexDamaged,
    IndexMissing,
    NothingToUndo,
    QuestionError,
)
from index.library import Library
from tests.articles import ARTICLES, QUESTIONS
from tests.conftest import open_library, settings_in
from tests.indexes import segment_folders

QUESTION = "How many people rode the tram on its first day?"
ANSWER_FIELDS = {
    "id",
    "question_id",
    "question",
    "answered",
    "answer",
    "sentences",
    "citations",
    "as_of",
    "conflicts",
    "notices",
    "mode",
    "seconds",
}


@pytest.fixture(scope="module")
def answers(archive: Library) -> list[Answer]:
    """The answers to all questions."""
    return [archive.ask(question) for question in QUESTIONS]


def _quoted(answer: Answer) -> tuple[Citation, ...]:
    return (*answer.citations, *answer.closest)


def test_every_quote_is_the_slice_of_its_article(archive: Library, answers: list[Answer]) -> None:
    """Text and offsets agree to the code point, and the context is what stands around it."""
    quotes = [citation for answer in answers for citation in _quoted(answer)]
    assert any(not citation.quote.isascii() for citation in quotes)
    for citation in quotes:
        article = archive.article(citation.article.id)
        assert article
        text = article.text
        assert citation.quote == text[citation.start : citation.end] != ""
        assert text[: citation.start].endswith(citation.before)
        assert text[citation.end :].startswith(citation.after)


def test_citations_are_numbered_in_the_order_of_use(answers: list[Answer]) -> None:
    """Numbers run 1, 2, 3 …, and nothing is listed that no sentence cites."""
    assert any(len(answer.citations) > 1 for answer in answers)
    for answer in answers:
        used = [number for sentence in answer.sentences for number in sentence.citations]
        in_order = list(dict.fromkeys(used))
        assert in_order == list(range(1, len(in_order) + 1))
        assert in_order == [citation.number for citation in answer.citations]
        markers = [int(number) for number in re.findall(r"\[(\d+)\]", answer.text)]
        assert markers == used


def test_an_answer_is_backed_and_silence_is_not(answers: list[Answer]) -> None:
    """Every supported sentence cites something; what isn't answered cites nothing."""
    assert {answer.answered for answer in answers} == {True, False}
    for answer in answers:
        assert answer.sentences
        assert bool(answer.citations) == answer.answered
        if answer.answered:
            assert all(bool(s.citations) == s.supported for s in answer.sentences)


def test_an_answer_has_the_shape_of_the_contract(answers: list[Answer]) -> None:
    """Scripts find every field under its name."""
    for answer in answers:
        fields = answer.to_json()
        assert fields.keys() >= ANSWER_FIELDS
        for citation in fields["citations"]:
            assert citation.keys() >= {"number", "quote", "start", "end", "link", "article"}
            assert citation["article"].keys() == {
                "id", "title", "publisher", "author", "published", "url", "path"
            }  # fmt: skip
        for sentence in fields["sentences"]:
            assert sentence.keys() == {"text", "citations", "supported"}


def test_an_answer_is_read_back_as_it_was_written(answers: list[Answer]) -> None:
    """What was given can be shown again."""
    for answer in answers:
        rounded = replace(answer, seconds=round(answer.seconds, 4))
        assert Answer.from_json(answer.to_json()) == rounded


def test_an_answer_is_as_of_its_newest_article(answers: list[Answer]) -> None:
    """The day is one of the cited articles'."""
    for answer in answers:
        published = [str(c.article.published) for c in answer.citations if c.article.published]
        assert answer.to_json()["as_of"] == max(published, default=None)


def test_a_link_leads_to_the_quoted_words(answers: list[Answer]) -> None:
    """An article with an address has it in the link, one without has none."""
    for citation in (citation for answer in answers for citation in _quoted(answer)):
        if url := citation.article.url:
            assert str(citation.link).startswith(f"{url}#:~:text=")
        else:
            assert citation.link is None


def test_a_question_is_answered_from_the_right_article(archive: Library) -> None:
    """The figure that was asked for is in the quote."""
    answer = archive.ask(QUESTION)
    assert answer.answered
    assert "2,600" in answer.citations[0].quote
    assert answer.citations[0].article.publisher == "The Moravian Post"


def test_articles_that_disagree_are_shown_side_by_side(own_archive: Library) -> None:
    """The older figure comes first, each with its source and date, and both are cited."""
    [articles] = own_archive.settings.articles
    for publisher, day, houses in (
        ("Kultura", "2024-03-09", 65),
        ("Harbour Wire", "2024-03-04", 40),
    ):
        (articles / f"{day}.md").write_text(
            f"---\npublisher: {publisher}\npublished: {day}\n---\n\n"
            f"The fire in the village of Orlec destroyed {houses} houses.\n"
        )
    own_archive.rebuild()
    answer = own_archive.ask("How many houses did the fire in Orlec destroy?")
    [conflict] = answer.conflicts
    assert conflict.told == (
        "Sources disagree: Fire in the village of Orlec destroyed … houses: "
        "40 (Harbour Wire, 4 March 2024); 65 (Kultura, 9 March 2024)"
    )
    quotes = {citation.number: citation.quote for citation in answer.citations}
    assert ["40" in quotes[number] for number in conflict.citations] == [True, False]


def test_old_news_says_so_where_new_ones_are_wanted(archive: Library) -> None:
    """As of a day long after the newest source, or where none has a date, a notice tells."""
    filters = Filters(as_of=date(2025, 11, 20))
    assert archive.ask(QUESTION).notices == ()
    assert archive.ask(QUESTION, filters=filters).notices == (
        "The newest source is from 14 May 2024, two years before the day of asking.",
    )
    assert archive.ask("How many people were taken to a school after the flood?").notices == (
        UNDATED,
    )


def test_what_the_articles_do_not_say_is_not_answered(archive: Library) -> None:
    """Silence is a sentence, and says how near the articles come."""
    answer = archive.ask("What is the capital of Peru?")
    assert not answer.answered
    assert answer.text
    assert answer.citations == ()


def test_passages_are_ranked(archive: Library) -> None:
    """Ranks run from 1, scores don't rise, and each text is the slice of its article."""
    result = archive.search(QUESTION, limit=5).to_json()
    passages = result["passages"]
    assert result.keys() >= {"question_id", "question", "passages", "seconds"}
    assert [passage["rank"] for passage in passages] == list(range(1, len(passages) + 1))
    scores = [passage["score"] for passage in passages]
    assert scores == sorted(scores, reverse=True)
    for passage in passages:
        article = archive.article(passage["article"]["id"])
        assert article
        assert passage["text"] == article.text[passage["start"] : passage["end"]]


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_no_more_passages_are_given_than_wanted(archive: Library, limit: int) -> None:
    """Of a small collection there may be fewer."""
    assert len(archive.search(QUESTION, limit=limit).passages) == min(
        limit, archive.status().passages
    )


@pytest.mark.parametrize(
    "filters",
    [
        Filters(as_of=date(2024, 6, 1)),
        Filters(since=date(2024, 2, 1), until=date(2024, 2, 29)),
        Filters(publisher="kultura"),
        Filters(publisher="nobody"),
    ],
)
def test_only_admitted_articles_are_used(archive: Library, filters: Filters) -> None:
    """Neither an answer nor a search goes beyond the filters without saying so."""
    for question in QUESTIONS[:8]:
        found = archive.search(question, filters=filters)
        answer = archive.ask(question, filters=filters)
        cited = [citation.article for citation in _quoted(answer)]
        assert found.notices or all(map(filters.admits, cited))
        ranked = [ranked.passage.article for ranked in found.passages]
        assert found.notices or all(map(filters.admits, ranked))


def test_the_library_knows_its_articles(archive: Library) -> None:
    """All are listed by path, each can be had whole, and the status counts them."""
    references = archive.articles()
    assert [reference.path.split(":")[0] for reference in references] == sorted(ARTICLES)
    for reference in references:
        article = archive.article(reference.id)
        assert article
        assert article.reference == reference
    assert archive.article("nobody's") is None
    assert archive.status().articles == len(ARTICLES)
    assert archive.status().newest == "2025-01-07"
    assert "Kultura" in archive.publishers()


def test_a_repeated_paragraph_is_kept_once(archive: Library) -> None:
    """Nothing is quoted twice because a page said it twice."""
    [horses] = [item for item in archive.articles() if item.path == "culture/horses.md"]
    article = archive.article(horses.id)
    assert article
    assert article.text.count("The theatre has 640 seats.") == 1


@pytest.mark.parametrize("question", ["", "  \n", "?!…", "word " * 1000])
def test_a_question_that_cannot_be_asked_is_refused(archive: Library, question: str) -> None:
    """Nothing, and far too much, is an error of the question."""
    with pytest.raises(QuestionError, match="question"):
        archive.ask(question)
    with pytest.raises(QuestionError, match="question"):
        archive.search(question)


def test_without_an_index_the_mend_is_named(tmp_path: Path, models: Path) -> None:
    """Asking says how to get an index."""
    library = open_library(tmp_path, models)
    assert not library.is_built
    with pytest.raises(IndexMissing, match="footnote rebuild"):
        library.ask(QUESTION)


@pytest.mark.parametrize("place", ["file", "/proc/nowhere"])
def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path, place: str) -> None:
    """The error has the setting and its value."""
    (tmp_path / "file").touch()
    with pytest.raises(ConfigurationError, match=rf"^DATA_DIR is .*{place}"):
        Library.open(replace(settings_in(tmp_path), data=tmp_path / place))


def test_another_embedder_needs_another_index(own_archive: Library) -> None:
    """Its vectors can't be compared with the old ones: the error names both ways out."""
    other = Library.open(replace(own_archive.settings, embeddings="minilm-fp32"))
    with pytest.raises(EmbedderMismatch, match=r"EMBEDDINGS .*footnote rebuild.*set it back"):
        other.ask(QUESTION)
    assert other.rebuild().added == len(ARTICLES)
    with pytest.raises(NothingToUndo):  # nothing could be answered from the one before
        other.undo_rebuild()
    assert other.ask(QUESTION).answered
    with pytest.raises(EmbedderMismatch):
        own_archive.ask(QUESTION)
    other.close()


def test_an_open_library_takes_up_a_new_index(own_archive: Library) -> None:
    """A rebuild elsewhere shows in the next answer, without a restart."""
    question = "Who won the chess tournament in Reykjavík?"
    assert not own_archive.ask(question).answered
    [articles] = own_archive.settings.articles
    (articles / "chess.txt").write_text(
        "Sigrún Hafstein won the chess tournament in Reykjavík on Sunday.", encoding="utf-8"
    )
    elsewhere = Library.open(own_archive.settings)
    elsewhere.rebuild()
    elsewhere.close()
    answer = own_archive.ask(question)
    assert answer.answered
    assert "Sigrún Hafstein" in answer.citations[0].quote


def test_threads_are_answered_while_the_index_changes(own_archive: Library) -> None:
    """Every question gets its answer from one whole index or the other."""
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(own_archive.ask, QUESTION) for _ in range(6)]
        own_archive.rebuild(full=True)
        asked += [pool.submit(own_archive.ask, QUESTION) for _ in range(6)]
    assert all("2,600" in question.result().text for question in asked)


def test_an_undone_rebuild_is_as_if_it_had_not_been(own_archive: Library) -> None:
    """The index before it answers, while what was begun ends on what it began with."""
    before = own_archive.status()
    (own_archive.settings.articles[0] / "lamp.txt").write_text("The lamp was lit by Ada Lind.")
    own_archive.rebuild()
    with own_archive.view() as begun:
        undone = own_archive.undo_rebuild()
        assert begun.article_count == before.articles + 1
        assert own_archive.status() == before
    assert (undone.undone, undone.generation) == ("000002", "000001")
    assert undone.articles == before.articles
    with pytest.raises(NothingToUndo, match="before 000001"):
        own_archive.undo_rebuild()


def test_after_an_undo_a_rebuild_goes_on(own_archive: Library) -> None:
    """It makes its own generation from the articles as they are, which can be undone again."""
    (own_archive.settings.articles[0] / "lamp.txt").write_text("The lamp was lit by Ada Lind.")
    own_archive.rebuild()
    own_archive.undo_rebuild()
    report = own_archive.rebuild()
    assert (report.added, report.generation) == (1, "000003")
    assert own_archive.undo_rebuild().generation == "000001"


def _delete(path: Path) -> None:
    path.unlink()


def _garble(path: Path) -> None:
    path.write_bytes(b"\xaa" * max(64, path.stat().st_size))


@pytest.mark.parametrize("damage", [_delete, _garble])
@pytest.mark.parametrize(
    "part",
    [
        "segment.json",
        "SHA256SUMS",
        "catalogue.sqlite",
        "passages/*.term",
        "articles/meta.json",
        "chroma/chroma.sqlite3",
    ],
)
def test_a_damaged_index_is_mended_by_a_rebuild(
    own_archive: Library, part: str, damage: Callable[[Path], None]
) -> None:
    """Nobody is answered from it: the error names the mend, and the mend works."""
    [segment] = segment_folders(own_archive.settings.data)
    own_archive.close()
    for path in segment.glob(part):
        damage(path)
    with pytest.raises(IndexDamaged, match="footnote rebuild"):
        own_archive.ask(QUESTION)
    assert own_archive.rebuild().articles == len(ARTICLES)
    assert own_archive.ask(QUESTION).answered


def test_a_changed_letter_in_the_stored_text_is_noticed(own_archive: Library) -> None:
    """A quote that the article doesn't have can't come from a damaged file."""
    own_archive.close()
    [segment] = segment_folders(own_archive.settings.data)
    path = segment / "catalogue.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE article SET text = replace(text, '2,600', '9,600')")
    connection.close()
    with pytest.raises(IndexDamaged, match="catalogue"):
        own_archive.ask(QUESTION)
