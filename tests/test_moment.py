"""A sentence dates what it tells only where it says so exactly and of nothing else."""

import pytest

from index.dates.moment import moment_told


@pytest.mark.parametrize(
    ("sentence", "when"),
    [
        ("Ukraine struck the bridge on June 3, 2025.", "2025-06-03"),
        ("On 14 May 2024 the tram carried its first passengers.", "2024-05-14"),
        ("In November 2022 the general spoke of talks.", "2022-11"),
        ("He spoke at the beginning of November 2023.", "2023-11"),
        ("They met on 3 and 4 March 2021 in Velden.", "2021-03"),
    ],
)
def test_an_exact_date_is_found(sentence: str, when: str) -> None:
    """To the day or the month, with its year."""
    moment = moment_told(sentence)
    assert moment
    assert str(moment.when) == when


@pytest.mark.parametrize(
    "sentence",
    [
        "The town has 900 trams.",
        "The theatre opens on 9 December.",
        "The league was founded in 1953.",
        "It was the biggest attack since the invasion began in February 2022.",
        "The army will be free by the end of May 2024.",
        "He recalled that the bridge fell on 3 June 2025.",
        "It rained on 3 June 2024 and on 5 June 2024.",
        "The fair lasted from 30 May to 2 June 2024.",
    ],
)
def test_a_doubtful_date_is_none(sentence: str) -> None:
    """Without a year, of another event, one of several, or no single month: it dates nothing."""
    assert moment_told(sentence) is None
