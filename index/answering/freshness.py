"""What an asker must know of how old the cited articles are."""

from collections.abc import Iterable

from index.answer import Citation
from index.scope import Scope

UNDATED = "None of the sources says when it was published."
# News of this many days ago is still news to most who ask how things stand.
_STILL_NEW = 60  # days
_DAYS_A_MONTH = 365.25 / 12
# From this many months on, a length of time is told in years.
_TOLD_IN_YEARS = 18
_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()


def freshness_notices(citations: Iterable[Citation], scope: Scope) -> tuple[str, ...]:
    """Return the one notice that the age of what is cited calls for, if it calls for any.

    Old articles are worth a word only where the question asks for the newest ones; who asks of
    2022 wants those of 2022.
    """
    articles = [citation.article for citation in citations]
    dates = [article.published for article in articles if article.published]
    if not dates:
        return (UNDATED,) if articles else ()
    newest = max(dates, key=lambda published: published.latest)
    age = (scope.asked - newest.latest).days
    if not scope.newest_first or age <= _STILL_NEW:
        return ()
    return (f"The newest source is from {newest.spoken}, {_spoken(age)} before the day of asking.",)


def _spoken(days: int) -> str:
    """Return a length of time in whole months or years: "five months", "four years"."""
    months = round(days / _DAYS_A_MONTH)
    count, unit = (months, "month") if months < _TOLD_IN_YEARS else (round(months / 12), "year")
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return f"{number} {unit}s"
