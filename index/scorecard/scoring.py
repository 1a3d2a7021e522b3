"""Question files measured: every system on the same questions in the same run."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from index.article import Article
from index.errors import QuestionError
from index.library import Library
from index.scorecard.answers import answer_measures, tells
from index.scorecard.measures import Measures
from index.scorecard.questions import ScoredQuestion, keys_of, load_questions
from index.scorecard.replies import REPLIES
from index.scorecard.retrieval import retrieval_measures
from index.scorecard.scorecard import Score, Scorecard
from index.scorecard.systems import OURS, SYSTEMS, Workbench

_PERCENTILES = (50, 95)

OnStep = Callable[[str], None]
_Output = TypeVar("_Output")


def score_files(
    library: Library,
    files: Sequence[Path],
    *,
    collection: str | None = None,
    baselines: bool = True,
    on_step: OnStep = lambda _: None,
) -> Iterator[Scorecard]:
    """Return the scorecard of each question file as soon as it is measured.

    A set is named ``collection/file``; the collection is by default the file's folder.

    Raises:
        QuestionError: a file can't be read, or asks about other articles than the library's.
    """
    sets = {
        f"{collection or file.resolve().parent.name}/{file.stem}": load_questions(file)
        for file in files
    }
    for name, questions in sets.items():
        _check_gold(library, name, questions)
    return (
        _score(library, name, questions, baselines=baselines, on_step=on_step)
        for name, questions in sets.items()
    )


def _check_gold(library: Library, name: str, questions: Sequence[ScoredQuestion]) -> None:
    gold = {key for question in questions for key in question.gold}
    known = {key for article in library.articles() for key in keys_of(article)}
    if gold and not gold & known:
        raise QuestionError(
            f"{name} asks about articles that aren't indexed, such as {min(gold)}: "
            "name theirs with --articles, and an index of their own with --data-dir."
        )


def _score(
    library: Library,
    name: str,
    questions: Sequence[ScoredQuestion],
    *,
    baselines: bool,
    on_step: OnStep,
) -> Scorecard:
    findable = [question for question in questions if question.answerable and question.gold]
    retrieval, answers = {}, {}
    with Workbench.open(library) as bench:
        for system in _chosen(SYSTEMS if findable else {}, baselines=baselines):
            on_step(f"{name}: retrieval, {system}")
            find = SYSTEMS[system](bench)
            retrieval[system] = _timed(find, findable, retrieval_measures)
        keyed = _with_what_is_told(questions, bench.articles())
        for system in _chosen(REPLIES, baselines=baselines):
            on_step(f"{name}: answers, {system}")
            answers[system] = _timed(REPLIES[system](bench), keyed, answer_measures)
    return Scorecard(
        name=name,
        questions=len(questions),
        articles=library.status().articles,
        retrieval=retrieval,
        answers=answers,
    )


def _with_what_is_told(
    questions: Sequence[ScoredQuestion], articles: Iterable[Article]
) -> list[ScoredQuestion]:
    """Return the questions with whether their gold articles tell a fact."""
    wanted = frozenset().union(*(question.gold for question in questions))
    texts = {key: article.text for article in articles for key in keys_of(article) if key in wanted}
    return [
        replace(
            question,
            told=any(tells(texts[key], question.facts) for key in question.gold & texts.keys()),
        )
        for question in questions
    ]


def _chosen(systems: Mapping[str, object], *, baselines: bool) -> list[str]:
    return [system for system in systems if baselines or system == OURS]


def _timed(
    run: Callable[[ScoredQuestion], _Output],
    questions: Sequence[ScoredQuestion],
    measure: Callable[[Sequence[ScoredQuestion], Callable[[ScoredQuestion], _Output]], Measures],
) -> Score:
    """Measure a system, and how long each question takes it once it is warm."""
    seconds: list[float] = []

    def watched(question: ScoredQuestion) -> _Output:
        began = time.perf_counter()
        output = run(question)
        seconds.append(time.perf_counter() - began)
        return output

    run(questions[0])
    measures = measure(questions, watched)
    return Score(measures, *np.percentile(seconds, _PERCENTILES).tolist())
