"""What is told of an index."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What is indexed, with what, and how fresh it is; ``built`` is UTC."""

    articles: int
    passages: int
    generation: str
    built: datetime
    embedder: str
    store: str
    newest: str | None

    def to_json(self) -> dict[str, Any]:
        """Return the fields under their names."""
        return asdict(self) | {"built": self.built.isoformat()}
