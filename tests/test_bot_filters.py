"""The options of /ask mean what a person means by them."""

from datetime import date

import pytest

from bot.filters import chosen_filters
from bot.refusal import Refusal
from index.answer import Filters


def test_nothing_chosen_is_no_filter() -> None:
    """Nor is what was left blank."""
    assert chosen_filters(publisher=None, since=None, until=None) == Filters()
    assert chosen_filters(publisher="  ", since=" ", until="") == Filters()


def test_a_month_or_year_means_all_of_it() -> None:
    """From its first day to its last."""
    chosen = chosen_filters(publisher=" Kultura ", since="2023", until="2024-02")
    assert chosen.publisher == "Kultura"
    assert (chosen.since, chosen.until) == (date(2023, 1, 1), date(2024, 2, 29))
    same_day = chosen_filters(publisher=None, since="2024-11-18", until="2024-11-18")
    assert same_day.since == same_day.until == date(2024, 11, 18)


@pytest.mark.parametrize("text", ["yesterday", "18.11.2024", "2024-13", "0000", "99999"])
def test_what_is_no_date_is_named(text: str) -> None:
    """With the option it was typed for."""
    with pytest.raises(Refusal, match=f"^until is “{text}”"):
        chosen_filters(publisher=None, since=None, until=text)


def test_dates_in_the_wrong_order_are_refused() -> None:
    """Nothing would be left."""
    with pytest.raises(Refusal, match=r"since \(2025\) is after until \(2024-01\)"):
        chosen_filters(publisher=None, since="2025", until="2024-01")
