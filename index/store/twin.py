"""A copy of a segment, for when its own folder can't be written to.

Both engines write where they only read: tantivy takes a lock beside its index, Chroma notes in its
database that it was opened. On a full disk, or one that may only be read, they read a copy.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from index.errors import ConfigurationError

# One page: a file without content may find room on a full disk.
_PROBE = bytes(4096)


def is_writable(directory: Path) -> bool:
    """Tell whether a little can be written to a folder now; nothing of it stays."""
    try:
        with tempfile.TemporaryFile(dir=directory, buffering=0) as probe:
            probe.write(_PROBE)
    except OSError:
        return False
    return True


@contextmanager
def copied(directory: Path) -> Iterator[Path]:
    """Lend a copy of a segment among the temporary files.

    Raises:
        ConfigurationError: there is no room for it.
    """
    with ExitStack() as held:
        try:
            twin = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="footnote-")))
            for path in sorted(directory.rglob("*")):
                copy = twin / path.relative_to(directory)
                copy.mkdir() if path.is_dir() else shutil.copyfile(path, copy)
        except OSError as error:
            raise ConfigurationError(
                f"Nothing can be written to {directory}, and the index in it can't be copied to "
                f"{tempfile.gettempdir()} either ({error.strerror or error}): make room on one of "
                "them."
            ) from error
        yield twin
