"""The ways of answering that are compared, as rows of one table."""

from collections.abc import Callable, Mapping

from index.answer import Answer, Citation, Filters, Sentence
from index.library import Library
from index.scorecard.answers import Reply
from index.scorecard.questions import ScoredQuestion
from index.scorecard.systems import OURS

# LlamaIndex's CitationQueryEngine retrieves as many by default.
_QUOTED_WHOLE = 2


def _ask(library: Library) -> Reply:
    """Return what asks `Library.ask` on the day of the question."""
    return lambda question: library.ask(question.text, filters=Filters(as_of=question.as_of))


def _quote_whole(library: Library) -> Reply:
    """Return what gives the first passages whole, and never refuses."""

    def reply(question: ScoredQuestion) -> Answer:
        filters = Filters(as_of=question.as_of)
        found = library.search(question.text, limit=_QUOTED_WHOLE, filters=filters).passages
        citations = tuple(
            Citation(
                number=ranked.rank,
                quote=ranked.passage.text,
                start=ranked.passage.start,
                end=ranked.passage.end,
                article=ranked.passage.article,
            )
            for ranked in found
        )
        sentences = tuple(Sentence(" ".join(c.quote.split()), (c.number,)) for c in citations)
        return Answer(
            question=question.text,
            answered=bool(found),
            sentences=sentences,
            citations=citations,
        )

    return reply


REPLIES: Mapping[str, Callable[[Library], Reply]] = {
    OURS: _ask,
    "Top two passages whole": _quote_whole,
}
