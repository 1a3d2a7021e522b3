"""Whether this process may open files, asked where a failure to read may be for want of that."""

import errno
import os

_USED_UP = {errno.EMFILE, errno.ENFILE}
# To open a segment takes about a dozen at once.
_FOR_A_SEGMENT = 16
FOR_AN_EVENT_LOOP = 4


def handles_are_used_up(needed: int = _FOR_A_SEGMENT) -> bool:
    """Tell whether so many files can't be opened any more; without a number, to read an index."""
    opened: list[int] = []
    try:
        for _ in range(needed):
            opened.append(os.open(os.devnull, os.O_RDONLY))  # noqa: PERF401 (closed if one fails)
    except OSError as error:
        return error.errno in _USED_UP
    finally:
        for handle in opened:
            os.close(handle)
    return False
