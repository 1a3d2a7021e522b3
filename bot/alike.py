"""Questions that ask for the same, put together."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.state.unanswered import Unanswered
from index.embedding import Embedder

# Below it is the same asked of another country or town, above it a question in other words.
_ALIKE = 0.84
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Alike:
    """Questions that ask for the same, the newest first."""

    questions: tuple[Unanswered, ...]

    @property
    def newest(self) -> Unanswered:
        """The one that was asked last."""
        return self.questions[0]

    @property
    def reasons(self) -> list[str]:
        """What was said against their answers, each once, the newest first."""
        return list(dict.fromkeys(reason for each in self.questions for reason in each.reasons))


def put_together(questions: Sequence[Unanswered], embedder: Embedder) -> list[Alike]:
    """Return questions, given newest first, with those alike together; the most frequent first.

    Each goes with the newest question it is like. Other numbers make another question, however
    near the meaning: of another year, another tram.
    """
    if not questions:
        return []
    texts = list(dict.fromkeys(each.question for each in questions))
    vectors = dict(zip(texts, embedder.embed(texts), strict=True))
    groups: list[list[Unanswered]] = []
    for each in questions:
        vector, numbers = vectors[each.question], _numbers(each.question)
        for group in groups:
            first = group[0].question
            if numbers == _numbers(first) and np.dot(vector, vectors[first]) >= _ALIKE:
                group.append(each)
                break
        else:
            groups.append([each])
    return _most_frequent_first(groups)


def _most_frequent_first(groups: Iterable[Sequence[Unanswered]]) -> list[Alike]:
    return [Alike(tuple(group)) for group in sorted(groups, key=len, reverse=True)]


def _numbers(question: str) -> list[str]:
    return sorted(_NUMBER.findall(question))
