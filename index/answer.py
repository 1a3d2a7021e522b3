"""Answers: sentences with numbered citations, or an honest no."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Self

from index.article import Passage, Reference, publisher_key
from index.dates.partial_date import PartialDate

Mode = Literal["quotes", "language model"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a question may be narrowed to; ``as_of`` is the day on which it is asked."""

    as_of: date | None = None
    since: date | None = None
    until: date | None = None
    publisher: str | None = None

    def admits(self, article: Reference) -> bool:
        """Tell whether an article may be used.

        A vague date passes where any day it may mean does. Nothing published after ``as_of`` can
        have been known then; an undated article passes unless ``since`` or ``until`` is given.
        """
        if self.publisher and publisher_key(article.publisher or "") != publisher_key(
            self.publisher
        ):
            return False
        published = article.published
        if published is None:
            return self.since is None and self.until is None
        return not (
            (self.as_of and published.earliest > self.as_of)
            or (self.since and published.latest < self.since)
            or (self.until and published.earliest > self.until)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A numbered quote: ``quote`` is the article's ``text[start:end]``.

    ``before`` and ``after`` are the words around it, kept so that the quote can be shown in its
    context however the collection changes later.
    """

    number: int
    quote: str
    start: int
    end: int
    article: Reference
    before: str = ""
    after: str = ""
    link: str | None = None

    def is_from(self, passage: Passage) -> bool:
        """Tell whether a part of the quote is in the passage."""
        is_same = self.article.id == passage.article.id
        return is_same and self.start < passage.end and passage.start < self.end

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> Self:
        """Read the contract's citation shape back."""
        return cls(**fields | {"article": Reference.from_json(fields["article"])})

    def to_json(self) -> dict[str, Any]:
        """Return the contract's citation shape, with the context added."""
        return {
            "number": self.number,
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "link": self.link,
            "before": self.before,
            "after": self.after,
            "article": self.article.to_json(),
        }


def by_article(citations: Iterable[Citation]) -> dict[Reference, list[Citation]]:
    """Return the citations from each article, in order."""
    gathered: dict[Reference, list[Citation]] = {}
    for citation in citations:
        gathered.setdefault(citation.article, []).append(citation)
    return gathered


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer with the numbers of the citations that back it."""

    text: str
    citations: tuple[int, ...]
    supported: bool = True

    @property
    def marked(self) -> str:
        """The sentence with its [1] markers behind it."""
        return self.text + "".join(f" [{number}]" for number in self.citations)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Cited figures that disagree, oldest first.

    ``over_time`` tells that they were published so far apart that the figure may have changed.
    """

    statement: str
    citations: tuple[int, ...]
    over_time: bool = False

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> Self:
        """Read the contract's conflict shape back."""
        return cls(fields["statement"], tuple(fields["citations"]), fields["over_time"])

    @property
    def told(self) -> str:
        """The statement, with what it is to a reader in front."""
        return f"{'Over time' if self.over_time else 'Sources disagree'}: {self.statement}"

    def to_json(self) -> dict[str, Any]:
        """Return the contract's conflict shape, with whether it is one over time added."""
        return {
            "statement": self.statement,
            "citations": list(self.citations),
            "over_time": self.over_time,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a question got: sentences with citations, or the sentence that says there are none.

    ``closest`` are passages offered where nothing answers; they are no citations. ``understood_as``
    is the question that was answered, where the one that was typed leaned on those before it.
    """

    question: str
    answered: bool
    sentences: tuple[Sentence, ...]
    id: str = ""
    citations: tuple[Citation, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    notices: tuple[str, ...] = ()
    closest: tuple[Citation, ...] = ()
    mode: Mode = "quotes"
    seconds: float = 0.0
    question_id: str | None = None
    understood_as: str | None = None

    @property
    def whole_question(self) -> str:
        """The question so that it can be understood alone."""
        return self.understood_as or self.question

    @property
    def text(self) -> str:
        """The answer in one paragraph, with its markers."""
        return " ".join(sentence.marked for sentence in self.sentences)

    @property
    def as_of(self) -> PartialDate | None:
        """The newest publication date among the cited articles."""
        dates = [c.article.published for c in self.citations if c.article.published]
        return max(dates, default=None)

    @classmethod
    def from_json(cls, fields: dict[str, Any]) -> Self:
        """Read the contract's answer shape back."""
        return cls(
            id=fields["id"],
            question_id=fields["question_id"],
            question=fields["question"],
            answered=fields["answered"],
            sentences=tuple(
                Sentence(s["text"], tuple(s["citations"]), s["supported"])
                for s in fields["sentences"]
            ),
            citations=tuple(Citation.from_json(c) for c in fields["citations"]),
            conflicts=tuple(map(Conflict.from_json, fields["conflicts"])),
            notices=tuple(fields["notices"]),
            closest=tuple(Citation.from_json(c) for c in fields["closest"]),
            mode=fields["mode"],
            seconds=fields["seconds"],
            understood_as=fields.get("understood_as"),
        )

    def to_json(self) -> dict[str, Any]:
        """Return the contract's answer shape, with a few fields added."""
        return {
            "id": self.id,
            "question_id": self.question_id,
            "question": self.question,
            "understood_as": self.understood_as,
            "answered": self.answered,
            "answer": self.text,
            "sentences": [
                {"text": s.text, "citations": list(s.citations), "supported": s.supported}
                for s in self.sentences
            ],
            "citations": [citation.to_json() for citation in self.citations],
            "as_of": str(self.as_of) if self.as_of else None,
            "conflicts": [conflict.to_json() for conflict in self.conflicts],
            "notices": list(self.notices),
            "closest": [citation.to_json() for citation in self.closest],
            "mode": self.mode,
            "seconds": round(self.seconds, 4),
        }


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage with its place and score in a search."""

    rank: int
    score: float
    passage: Passage

    def to_json(self) -> dict[str, Any]:
        """Return the contract's shape of one search result."""
        return {
            "rank": self.rank,
            "score": round(self.score, 4),
            "text": self.passage.text,
            "start": self.passage.start,
            "end": self.passage.end,
            "article": self.passage.article.to_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """The ranked passages for a question."""

    question: str
    passages: tuple[RankedPassage, ...]
    notices: tuple[str, ...] = ()
    seconds: float = 0.0
    question_id: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the contract's search shape."""
        return {
            "question_id": self.question_id,
            "question": self.question,
            "passages": [passage.to_json() for passage in self.passages],
            "notices": list(self.notices),
            "seconds": round(self.seconds, 4),
        }
