"""Which part of the collection a question is about: when published, by whom, how new."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.answer import Filters
from index.attribution import understand_publisher
from index.dates.timing import understand_timing


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where to look.

    ``filters`` say which articles may be used; their ``as_of`` is set. ``wanted`` are the days
    whose news the question's words ask for, a preference only: a later article may look back on
    them. ``newest_first`` says that new articles are likelier to answer. ``notices`` tell the asker
    what was understood.
    """

    filters: Filters
    asked: date
    wanted: tuple[date, date] | None = None
    newest_first: bool = False
    notices: tuple[str, ...] = ()

    def relaxed(self) -> Iterator["Scope"]:
        """Yield the same scope with fewer filters, for when they leave nothing; it says so."""
        publisher = self.filters.publisher
        has_dates = self.filters.since or self.filters.until
        if publisher:
            notice = f"Nothing by {publisher} matches: looking at every publisher."
            yield self._without(notice, publisher=None)
        if has_dates:
            notice = "Nothing of these dates matches: looking at every date."
            yield self._without(notice, since=None, until=None)
        if publisher and has_dates:
            notice = "Nothing matches these filters: looking at everything."
            yield self._without(notice, publisher=None, since=None, until=None)

    def _without(self, notice: str, **dropped: None) -> "Scope":
        return replace(self, filters=replace(self.filters, **dropped), notices=(notice,))


def understand_scope(
    text: str, filters: Filters, *, publishers: Sequence[str], today: date
) -> Scope:
    """Return what the question's words and the explicit filters say; the filters come first."""
    asked = filters.as_of or today
    timing = understand_timing(text, asked=asked)
    wanted, spoken = timing.wanted, timing.spoken
    if filters.since or filters.until or (wanted and wanted[0] > asked):
        wanted = spoken = None
    publisher = filters.publisher or understand_publisher(text, publishers)
    notices = [f"Looking at {spoken}."] if spoken else []
    if publisher and not filters.publisher:
        notices.append(f"Looking at what {publisher} published.")
    looks_back = wanted is not None and wanted[1] < asked and not timing.recent
    return Scope(
        filters=replace(filters, as_of=asked, publisher=publisher),
        asked=asked,
        wanted=wanted,
        newest_first=not looks_back and (filters.as_of is not None or timing.recent),
        notices=tuple(notices),
    )
