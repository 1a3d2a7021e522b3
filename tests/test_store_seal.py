"""A file that changed after it was sealed is noticed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import IndexDamaged
from index.store.seal import check_seal, seal


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """A folder as a generation has them."""
    for name in ("catalogue.sqlite", "passages/meta.json", "passages/.meta.lock", "chroma/d.bin"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"content of " + name.encode())
    seal(tmp_path)
    return tmp_path


def _flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[3] ^= 1
    path.write_bytes(content)


def test_what_is_whole_passes(sealed: Path) -> None:
    """Checking changes nothing."""
    check_seal(sealed)
    check_seal(sealed)


@pytest.mark.parametrize("name", ["catalogue.sqlite", "passages/meta.json", "SHA256SUMS"])
@pytest.mark.parametrize("damage", [Path.unlink, _flip_a_bit])
def test_what_changed_is_damaged(sealed: Path, name: str, damage: Callable[[Path], None]) -> None:
    """The error names the folder and the mend."""
    damage(sealed / name)
    with pytest.raises(IndexDamaged, match=rf"{sealed} is damaged .*footnote rebuild --full"):
        check_seal(sealed)


def test_what_others_write_to_may_change(sealed: Path) -> None:
    """Chroma's files change when they are opened, and locks come and go."""
    _flip_a_bit(sealed / "chroma" / "d.bin")
    (sealed / "passages" / ".meta.lock").unlink()
    (sealed / "passages" / "new").touch()
    check_seal(sealed)
