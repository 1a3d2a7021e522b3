"""Disks of a few megabytes, which a test fills up or write-protects for real."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_FILLING = "filling"
_BLOCK = bytes(4096)


@dataclass(frozen=True, slots=True)
class Disk:
    """A file system of its own."""

    place: Path

    def fill(self) -> None:
        """Leave no room on it."""
        with (self.place / _FILLING).open("ab", buffering=0) as file:
            try:
                while True:
                    file.write(_BLOCK)
            except OSError:
                return

    def empty(self) -> None:
        """Give the room back."""
        (self.place / _FILLING).unlink()

    def protect(self) -> None:
        """Let nothing be written to it any more."""
        os.sync()
        _mount("-o", "remount,ro", str(self.place))


@contextmanager
def small_disk(place: Path, *, megabytes: int) -> Iterator[Disk]:
    """Lend a disk of that size, mounted at a place; only root may have one."""
    place.mkdir(parents=True)
    try:
        _mount("-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place))
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no file system can be mounted here: {error}")
    try:
        yield Disk(place)
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True)
