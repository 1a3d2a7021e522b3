"""Whether this process may open files, asked where a failure to read may be for want of that."""

import errno
import os

_USED_UP = {errno.EMFILE, errno.ENFILE}
# To open a segment takes about a dozen at once.
_NEEDED = 16


def handles_are_used_up() -> bool:
    """Tell whether too few files can be opened for reading an index."""
    opened: list[int] = []
    try:
        for _ in range(_NEEDED):
            opened.append(os.open(os.devnull, os.O_RDONLY))  # noqa: PERF401 (closed if one fails)
    except OSError as error:
        return error.errno in _USED_UP
    finally:
        for handle in opened:
            os.close(handle)
    return False
