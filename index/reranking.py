"""A second look at the best passages, by a model that reads each together with the question."""

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, Self

from index.errors import ConfigurationError
from index.retrieval import Candidate
from index.telemetry import report_nothing

# As many as a small cross-encoder reads on a CPU before the asker notices.
_RERANKED = 20


class Reranker(Protocol):
    """Says how well passages answer a question."""

    def scores(self, question: str, passages: Sequence[str]) -> Sequence[float]:
        """Return one score a passage, in their order: the higher, the better it answers.

        Scores compare passages for one question; they have no scale of their own.
        """


class FastembedReranker:
    """A Reranker over one of fastembed's cross-encoders; several threads may use it at a time."""

    def __init__(self, model: Any) -> None:
        self._model = model

    @classmethod
    def load(cls, name: str, *, cache_dir: Path) -> Self:
        """Return the model of that name, downloaded to ``cache_dir`` at its first use.

        Raises:
            ConfigurationError: fastembed isn't installed, or the model can't be had.
        """
        try:
            library = import_module("fastembed.rerank.cross_encoder")
        except ImportError as error:
            raise ConfigurationError(
                f"RERANKER=fastembed/{name} needs a package that isn't here ({error}): "
                'pip install "footnote[fastembed]"'
            ) from error
        try:
            return cls(library.TextCrossEncoder(name, cache_dir=str(cache_dir)))
        except Exception as error:  # the hub's, onnxruntime's and fastembed's own all mean this
            raise ConfigurationError(
                f"RERANKER=fastembed/{name} can't be loaded ({error}). Check the name and the "
                "connection to the model hub, or leave RERANKER empty."
            ) from error

    def scores(self, question: str, passages: Sequence[str]) -> Sequence[float]:
        """Return one score a passage, in their order: the higher, the better it answers."""
        # Half a surrogate pair, which a question may bring, has no UTF-8 and no token.
        writable = question.encode("utf-8", "replace").decode("utf-8")
        return list(self._model.rerank(writable, passages))


def load_reranker(setting: str, *, cache_dir: Path) -> Reranker | None:
    """Return the reranker that a value of RERANKER names; none for an empty one.

    Raises:
        ConfigurationError: no reranker is called that, or something it needs is missing.
    """
    if not setting:
        return None
    family, _, name = setting.partition("/")
    if family != "fastembed" or not name:
        raise ConfigurationError(
            f"RERANKER={setting} is unknown; it can be fastembed/NAME, or empty for none"
        )
    report_nothing()
    return FastembedReranker.load(name, cache_dir=cache_dir / "fastembed")


def rerank(candidates: Sequence[Candidate], question: str, reranker: Reranker) -> list[Candidate]:
    """Return the candidates with the best of them in the reranker's order.

    A cross-encoder's scores can't be compared with ours, so the scores stay where they were and
    the passages change places under them.
    """
    head, tail = candidates[:_RERANKED], candidates[_RERANKED:]
    scores = reranker.scores(question, [candidate.passage.text for candidate in head])
    order = sorted(range(len(head)), key=lambda place: -scores[place])
    return [
        *(
            replace(head[place], score=candidate.score)
            for place, candidate in zip(order, head, strict=True)
        ),
        *tail,
    ]
