"""The scorecard of one question set."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from index.scorecard.measures import Measures
from index.scorecard.systems import OURS


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
