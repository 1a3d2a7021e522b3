"""What a backup looks like: a compressed tar file, whose last member tells what belongs into it."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Self

from bot.state.place import FILE
from index.collection import COLLECTIONS, ID

# Raised whenever a backup is laid out differently.
FORMAT = 1
LABEL = "backup.json"
DATABASE = FILE

# No part is hidden, so that none is ".." and a path of this form stays below the folder it is
# joined to.
_PART = r"[^./\\\0][^/\\\0]*"
_ARTICLE = re.compile(rf"{COLLECTIONS}/{ID}/articles/{_PART}(?:/{_PART})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a backup says of itself: its layout, when it was made (UTC), its files' SHA-256."""

    format: int
    made: str
    files: Mapping[str, str]

    @classmethod
    def read(cls, content: bytes) -> Self:
        """Return the label that was written so.

        Raises:
            ValueError: it is no label, or that of another layout.
        """
        try:
            fields = json.loads(content)
            layout = fields["format"]
            label = cls(format=layout, made=str(fields["made"]), files=dict(fields["files"]))
        except (LookupError, TypeError) as error:
            raise ValueError("its label can't be read") from error
        if layout != FORMAT:
            raise ValueError(f"its layout is {layout!r}, and this Footnote reads {FORMAT}")
        return label

    def to_bytes(self) -> bytes:
        """Return the label as it is written."""
        return json.dumps(asdict(self), indent=1).encode()

    @property
    def collections(self) -> list[str]:
        """The ids of the servers whose own articles are in the backup."""
        articles = (name.split("/") for name in self.files if belongs(name) and name != DATABASE)
        return sorted({parts[1] for parts in articles})


def belongs(name: str) -> bool:
    """Tell whether a file of this name may be in a backup; none of them leads anywhere else."""
    return name == DATABASE or _ARTICLE.fullmatch(name) is not None
