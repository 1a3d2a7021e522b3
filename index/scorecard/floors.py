"""Floors: what each of Footnote's own measures must reach, kept in a JSON file by question set."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from index.errors import ConfigurationError
from index.scorecard.measures import Estimate
from index.scorecard.scorecard import Scorecard

Floors = Mapping[str, Mapping[str, float]]
"""By the question set's name and the measure's."""

FloorChange = Literal["raise", "set"]

_DECIMALS = 4
# Processors round quantised weights differently, which may turn a question or two.
_SLACK = 2
# What holds by construction has no slack.
_EXACT = {"supported"}
# Longer is not better.
_UNGUARDED = {"sentences", "words"}


def guard(
    path: Path, scorecards: Sequence[Scorecard], *, change: FloorChange | None = None
) -> list[str]:
    """Name every measure that is below its floor, or has one and wasn't measured.

    Args:
        path: The file of floors.
        scorecards: What was measured; floors of other question sets stay as they are.
        change: Whether the file's floors are raised to what was measured, or set to it even where
            that is lower, before they are compared; None leaves the file alone.

    Raises:
        ConfigurationError: the file isn't there, or holds something else.
    """
    floors = {} if change and not path.exists() else _load(path)
    if change:
        floors = dict(floors) | {
            card.name: _changed(floors.get(card.name, {}), _reachable(card), change)
            for card in scorecards
        }
        _save(path, floors)
    return [text for card in scorecards for text in _shortfalls(card, floors.get(card.name, {}))]


def _load(path: Path) -> Floors:
    try:
        floors: Floors = json.loads(path.read_text("utf-8"))
        return {name: {k: float(v) for k, v in of_set.items()} for name, of_set in floors.items()}
    except FileNotFoundError:
        raise ConfigurationError(f"There is no {path}: --update-floors writes it.") from None
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise ConfigurationError(f"{path} holds no floors ({error}): mend or remove it.") from None


def _save(path: Path, floors: Floors) -> None:
    path.write_text(json.dumps(floors, indent=2, sort_keys=True) + "\n", "utf-8")


def _measured(card: Scorecard) -> dict[str, float]:
    return {
        name: round(estimate.mean, _DECIMALS)
        for name, estimate in card.ours.items()
        if name not in _UNGUARDED
    }


def _reachable(card: Scorecard) -> dict[str, float]:
    """Return the floors that what was measured sets: lower by the questions that may turn."""
    return {
        name: value if name in _EXACT else _with_slack(card.ours[name])
        for name, value in _measured(card).items()
    }


def _with_slack(estimate: Estimate) -> float:
    # Rounded once: a floor rounded up would be above what so many questions come to.
    return round(max(0.0, estimate.mean - _SLACK / estimate.questions), _DECIMALS)


def _changed(
    old: Mapping[str, float], measured: Mapping[str, float], change: FloorChange
) -> Mapping[str, float]:
    if change == "set":
        return measured
    return {**old, **{name: max(value, old.get(name, value)) for name, value in measured.items()}}


def _shortfalls(card: Scorecard, floors: Mapping[str, float]) -> list[str]:
    measured = _measured(card)
    return [
        f"{card.name}: {name} is {measured.get(name, 'not measured')}, and its floor {floor}"
        for name, floor in floors.items()
        if measured.get(name, -1.0) < floor
    ]
