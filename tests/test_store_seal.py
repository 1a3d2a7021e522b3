"""A file that changed after it was sealed is noticed."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexDamaged
from index.store.seal import check_seal, seal
from index.store.vectors import Vectors


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """A folder as a generation has them."""
    for name in (
        "catalogue.sqlite",
        "passages/meta.json",
        "passages/.meta.lock",
        "chroma/graph/data.bin",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
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
    """Locks come and go, and so do the files of a graph that Chroma never saved."""
    _flip_a_bit(sealed / "chroma" / "graph" / "data.bin")
    (sealed / "passages" / ".meta.lock").unlink()
    (sealed / "passages" / "new").touch()
    check_seal(sealed)


@pytest.fixture(params=[40, 1100], ids=["unsaved graph", "saved graph"])
def with_vectors(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A sealed folder with so many vectors; Chroma saves a graph from a thousand on."""
    rows = np.random.default_rng(1).normal(size=(request.param, 16)).astype(np.float32)
    with closing(Vectors.create(tmp_path / "chroma", "test", url=None)) as vectors:
        vectors.add(0, rows)
    seal(tmp_path)
    return tmp_path


def test_reading_vectors_leaves_the_seal_whole(with_vectors: Path) -> None:
    """Chroma writes to its files whenever it opens them, but nothing that counts."""
    for _ in range(3):
        with closing(Vectors.open(with_vectors / "chroma", "test", url=None)) as vectors:
            vectors.nearest(np.ones(16, np.float32), 3)
        check_seal(with_vectors)


def test_a_changed_vector_is_noticed(with_vectors: Path) -> None:
    """In every file of a graph that is saved."""
    graphs = [path.parent for path in with_vectors.rglob("index_metadata.pickle")]
    for path in (path for graph in graphs for path in graph.iterdir() if path.stat().st_size):
        _flip_a_bit(path)
        with pytest.raises(IndexDamaged, match=path.name):
            check_seal(with_vectors)
        _flip_a_bit(path)
    check_seal(with_vectors)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE embeddings SET embedding_id = 'x' WHERE id = 7",
        "INSERT INTO embeddings_queue (operation, topic, id) VALUES (3, '', '7')",
        "UPDATE max_seq_id SET seq_id = 1000",
    ],
)
def test_a_changed_database_is_noticed(with_vectors: Path, damage: str) -> None:
    """Which vectors there are, and which still have to be put into the graph."""
    with closing(sqlite3.connect(with_vectors / "chroma" / "chroma.sqlite3")) as database:
        database.execute(damage)
        database.commit()
        assert database.total_changes
    with pytest.raises(IndexDamaged, match=r"chroma\.sqlite3 has changed"):
        check_seal(with_vectors)


def test_a_write_that_chroma_was_killed_in_is_taken_back(with_vectors: Path) -> None:
    """What it left beside its database is no damage."""
    script = (
        "import os, sqlite3, sys\n"
        "database = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "database.execute('PRAGMA cache_size = 1')\n"
        "database.execute('BEGIN IMMEDIATE')\n"
        "database.execute('UPDATE embeddings SET embedding_id = embedding_id || 1000')\n"
        "os.kill(os.getpid(), 9)"
    )
    path = with_vectors / "chroma" / "chroma.sqlite3"
    subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert path.with_name("chroma.sqlite3-journal").exists()
    check_seal(with_vectors)
