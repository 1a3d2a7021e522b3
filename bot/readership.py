"""Which articles may be shown where: the one place of Discord's side that decides it."""

from index.library import Library


def readable_in(server: int | None, library: Library) -> Library:
    """Return everyone's articles with the server's own; in direct messages everyone's alone."""
    return library.of(None if server is None else str(server))
