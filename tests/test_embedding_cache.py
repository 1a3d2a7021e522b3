"""A text is embedded once, whatever happens to the processes that share the file."""

import logging
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.embedding.cache import BATCH, CachedEmbedder
from index.embedding.embedder import Embeddings

TEXTS = [f"Sentence number {number}." for number in range(300)]


class Letters:
    """An embedder that counts letters, and keeps what it was asked."""

    def __init__(self, name: str = "letters", alphabet: str = "aeiou12") -> None:
        self.name = name
        self.dimensions = len(alphabet)
        self.asked: list[str] = []
        self._alphabet = alphabet

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Return how often each text has each letter, at unit length."""
        self.asked += texts
        counts = [[1 + text.count(letter) for letter in self._alphabet] for text in texts]
        rows = np.array(counts, np.float32).reshape(-1, self.dimensions)
        unit: Embeddings = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


class SlowLetters(Letters):
    """The same at the pace of a real model."""

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Return the same after a while."""
        time.sleep(0.1)
        return super().embed(texts)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the cache shall be; its folder isn't there yet."""
    return tmp_path / "new" / "embeddings.sqlite"


def test_a_text_is_embedded_once(path: Path) -> None:
    """A later process gets the same vectors without asking the model."""
    first, second = Letters(), Letters()
    vectors = CachedEmbedder(first, path).embed(TEXTS)
    np.testing.assert_array_equal(vectors, Letters().embed(TEXTS))
    np.testing.assert_array_equal(CachedEmbedder(second, path).embed(TEXTS), vectors)
    assert first.asked == TEXTS
    assert second.asked == []


def test_only_what_is_missing_is_embedded(path: Path) -> None:
    """Known, new and repeated texts come back in the order they were given."""
    letters = Letters()
    cached = CachedEmbedder(letters, path)
    cached.embed(["oboe", "tuba"])
    vectors = cached.embed(["viola", "oboe", "viola", "harp", "tuba"])
    expected = Letters().embed(["viola", "oboe", "viola", "harp", "tuba"])
    np.testing.assert_array_equal(vectors, expected)
    assert letters.asked == ["oboe", "tuba", "viola", "harp"]


def test_embedders_share_a_file_without_mixing(path: Path) -> None:
    """Each name has vectors of its own."""
    CachedEmbedder(Letters("one"), path).embed(["oboe"])
    other = Letters("two", alphabet="xyz")
    assert CachedEmbedder(other, path).embed(["oboe"]).shape == (1, 3)
    assert other.asked == ["oboe"]


def test_a_vector_of_another_size_is_not_used(path: Path) -> None:
    """A model that changed under its name is asked again."""
    CachedEmbedder(Letters(alphabet="ab"), path).embed(["oboe"])
    assert CachedEmbedder(Letters(alphabet="abc"), path).embed(["oboe"]).shape == (1, 3)


def test_the_cache_is_named_for_its_embedder(path: Path) -> None:
    """What is in front of a model doesn't change its identity."""
    cached = CachedEmbedder(Letters("flute"), path)
    assert (cached.name, cached.dimensions) == ("flute", 7)


def test_no_texts_give_no_rows(path: Path) -> None:
    """Nothing in, an empty matrix out."""
    assert CachedEmbedder(Letters(), path).embed([]).shape == (0, 7)


def test_half_a_surrogate_pair_can_be_kept(path: Path) -> None:
    """A text that UTF-8 can't write is cached like another."""
    CachedEmbedder(Letters(), path).embed(["\ud83d"])
    again = Letters()
    CachedEmbedder(again, path).embed(["\ud83d"])
    assert again.asked == []


def test_progress_counts_texts(path: Path) -> None:
    """The caller hears of every batch, up to the whole, whether it was known or not."""
    cached = CachedEmbedder(Letters(), path)
    cached.embed(TEXTS[:10])
    heard: list[int] = []
    cached.embed(TEXTS, on_progress=heard.append)
    assert heard == [BATCH, 2 * BATCH, 300]


def test_a_kill_loses_at_most_the_batch_at_hand(path: Path) -> None:
    """What was committed before a SIGKILL is there afterwards."""
    with _other_process("SlowLetters", path, "print(done, flush=True)") as process:
        assert process.stdout is not None
        heard = [int(process.stdout.readline()) for _ in range(2)]
        process.send_signal(signal.SIGKILL)
    letters = Letters()
    np.testing.assert_array_equal(
        CachedEmbedder(letters, path).embed(TEXTS), Letters().embed(TEXTS)
    )
    assert heard == [BATCH, 2 * BATCH]
    assert len(letters.asked) <= len(TEXTS) - 2 * BATCH


def test_processes_share_the_file(path: Path) -> None:
    """Writers at the same time wait for each other, and all get every vector."""
    processes = [_other_process("SlowLetters", path, "pass") for _ in range(3)]
    for process in processes:
        process.communicate(timeout=60)
    assert [process.returncode for process in processes] == [0, 0, 0]
    letters = Letters()
    CachedEmbedder(letters, path).embed(TEXTS)
    assert letters.asked == []


@pytest.mark.parametrize("damage", ["not SQLite", "a page of noise"])
def test_a_damaged_file_is_set_aside(
    path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The texts are embedded anew, a warning says so, and the old file stays for a look."""
    CachedEmbedder(Letters(), path).embed(TEXTS)
    content = path.read_bytes()
    noise = b"\x5a" * 4096
    broken = {"not SQLite": noise, "a page of noise": content[:4096] + noise + content[8192:]}
    path.write_bytes(broken[damage])

    letters = Letters()
    with caplog.at_level(logging.WARNING):
        vectors = CachedEmbedder(letters, path).embed(TEXTS)

    np.testing.assert_array_equal(vectors, Letters().embed(TEXTS))
    assert letters.asked == TEXTS
    assert "damaged" in caplog.text
    assert path.with_name("embeddings.sqlite.damaged").read_bytes() == broken[damage]


def test_where_no_file_can_be_had_texts_are_embedded_all_the_same(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A warning says so, and what is in the way is left alone."""
    path.mkdir(parents=True)
    progress: list[int] = []
    vectors = CachedEmbedder(Letters(), path).embed(TEXTS, on_progress=progress.append)
    np.testing.assert_array_equal(vectors, Letters().embed(TEXTS))
    assert progress == [len(TEXTS)]
    assert "embedding without it" in caplog.text
    assert path.is_dir()


def _other_process(embedder: str, path: Path, on_progress: str) -> subprocess.Popen[str]:
    script = (
        "from pathlib import Path\n"
        "from index.embedding.cache import CachedEmbedder\n"
        f"from tests.test_embedding_cache import TEXTS, {embedder}\n"
        "def tell(done: int) -> None:\n"
        f"    {on_progress}\n"
        f"CachedEmbedder({embedder}(), Path({str(path)!r})).embed(TEXTS, on_progress=tell)\n"
    )
    return subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
