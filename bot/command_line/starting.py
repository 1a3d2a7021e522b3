"""What a process of Footnote arranges before it does anything else."""

import atexit
import ctypes
import gc

# Importing what an answer needs makes objects by the hundred thousand, and nearly all stay. The
# collector would look for garbage among them at every 700 new ones, in vain.
_NEW_OBJECTS = 50_000

# glibc gives threads heaps of their own, up to eight a core, and what is free in one is of no use
# to the others. Every segment that is opened brings threads that end with it: a process that
# follows rebuilds for minutes would come to hold tens of megabytes of nothing.
_HEAPS = 2
_M_ARENA_MAX = -8  # malloc.h


def spare_the_collector() -> None:
    """Have the garbage collector look less often, and not at all when the process ends.

    `benchmarks.start` shows what a command takes. The memory of a process that is ending is given
    back anyway; what has to be closed or written is, by those who opened it.
    """
    gc.set_threshold(_NEW_OBJECTS)
    atexit.register(gc.freeze)


def share_heaps() -> None:
    """Have all threads share two heaps, where the C library is one that would give them more.

    `benchmarks.soak` shows what becomes of a process's memory.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # not glibc
        return
    mallopt(_M_ARENA_MAX, _HEAPS)
