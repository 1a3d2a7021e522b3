"""Memory that was freed, given back to the system."""

import ctypes


def give_back_memory() -> None:
    """Have the C library return what is free, where it can.

    glibc keeps it, in pieces between others that are used: a process that opens one generation
    after another would seem to grow with each.
    """
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):  # other C libraries give it back themselves, or never
        return
    trim(0)
