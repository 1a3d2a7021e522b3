"""What the index held when, and which answers fit that."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from benchmarks.soak.asking import Observation
from benchmarks.soak.springs import Versions

TAKEN_UP_WITHIN = 2.0  # seconds after a rebuild

Fault = Literal["error", "mixed", "stale", "unanswered"]


@dataclass(slots=True, kw_only=True)
class State:
    """The articles that a rebuild brought: possible from its start, certain from its end."""

    versions: Versions
    began: float
    finished: float | None = None

    def fits(self, observation: Observation) -> bool:
        """Tell whether everything that was told may come from this state alone."""
        listed = observation.listed
        return all(self.versions.get(name) == version for name, version in observation.told) and (
            listed is None or set(listed) == self.versions.keys()
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with an answer, and how many seconds after a rebuild it knew nothing of it."""

    fault: Fault | None = None
    behind: float = 0.0


@dataclass(slots=True)
class History:
    """The states of the index, oldest first."""

    states: list[State] = field(default_factory=list)

    def judge(self, observation: Observation) -> Verdict:
        """Return what is to be said of an answer."""
        if observation.error:
            return Verdict("error")
        possible = [state for state in self.states if state.began <= observation.ended]
        fitting = (at for at in reversed(range(len(possible))) if possible[at].fits(observation))
        newest = next(fitting, None)
        if newest is None:
            return Verdict("mixed")
        behind = _behind(possible[newest + 1 :], observation.began)
        if behind > TAKEN_UP_WITHIN:
            return Verdict("stale", behind)
        if observation.asked and not observation.told and _is_known(possible, observation):
            return Verdict("unanswered", behind)
        return Verdict(None, behind)


def _behind(newer: Sequence[State], moment: float) -> float:
    """Return for how long the first of the newer states had been there by then."""
    finished = next((state.finished for state in newer if state.finished is not None), moment)
    return max(0.0, moment - finished)


def _is_known(possible: Sequence[State], observation: Observation) -> bool:
    """Tell whether the article asked about is in every state that may have been asked."""
    last = 0
    for place, state in enumerate(possible):
        if state.finished is not None and state.finished < observation.began - TAKEN_UP_WITHIN:
            last = place
    return all(observation.asked in state.versions for state in possible[last:])
