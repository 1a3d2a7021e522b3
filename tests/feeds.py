"""Feeds for tests."""

from collections.abc import Iterable


def rss(urls: Iterable[str], *, title: str = "The Harbour Post", ttl: int | None = None) -> str:
    """Return a feed whose entries lead to the addresses, undated, the newest first."""
    every = f"<ttl>{ttl}</ttl>" if ttl else ""
    items = "".join(
        f"<item><title>Item {number}</title><link>{url}</link><guid>{url}</guid></item>"
        for number, url in enumerate(urls)
    )
    return f'<rss version="2.0"><channel><title>{title}</title>{every}{items}</channel></rss>'
