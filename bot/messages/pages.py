"""Blocks of text divided over messages, each within what one message may hold."""

from collections.abc import Iterable
from dataclasses import dataclass

# Discord allows 4,000 characters in the components of a message
# (https://docs.discord.com/developers/components/reference#text-display). The rest is left for
# those beyond 16 bits, such as emoji, which may be counted twice.
PAGE_LIMIT = 3_800

Page = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Pieces of text that belong together; a page may end between two of them, never inside one.

    No piece is longer than PAGE_LIMIT.
    """

    pieces: tuple[str, ...]
    joint: str = "\n"


def paginate(blocks: Iterable[Block]) -> list[Page]:
    """Return the texts of each page, one for every block that has a piece on it."""
    pages: list[list[str]] = [[]]
    for block in blocks:
        begun = False
        for piece in filter(None, block.pieces):
            texts = pages[-1]
            if sum(map(len, texts)) + len(block.joint + piece) > PAGE_LIMIT:
                pages.append([piece])
            elif begun:
                texts[-1] += block.joint + piece
            else:
                texts.append(piece)
            begun = True
    return [tuple(texts) for texts in pages if texts]
