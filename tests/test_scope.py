"""Where to look is read off a question, and explicit filters come first."""

from datetime import date

from index.answer import Filters
from index.scope import Scope, understand_scope

TODAY = date(2024, 11, 20)
PUBLISHERS = ["Evening Dispatch", "The Moravian Post"]


def _scope(text: str, **filters: object) -> Scope:
    return understand_scope(
        text,
        Filters(**filters),  # type: ignore[arg-type]
        publishers=PUBLISHERS,
        today=TODAY,
    )


def test_nothing_said_is_nothing_preferred() -> None:
    """Without a day or a word of time, only what can't have been known is left out."""
    scope = _scope("Who is the mayor of Želivov?")
    assert scope.filters == Filters(as_of=TODAY)
    assert (scope.wanted, scope.newest_first, scope.notices) == (None, False, ())


def test_named_days_are_preferred_and_said() -> None:
    """They don't filter: a later article may look back on them."""
    scope = _scope("What did Tram 9 cost in May 2024?")
    assert scope.wanted == (date(2024, 5, 1), date(2024, 5, 31))
    assert scope.notices == ("Looking at May 2024.",)
    assert scope.filters.since is None
    assert not scope.newest_first


def test_what_is_new_is_asked_for_by_words_or_by_the_day() -> None:
    """The word "latest" says so, and so does whoever gives the day of asking."""
    assert _scope("What is the latest on Tram 9?").newest_first
    assert _scope("Who rode Tram 9?", as_of=date(2024, 5, 15)).newest_first


def test_a_named_publisher_filters_and_is_said() -> None:
    """Under the name that the index knows it by."""
    scope = _scope("According to the Evening Dispatch, what did the tram cost?")
    assert scope.filters.publisher == "Evening Dispatch"
    assert "Looking at what Evening Dispatch published." in scope.notices


def test_explicit_filters_come_first() -> None:
    """What the words say of the same thing isn't heard, and nothing is said of it."""
    scope = _scope(
        "According to the Evening Dispatch, what happened in May 2024?",
        since=date(2024, 9, 1),
        publisher="The Moravian Post",
    )
    assert scope.filters.publisher == "The Moravian Post"
    assert scope.filters.since == date(2024, 9, 1)
    assert (scope.wanted, scope.notices) == (None, ())


def test_filters_that_leave_nothing_are_relaxed_one_after_another() -> None:
    """Each time with a notice; the day of asking stays."""
    scope = _scope("What happened?", publisher="Evening Dispatch", until=date(2024, 1, 1))
    relaxed = list(scope.relaxed())
    assert [(item.filters.publisher, item.filters.until) for item in relaxed] == [
        (None, date(2024, 1, 1)),
        ("Evening Dispatch", None),
        (None, None),
    ]
    assert all(item.filters.as_of == TODAY and len(item.notices) == 1 for item in relaxed)


def test_without_filters_there_is_nothing_to_relax() -> None:
    """An empty search stays empty."""
    assert list(_scope("What happened?").relaxed()) == []


def test_one_filter_is_dropped_once() -> None:
    """No search is tried twice."""
    assert len(list(_scope("What happened?", until=date(2024, 1, 1)).relaxed())) == 1
    assert len(list(_scope("What happened?", publisher="Evening Dispatch").relaxed())) == 1
