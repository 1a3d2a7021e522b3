"""Collections: the articles that belong to one server alone."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from index.errors import CollectionError

# Discord's ids are digits. Small letters only: some file systems take "A" and "a" for one name.
_ID = re.compile(r"[0-9a-z]{1,40}")


@dataclass(frozen=True, slots=True)
class Collection:
    """One server's own articles and the index of them, both in ``folder``."""

    id: str
    folder: Path

    @classmethod
    def named(cls, collection_id: str, *, data: Path) -> Self:
        """Return the collection of this id below DATA_DIR, whether or not there is anything in it.

        Raises:
            CollectionError: the id could lead to another folder than its own.
        """
        if not _ID.fullmatch(collection_id):
            raise CollectionError(
                f"{collection_id!r} is no collection's id: that is up to 40 digits and small "
                "letters, such as a Discord server's id."
            )
        return cls(collection_id, data / "collections" / collection_id)

    @property
    def articles(self) -> Path:
        """The folder of the files as they were added."""
        return self.folder / "articles"

    @property
    def exists(self) -> bool:
        """Whether anything was ever added to it."""
        return self.articles.is_dir()
