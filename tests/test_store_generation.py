"""What a generation says of itself is read back as it was written, or not at all."""

import hashlib
from pathlib import Path

import pytest

from index.errors import IndexDamaged, IndexUnreadable
from index.store.generation import Layer, Manifest

MANIFEST = Manifest(
    name="000001",
    previous=None,
    chroma_url=None,
    embedder="letters",
    pipeline=1,
    locations=("/news",),
    articles=2,
    passages=3,
    built="2024-11-18T12:00:00+00:00",
    layers=(Layer(segment="000001-a", hidden=("b", "c"), passages=3, wasted=1),),
)


def test_a_manifest_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    """Nothing of it is lost."""
    path = tmp_path / "000001.json"
    path.write_bytes(MANIFEST.to_bytes())
    assert Manifest.load(path) == MANIFEST


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"name": "000001"}', "\udcff", None])
def test_what_is_no_manifest_is_damaged(tmp_path: Path, content: str | None) -> None:
    """The error names the file and the mend."""
    path = tmp_path / "000001.json"
    if content is not None:
        path.write_text(content, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(IndexDamaged, match=rf"{path} .*footnote rebuild"):
        Manifest.load(path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "it is missing, or was made by another version"),
        (b"?", "its sum is another"),
        (b"[]", "it was made by another version"),
        (b'{"layers": []}', "it was made by another version"),
    ],
)
def test_why_a_manifest_is_damaged_is_told(
    tmp_path: Path, content: bytes | None, reason: str
) -> None:
    """In words, with the command that makes an index anew."""
    path = tmp_path / "000001.json"
    if content is not None:
        stated = b"" if content == b"?" else hashlib.sha256(content).hexdigest().encode()
        path.write_bytes(stated + b"\n" + content)
    with pytest.raises(IndexDamaged) as told:
        Manifest.load(path)
    assert str(told.value) == (
        f"The index {path} can't be read ({reason}): run `footnote rebuild`."
    )


def test_a_manifest_that_cannot_be_opened_is_not_called_damaged(tmp_path: Path) -> None:
    """It may be whole; which server's it is decides the command."""
    path = tmp_path / "collections" / "77" / "generations" / "000001.json"
    path.mkdir(parents=True)
    with pytest.raises(IndexUnreadable) as told:
        Manifest.load(path)
    assert str(told.value) == (
        f"The index {path} can't be read (Is a directory): see that it may be read, or run "
        "`footnote rebuild --collection 77`."
    )


def test_every_changed_byte_is_noticed(tmp_path: Path) -> None:
    """Also one that leaves it readable."""
    path = tmp_path / "000001.json"
    whole = MANIFEST.to_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(IndexDamaged, match="footnote rebuild"):
            Manifest.load(path)
