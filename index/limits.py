"""What a process may take, set by itself before it reads what strangers wrote."""

from contextlib import suppress


def limit_itself(*, seconds: int, memory: int) -> None:
    """See that this process is ended beyond so many seconds of a core, or gets no more bytes.

    Both may be set anew, higher too, within limits that hold already.
    """
    with suppress(ImportError):  # not every system has them
        import resource

        _limit(resource.RLIMIT_CPU, seconds)
        _limit(resource.RLIMIT_AS, memory)


def _limit(kind: int, most: int) -> None:
    import resource

    _, highest = resource.getrlimit(kind)
    within = most if highest == resource.RLIM_INFINITY else min(most, highest)
    with suppress(ValueError, OSError):  # macOS has no limit of memory
        resource.setrlimit(kind, (within, highest))
