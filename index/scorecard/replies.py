"""The ways of answering that are compared, as rows of one table."""

from collections.abc import Callable, Mapping

from index.answer import Filters
from index.scorecard.answers import Reply
from index.scorecard.systems import OURS, Workbench


def _ask(bench: Workbench) -> Reply:
    """Return what asks `Library.ask` on the day of the question."""
    return lambda question: bench.library.ask(question.text, filters=Filters(as_of=question.as_of))


def _quote_whole(bench: Workbench) -> Reply:
    """Return what gives the first passages whole, as LlamaIndex offers them to be cited."""
    return bench.stock.quoter()


REPLIES: Mapping[str, Callable[[Workbench], Reply]] = {
    OURS: _ask,
    "LlamaIndex, passages whole": _quote_whole,
}
