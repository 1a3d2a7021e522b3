"""What a generation says of itself is read back as it was written, or not at all."""

from pathlib import Path

import pytest

from index.errors import IndexDamaged
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


def test_every_changed_byte_is_noticed(tmp_path: Path) -> None:
    """Also one that leaves it readable."""
    path = tmp_path / "000001.json"
    whole = MANIFEST.to_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(IndexDamaged, match="footnote rebuild"):
            Manifest.load(path)
