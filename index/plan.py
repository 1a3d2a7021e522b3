"""What a rebuild does, as a value that can be looked at before anything is done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from index.errors import ArticleError


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which article ids a rebuild adds, changes, removes and leaves as they are."""

    added: frozenset[str]
    changed: frozenset[str]
    removed: frozenset[str]
    unchanged: frozenset[str]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.added or self.changed or self.removed)


def plan(stored: Mapping[str, str], wanted: Mapping[str, str]) -> Plan:
    """Compare fingerprints by article id: what is stored against what is wanted."""
    both = stored.keys() & wanted.keys()
    changed = frozenset(key for key in both if stored[key] != wanted[key])
    return Plan(
        added=frozenset(wanted.keys() - stored.keys()),
        changed=changed,
        removed=frozenset(stored.keys() - wanted.keys()),
        unchanged=frozenset(both - changed),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a rebuild would do: the paths of the articles it would add, change and remove.

    ``makes_anew`` says that a generation would be written at all; that may be so although no
    article changed, where the articles have moved to another place.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    failed: tuple[ArticleError, ...]
    makes_anew: bool

    @classmethod
    def of(
        cls,
        todo: Plan,
        *,
        stored: Mapping[str, str],
        wanted: Mapping[str, str],
        failed: Iterable[ArticleError],
        makes_anew: bool,
    ) -> "Preview":
        """Return the plan with the paths, given by id, in place of the ids."""
        return cls(
            added=tuple(sorted(wanted[key] for key in todo.added)),
            changed=tuple(sorted(wanted[key] for key in todo.changed)),
            removed=tuple(sorted(stored[key] for key in todo.removed)),
            unchanged=len(todo.unchanged),
            failed=tuple(failed),
            makes_anew=makes_anew,
        )

    def to_json(self) -> dict[str, Any]:
        """Return the numbers under the names that a rebuild's report has, and the paths."""
        paths = {"added": self.added, "changed": self.changed, "removed": self.removed}
        return {
            "dry_run": True,
            **{name: len(each) for name, each in paths.items()},
            "unchanged": self.unchanged,
            "failed": [{"path": error.path, "reason": error.reason} for error in self.failed],
            "paths": {name: list(each) for name, each in paths.items()},
            "makes_anew": self.makes_anew,
        }
