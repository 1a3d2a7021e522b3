"""Bodies arrive in chunks, and are unpacked within a limit."""

import gzip
import tracemalloc

import pytest

from bot.fetching.unpacking import Body, BrokenOff, TooLarge

TEXT = b"The bridge reopened on Monday. " * 40


def unpack(packed: bytes, *, chunk: int, limit: int = 10_000, gzipped: bool = True) -> bytes:
    """Return what a body says that comes in chunks of a size."""
    body = Body(limit=limit, gzipped=gzipped)
    for start in range(0, len(packed), chunk):
        body.add(packed[start : start + chunk])
    return body.finish()


@pytest.mark.parametrize("chunk", [1, 7, 100_000])
def test_a_body_comes_out_whole(chunk: int) -> None:
    """Packed or plain, in one part or several."""
    assert unpack(gzip.compress(TEXT), chunk=chunk) == TEXT
    assert unpack(gzip.compress(TEXT) + gzip.compress(TEXT), chunk=chunk) == TEXT * 2
    assert unpack(TEXT, chunk=chunk, gzipped=False) == TEXT
    assert unpack(b"", chunk=chunk) == b""


@pytest.mark.parametrize("gzipped", [False, True])
def test_the_limit_is_exact(gzipped: bool) -> None:
    """A body may be as large as it, and no byte larger."""
    packed = gzip.compress(TEXT) if gzipped else TEXT
    assert unpack(packed, chunk=50, limit=len(TEXT), gzipped=gzipped) == TEXT
    with pytest.raises(TooLarge):
        unpack(packed, chunk=50, limit=len(TEXT) - 1, gzipped=gzipped)


def test_a_bomb_is_not_unpacked() -> None:
    """A hundred megabytes of nothing, in a tenth of one, take no more memory than the limit."""
    bomb = gzip.compress(bytes(100_000_000), compresslevel=1)
    tracemalloc.start()
    with pytest.raises(TooLarge):
        unpack(bomb, chunk=1 << 16, limit=1_000_000)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5_000_000


def test_empty_parts_without_end_count_as_what_arrives() -> None:
    """A body that unpacks to nothing can't go on for ever."""
    with pytest.raises(TooLarge):
        unpack(gzip.compress(b"") * 1_000, chunk=4_096, limit=5_000)


@pytest.mark.parametrize(
    "packed",
    [gzip.compress(TEXT)[:-1], b"<html>", gzip.compress(TEXT)[:30]],
    ids=["at its end", "at once", "midway"],  # the content has the time in it
)
def test_a_body_that_breaks_off_is_no_body(packed: bytes) -> None:
    """Nor is one that isn't packed at all."""
    with pytest.raises(BrokenOff):
        unpack(packed, chunk=10)
