"""The files at a location are found, each under a name of its own."""

import os
from pathlib import Path

import pytest

from index.errors import ConfigurationError
from index.reading import find


def lay_out(folder: Path, *names: str) -> Path:
    """Return the folder with files of these names in it."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("The bridge is shut.")
    return folder


def names(*locations: Path) -> list[str]:
    """Return the names of what is found."""
    return [source.name for source in find(locations)]


def test_every_known_ending_is_found_at_any_depth(tmp_path: Path) -> None:
    """Files are named by their place in the folder, in order, capitals or not."""
    known = ["a.md", "b.TXT", "c.html", "c/d.htm", "c/d/e.pdf", "f.jsonl", "g.jsonl.gz"]
    assert names(lay_out(tmp_path, *reversed(known))) == known


def test_what_is_no_article_is_passed_over(tmp_path: Path) -> None:
    """Other endings, hidden files and folders, and the folder's own description don't count."""
    others = ["a.py", "b.gz", "md", ".c.md", ".d/e.md", "README.md", "f/Readme.MD"]
    assert names(lay_out(tmp_path, "article.md", *others)) == ["article.md"]


def test_only_files_are_found(tmp_path: Path) -> None:
    """A folder, a pipe and a broken link aren't read, whatever their name."""
    (lay_out(tmp_path, "article.md") / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "nothing")
    assert names(tmp_path) == ["article.md"]


def test_a_location_may_be_a_file(tmp_path: Path) -> None:
    """A file is found by its own name, though a folder would pass over it."""
    lay_out(tmp_path, "folder/README.md")
    assert names(tmp_path / "folder" / "README.md") == ["README.md"]


def test_equal_names_are_told_apart_by_their_locations(tmp_path: Path) -> None:
    """Only the files that would share a name get their location's name before it."""
    lay_out(tmp_path, "north/a.md", "north/b.md", "south/a.md", "x/north/a.md")
    assert names(tmp_path / "north", tmp_path / "south") == ["b.md", "north/a.md", "south/a.md"]
    deepest = names(tmp_path / "north", tmp_path / "x" / "north")
    assert deepest[-1] == "b.md"
    assert [Path(name) for name in deepest[:-1]] == [
        tmp_path / "north" / "a.md",
        tmp_path / "x" / "north" / "a.md",
    ]


def test_a_file_is_found_once(tmp_path: Path) -> None:
    """Locations that overlap don't make two articles of a file."""
    lay_out(tmp_path, "north/a.md")
    assert len(names(tmp_path, tmp_path / "north", tmp_path / "north" / "a.md")) == 1


def test_a_name_can_always_be_printed(tmp_path: Path) -> None:
    """A name that isn't UTF-8 has a sign in place of what can't be read."""
    path = os.fsencode(tmp_path) + b"/caf\xe9.md"
    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write("The bridge is shut.")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert names(tmp_path) == ["caf\ufffd.md"]


@pytest.mark.parametrize(
    ("name", "message"),
    [("nothing", "set ARTICLES_DIR to your articles"), ("table.csv", "the endings known are .md")],
)
def test_a_wrong_location_is_named_with_the_mend(tmp_path: Path, name: str, message: str) -> None:
    """A location that isn't there, or isn't an article, is a wrong setting."""
    lay_out(tmp_path, "table.csv")
    with pytest.raises(ConfigurationError, match=message) as caught:
        find([tmp_path / name])
    assert str(tmp_path / name) in str(caught.value)
