"""What somebody narrowed a question to, read from the options they typed."""

from bot.refusal import Refusal
from index.answer import Filters
from index.dates.partial_date import PartialDate
from index.question import on_one_line


def chosen_filters(*, publisher: str | None, since: str | None, until: str | None) -> Filters:
    """Return the filters that the options mean; a month or year means all of it.

    Raises:
        Refusal: a date isn't one, or they are in the wrong order.
    """
    first, last = _date("since", since), _date("until", until)
    filters = Filters(
        publisher=on_one_line(publisher or "") or None,
        since=first.earliest if first else None,
        until=last.latest if last else None,
    )
    if filters.since and filters.until and filters.since > filters.until:
        raise Refusal(f"since ({since}) is after until ({until}): exchange them.")
    return filters


def _date(option: str, text: str | None) -> PartialDate | None:
    if not text or text.isspace():
        return None
    try:
        return PartialDate.parse(text)
    except ValueError:
        raise Refusal(
            f"{option} is “{text}”, no date I can read: write 2024-11-18, 2024-11 or 2024."
        ) from None
