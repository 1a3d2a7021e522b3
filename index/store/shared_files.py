"""Which files of DATA_DIR are the index itself: what other machines may have, and nothing else."""

import re

from index.collection import COLLECTIONS, ID
from index.errors import IndexDamaged

_NUMBER = r"\d{6,12}"
_FILE = r"(?:SHA256SUMS|segment\.json|catalogue\.sqlite|(?:passages|articles)/\.?\w[\w.-]*)"
# No alternative matches "..", so that a path of this form stays below the folder it is joined to.
_SHARED = re.compile(
    rf"(?:{COLLECTIONS}/{ID}/)?"
    rf"(?:CURRENT|generations/{_NUMBER}\.json|segments/{_NUMBER}-[\da-f]{{8}}/{_FILE})",
    re.ASCII,
)


def is_shared(path: str) -> bool:
    """Tell whether a path below DATA_DIR is one of those files', on this machine or another."""
    return _SHARED.fullmatch(path) is not None


def require_shared(path: str) -> str:
    """Return a path that another machine named, if it is one of those files'.

    Raises:
        IndexDamaged: it is not.
    """
    if not is_shared(path):
        raise IndexDamaged(f"INDEX_URL names {path!r}, which is no file of an index: correct it.")
    return path
