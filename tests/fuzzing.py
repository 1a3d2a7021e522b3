"""How often properties are tried: a little in every run of the tests, and much in `make trust`."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

Value = TypeVar("Value")

_QUICK, _LONG = 40, 3_000

tried = pytest.mark.parametrize(
    "examples", [_QUICK, pytest.param(_LONG, marks=pytest.mark.trust)], ids=["quick", "long"]
)


def holds(claim: Callable[[Value], None], of: st.SearchStrategy[Value], *, examples: int) -> None:
    """See that a claim holds of so many values; few are the same each time, many are others."""
    is_quick = examples <= _QUICK
    trial = settings(
        max_examples=examples,
        deadline=None,
        derandomize=is_quick,
        database=None,
        phases=[Phase.explicit, Phase.generate, Phase.target, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        print_blob=not is_quick,
    )
    trial(given(of)(claim))()
