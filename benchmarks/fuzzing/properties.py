"""The properties of which tests see that they hold, found by how they are tried."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import product
from typing import Any

# Text and bytes in, and code of our own that decides by them.
_MODULES = ("tests.test_fuzz_text", "tests.test_fuzz_reading")
_TRIED = "examples"  # the argument by which `tests.fuzzing.tried` tells how often


@dataclass(frozen=True, slots=True)
class Property:
    """A test of a property; ``choice`` tells which of its parameters' values are meant."""

    module: str
    test: str
    choice: int

    def __str__(self) -> str:
        place = f"[{self.choice}]" if self.choice else ""
        return f"{self.module.removeprefix('tests.')}::{self.test}{place}"

    def run(self, holds: Any) -> None:
        """Run the test with another function in the place of `tests.fuzzing.holds`."""
        module = import_module(self.module)
        vars(module)["holds"] = holds
        test = vars(module)[self.test]
        test(**_choices(test)[self.choice], **{_TRIED: 1})


def properties() -> Iterator[Property]:
    """Yield every property, in the order of the files."""
    for name in _MODULES:
        for test, function in vars(import_module(name)).items():
            if test.startswith("test_") and any(_TRIED in axis for axis in _axes(function)):
                yield from (Property(name, test, n) for n in range(len(_choices(function))))


def _axes(test: Any) -> dict[str, list[Any]]:
    """Return the values of each parameter."""
    marks = [mark for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    return {
        mark.args[0]: [getattr(value, "values", (value,))[0] for value in mark.args[1]]
        for mark in marks
    }


def _choices(test: Any) -> list[dict[str, Any]]:
    """Return the values that parameters may have together."""
    axes = {name: values for name, values in _axes(test).items() if name != _TRIED}
    return [dict(zip(axes, values, strict=True)) for values in product(*axes.values())]
