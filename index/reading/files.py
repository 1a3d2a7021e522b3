"""The files articles are read from."""

import errno
import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import ConfigurationError
from index.reading.formats import ENDINGS, reader_for
from index.text.paragraphs import is_invisible

_UNPRINTABLE = "\ufffd"
# Of a link: to nothing, and in a circle.
_LEADS_NOWHERE = (errno.ENOENT, errno.ELOOP)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file with articles; ``name`` tells it from every other file found with it.

    ``flaw`` is why it isn't to be read, if it isn't.
    """

    path: Path
    name: str
    flaw: str | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """Where something was found: ``location`` is what was to be searched."""

    location: Path
    path: Path
    flaw: str | None = None


def find(locations: Iterable[Path]) -> list[SourceFile]:
    """Return the files at the locations (files or folders) that may hold articles, by name.

    Hidden files, README.md and unknown endings in a folder are passed over, and so is what is no
    file. A file is named by its path below its location; where two would share a name, the
    location's own name goes before it. A link that leads out of its folder, and a folder that can't
    be looked through, have a flaw.

    Raises:
        ConfigurationError: a location doesn't exist, or is no file with a known ending.
    """
    found = [each for location in locations for each in _found_at(location)]
    sound = {os.path.realpath(each.path): each for each in found if each.flaw is None}
    flawed = {
        each.path: each
        for each in found
        if each.flaw is not None and os.path.realpath(each.path) not in sound
    }
    return sorted(_named([*sound.values(), *flawed.values()]), key=lambda source: source.name)


def _found_at(location: Path) -> Iterator[_Found]:
    if location.is_dir():
        yield from _found_below(location)
    elif not location.exists():
        raise ConfigurationError(
            f"There is no file or folder {location}: set ARTICLES_DIR to your articles, or name "
            "them with --articles."
        )
    elif reader_for(location.name) is None or not location.is_file():
        raise ConfigurationError(
            f"{location} is not a kind of article: the endings known are {', '.join(ENDINGS)}."
        )
    else:
        yield _Found(location, location)


def _found_below(location: Path) -> Iterator[_Found]:
    closed: list[OSError] = []
    whole = os.path.realpath(location)
    for parent, subfolders, names in os.walk(location, onerror=closed.append):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        for path in (Path(parent, name) for name in names if _is_wanted(name)):
            try:
                if stat.S_ISREG(path.stat().st_mode):
                    yield _Found(location, path, _flaw(path, whole))
            except OSError as error:
                if error.errno not in _LEADS_NOWHERE:
                    yield _Found(location, path, _unread(error))
    for unopened in closed:
        if unopened.errno not in _LEADS_NOWHERE:
            yield _Found(location, Path(unopened.filename), _unread(unopened))


def _flaw(path: Path, whole: str) -> str | None:
    if not path.is_symlink() or Path(os.path.realpath(path)).is_relative_to(whole):
        return None
    return (
        "it is a link that leads out of the folder of articles: copy the file there, or name its "
        "own folder as one of articles too"
    )


def _unread(error: OSError) -> str:
    return f"can't be read: {error.strerror}"


def _is_wanted(name: str) -> bool:
    is_skipped = name.startswith(".") or name.lower() == "readme.md"
    return not is_skipped and reader_for(name) is not None


def _named(files: list[_Found]) -> Iterator[SourceFile]:
    """Name each file in the shortest way that no other file shares."""
    taken: set[str] = set()
    for name_of in (_name_below, _name_with_folder, _whole_name, _exact_name):
        names = [name_of(each.location, each.path) for each in files]
        uses = Counter(names)
        shared = []
        for name, each in zip(names, files, strict=True):
            if uses[name] > 1 or name in taken:
                shared.append(each)
            else:
                taken.add(name)
                yield SourceFile(each.path, name, each.flaw)
        files = shared


def _name_below(location: Path, path: Path) -> str:
    return _printable(path.name if path == location else path.relative_to(location).as_posix())


def _name_with_folder(location: Path, path: Path) -> str:
    folder = location.resolve().parent if path == location else location.resolve()
    return f"{_printable(folder.name)}/{_name_below(location, path)}"


def _whole_name(_: Path, path: Path) -> str:
    return _printable(os.path.realpath(path))


def _exact_name(_: Path, path: Path) -> str:
    """Return the name with codes for what can't be printed, which no two files share."""
    return ascii(os.fsencode(os.path.realpath(path)))[2:-1]


def _printable(name: str) -> str:
    """Replace what of a file's name isn't UTF-8, or can't be seen: it could do harm where shown."""
    text = os.fsencode(name).decode(errors="replace")
    return "".join(_UNPRINTABLE if is_invisible(each) else each for each in text)
