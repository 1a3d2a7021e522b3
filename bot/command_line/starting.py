"""What a process of Footnote arranges before it does anything else."""

import atexit
import gc

# Importing what an answer needs makes a million objects that all stay. By default the collector
# looks for garbage among them once in 700, hundreds of times, and finds none.
_NEW_OBJECTS = 50_000


def spare_the_collector() -> None:
    """Have the garbage collector look less often, and not at all when the process ends.

    `benchmarks/start.py` shows what that is worth. The memory of a process that is ending is given
    back anyway; what has to be closed or written is, by those who opened it.
    """
    gc.set_threshold(_NEW_OBJECTS)
    atexit.register(gc.freeze)
