"""What tells the bot to stop, and what comes of that before it runs."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Have SIGTERM and SIGINT end the process at once, and well, until the end of the block.

    While the bot is being put together there is nothing yet that it would have to finish.
    """

    def end(*_: object) -> None:
        os._exit(0)

    earlier = {number: signal.signal(number, end) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)
