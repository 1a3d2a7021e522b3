"""The scorecard of one question set: every system on the same questions in the same run."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from index.errors import QuestionError
from index.library import Library
from index.scorecard.answers import REPLIES, answer_measures
from index.scorecard.measures import Measures
from index.scorecard.questions import ScoredQuestion, load_questions
from index.scorecard.retrieval import retrieval_measures
from index.scorecard.systems import OURS, SYSTEMS, Workbench

_PERCENTILES = (50, 95)

OnStep = Callable[[str], None]
_Output = TypeVar("_Output")


@dataclass(frozen=True, slots=True)
class Score:
    """What one system measured, and the seconds within which 50 and 95 % of its questions lie."""

    measures: Measures
    p50: float
    p95: float

    def to_json(self) -> dict[str, Any]:
        """Return the measures by name and the seconds beside them."""
        measures = {name: asdict(estimate) for name, estimate in self.measures.items()}
        return {"measures": measures, "seconds": {"p50": self.p50, "p95": self.p95}}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """The scores of every system on one question set, by the system's name.

    ``retrieval`` is over the answerable questions that name an article and empty where there is
    none; ``answers`` is over all questions.
    """

    name: str
    questions: int
    articles: int
    retrieval: Mapping[str, Score]
    answers: Mapping[str, Score]

    @property
    def ours(self) -> Measures:
        """Footnote's own measures, of retrieval and of answers."""
        scores = [part[OURS].measures for part in (self.retrieval, self.answers) if part]
        return {name: estimate for measures in scores for name, estimate in measures.items()}

    def to_json(self) -> dict[str, Any]:
        """Return everything under its name."""
        return {
            "name": self.name,
            "questions": self.questions,
            "articles": self.articles,
            "retrieval": {name: score.to_json() for name, score in self.retrieval.items()},
            "answers": {name: score.to_json() for name, score in self.answers.items()},
        }


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
    known = {
        key for article in library.articles() for key in (article.id, article.path, article.url)
    }
    for name, questions in sets.items():
        gold = frozenset().union(*(question.gold for question in questions))
        if gold and not gold & known:
            raise QuestionError(
                f"{name} asks about articles that aren't indexed, such as {min(gold)}: "
                "name theirs with --articles, and an index of their own with --data-dir."
            )
    return (
        _score(library, name, questions, baselines=baselines, on_step=on_step)
        for name, questions in sets.items()
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
    for system in _chosen(REPLIES, baselines=baselines):
        on_step(f"{name}: answers, {system}")
        answers[system] = _timed(REPLIES[system](library), questions, answer_measures)
    return Scorecard(
        name=name,
        questions=len(questions),
        articles=library.status().articles,
        retrieval=retrieval,
        answers=answers,
    )


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
