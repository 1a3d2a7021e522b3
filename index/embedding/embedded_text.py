"""What of a passage is turned into its vector."""

from index.article import Reference


def embedded_text(article: Reference, passage: str) -> str:
    """Return what stands for a passage in the embedding: its article's headline and its words."""
    return f"{article.headline}\n{passage}" if article.headline else passage
