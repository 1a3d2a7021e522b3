"""Packed bodies, unpacked no further than they may grow."""

import zlib

# Tells zlib to expect gzip's header and checksum.
_GZIP = zlib.MAX_WBITS | 16


class TooLarge(Exception):
    """The body is larger than it may be."""


class BrokenOff(ValueError):
    """The body ends before its end, or isn't packed as it says."""


class Body:
    """Collects a body chunk by chunk; neither what arrives nor what it becomes exceeds ``limit``.

    A class because both are counted from chunk to chunk. At most one byte beyond the limit is ever
    unpacked.
    """

    def __init__(self, *, limit: int, gzipped: bool) -> None:
        self._limit = limit
        self._arrived = 0
        self._content = bytearray()
        self._gzip = zlib.decompressobj(_GZIP) if gzipped else None

    def add(self, chunk: bytes) -> None:
        """Take the next chunk.

        Raises:
            TooLarge: the body is.
            BrokenOff: the chunk isn't what gzip writes.
        """
        self._arrived += len(chunk)
        if self._gzip:
            self._unpack(chunk)
        else:
            self._content += chunk
        if max(self._arrived, len(self._content)) > self._limit:
            raise TooLarge

    def finish(self) -> bytes:
        """Return the whole body.

        Raises:
            BrokenOff: its end is missing.
        """
        if self._gzip and self._arrived and not self._gzip.eof:
            raise BrokenOff
        return bytes(self._content)

    def _unpack(self, chunk: bytes) -> None:
        while chunk and len(self._content) <= self._limit:
            assert self._gzip
            if self._gzip.eof:  # a file of several parts, one after the other
                self._gzip = zlib.decompressobj(_GZIP)
            room = self._limit + 1 - len(self._content)
            try:
                self._content += self._gzip.decompress(chunk, room)
            except zlib.error as error:
                raise BrokenOff from error
            chunk = self._gzip.unconsumed_tail or self._gzip.unused_data
