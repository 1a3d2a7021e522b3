"""What other machines may have of DATA_DIR is the index, and nothing else."""

import pytest

from index.store.shared_files import is_shared

SEGMENT = "segments/000001-0ef7a54a"


@pytest.mark.parametrize(
    "path",
    [
        "CURRENT",
        "generations/000007.json",
        f"{SEGMENT}/SHA256SUMS",
        f"{SEGMENT}/segment.json",
        f"{SEGMENT}/catalogue.sqlite",
        f"{SEGMENT}/passages/.managed.json",
        f"{SEGMENT}/articles/171628d5cc36427daf7cbc076470765e.fast",
        "collections/1234/CURRENT",
        f"collections/1234/{SEGMENT}/segment.json",
    ],
)
def test_an_index_is_its_files(path: str) -> None:
    """Everyone's, and those of the collections."""
    assert is_shared(path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "CURRENT\n",
        "/CURRENT",
        "../CURRENT",
        "answers.sqlite",
        "answers.sqlite-wal",
        "embeddings.sqlite",
        "files.known",
        "models/SHA256SUMS",
        "generations",
        "generations/../answers.sqlite",
        SEGMENT,
        f"{SEGMENT}/vectors.borrowed",
        f"{SEGMENT}/chroma/chroma.sqlite3",
        f"{SEGMENT}/passages/..",
        f"{SEGMENT}/passages/../catalogue.sqlite",
        "collections/1234/articles/secret.md",
        "collections/../CURRENT",
        "collections/A/CURRENT",
    ],
)
def test_nothing_else_is(path: str) -> None:
    """Neither what people left behind, nor a way out of the folder, nor a folder."""
    assert not is_shared(path)
