"""Collections: the articles that belong to one server alone."""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Self

from index.errors import CollectionError

COLLECTIONS = "collections"
# Discord's ids are digits. Small letters only: some file systems take "A" and "a" for one name.
ID = r"[0-9a-z]{1,40}"
_ID = re.compile(ID)


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
        return cls(collection_id, data / COLLECTIONS / collection_id)

    @classmethod
    def all_in(cls, data: Path) -> list[Self]:
        """Return every collection below DATA_DIR that something was added to, by id."""
        names = sorted(path.name for path in (data / COLLECTIONS).glob("*"))
        found = (cls.named(name, data=data) for name in names if _ID.fullmatch(name))
        return [collection for collection in found if collection.exists]

    @property
    def articles(self) -> Path:
        """The folder of the files as they were added."""
        return self.folder / "articles"

    @property
    def exists(self) -> bool:
        """Whether anything was ever added to it."""
        return self.articles.is_dir()


def rebuild_command(path: Path, *options: str) -> str:
    """Return what is typed to rebuild the index that something below DATA_DIR belongs to."""
    inside = [after for folder, after in pairwise(path.parts) if folder == COLLECTIONS]
    collection = [f"--collection {inside[-1]}"] if inside and _ID.fullmatch(inside[-1]) else []
    return f"`{' '.join(['footnote rebuild', *collection, *options])}`"
