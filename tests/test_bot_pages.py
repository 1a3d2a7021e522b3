"""Blocks are divided over messages without cutting a piece."""

from hypothesis import given
from hypothesis import strategies as st

from bot.messages.pages import PAGE_LIMIT, Block, paginate

LENGTHS = st.lists(st.integers(1, PAGE_LIMIT), max_size=6)


def test_short_blocks_share_a_page() -> None:
    """What fits in one message is one message, a text for each block."""
    blocks = [Block(("One.", "Two."), joint=" "), Block(()), Block(("[1]", "[2]"))]
    assert paginate(blocks) == [("One. Two.", "[1]\n[2]")]


def test_a_block_goes_on_over_the_page() -> None:
    """A page ends between two pieces where the next one doesn't fit."""
    first, second = "a" * (PAGE_LIMIT - 1), "b"
    assert paginate([Block((first, second))]) == [(first,), (second,)]


@given(st.lists(LENGTHS, max_size=4))
def test_every_piece_is_whole_and_every_page_within_the_limit(lengths: list[list[int]]) -> None:
    """However long the pieces, all of them appear, in order, none of them cut."""
    number = iter(range(1_000))
    blocks = [Block(tuple(chr(0x4E00 + next(number)) * n for n in block)) for block in lengths]
    pages = paginate(blocks)
    assert all(sum(map(len, page)) <= PAGE_LIMIT for page in pages)
    shown = [piece for page in pages for text in page for piece in text.split("\n")]
    assert shown == [piece for block in blocks for piece in block.pieces]


def test_a_page_is_filled_to_its_last_character() -> None:
    """The joint between two pieces counts."""
    first = "a" * (PAGE_LIMIT - 2)
    assert paginate([Block((first, "b"))]) == [(f"{first}\nb",)]
    assert paginate([Block((first, "bc"))]) == [(first,), ("bc",)]
