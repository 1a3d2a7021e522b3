"""What a process of Footnote arranges before it does anything else."""

import atexit
import gc

# Importing what an answer needs makes objects by the hundred thousand, and nearly all stay. The
# collector would look for garbage among them at every 700 new ones, in vain.
_NEW_OBJECTS = 50_000


def spare_the_collector() -> None:
    """Have the garbage collector look less often, and not at all when the process ends.

    `benchmarks.start` shows what a command takes. The memory of a process that is ending is given
    back anyway; what has to be closed or written is, by those who opened it.
    """
    gc.set_threshold(_NEW_OBJECTS)
    atexit.register(gc.freeze)
