"""The files articles are read from."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import ConfigurationError
from index.reading.formats import ENDINGS, reader_for


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file with articles; ``name`` tells it from every other file found with it."""

    path: Path
    name: str


def find(locations: Iterable[Path]) -> list[SourceFile]:
    """Return the files at the locations (files or folders) that may hold articles, by name.

    Hidden files, README.md and unknown endings in a folder are passed over. A file is named by its
    path below its location; where two would share a name, the location's own name goes before it.

    Raises:
        ConfigurationError: a location doesn't exist, or is a file with an unknown ending.
    """
    found = {
        path.resolve(): (location, path) for location in locations for path in _files_at(location)
    }
    return sorted(_named(list(found.values())), key=lambda source: source.name)


def _files_at(location: Path) -> Iterator[Path]:
    if location.is_dir():
        yield from _files_below(location)
    elif not location.exists():
        raise ConfigurationError(
            f"There is no file or folder {location}: set ARTICLES_DIR to your articles, or name "
            "them with --articles."
        )
    elif reader_for(location.name) is None:
        raise ConfigurationError(
            f"{location} is not a kind of article: the endings known are {', '.join(ENDINGS)}."
        )
    else:
        yield location


def _files_below(folder: Path) -> Iterator[Path]:
    for parent, subfolders, names in os.walk(folder):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        for name in names:
            path = Path(parent, name)
            if _is_wanted(name) and path.is_file():
                yield path


def _is_wanted(name: str) -> bool:
    is_skipped = name.startswith(".") or name.lower() == "readme.md"
    return not is_skipped and reader_for(name) is not None


def _named(files: list[tuple[Path, Path]]) -> Iterator[SourceFile]:
    """Name each file, given with its location, in the shortest way that no other file shares."""
    taken: set[str] = set()
    for name_of in (_name_below, _name_with_folder, _whole_name):
        names = [name_of(location, path) for location, path in files]
        uses = Counter(names)
        shared = []
        for name, (location, path) in zip(names, files, strict=True):
            if uses[name] > 1 or name in taken:
                shared.append((location, path))
            else:
                taken.add(name)
                yield SourceFile(path, name)
        files = shared


def _name_below(location: Path, path: Path) -> str:
    return _printable(path.name if path == location else path.relative_to(location).as_posix())


def _name_with_folder(location: Path, path: Path) -> str:
    folder = location.resolve().parent if path == location else location.resolve()
    return f"{_printable(folder.name)}/{_name_below(location, path)}"


def _whole_name(_: Path, path: Path) -> str:
    return _printable(path.resolve().as_posix())


def _printable(name: str) -> str:
    """Replace what of a file's name isn't UTF-8; it could be neither printed nor stored."""
    return os.fsencode(name).decode(errors="replace")
