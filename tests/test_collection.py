"""A collection's id leads to its own folder and to no other."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.collection import Collection
from index.errors import CollectionError


@pytest.mark.parametrize("collection_id", ["1", "1311000000000000000", "abc9", "0" * 40])
def test_digits_and_small_letters_are_an_id(collection_id: str) -> None:
    """Each has a folder of its own name."""
    folder = Collection.named(collection_id, data=Path("data")).folder
    assert folder == Path("data", "collections", collection_id)


@pytest.mark.parametrize(
    "collection_id",
    [
        "",
        " ",
        "../1",
        "1/../2",
        "..",
        ".",
        "/etc",
        "1\\2",
        "1\n",
        "\0",
        "A",
        "é",
        "１",
        "-1",
        "0" * 41,
    ],
)
def test_anything_else_is_refused(collection_id: str) -> None:
    """The error shows it, and says what an id is."""
    with pytest.raises(CollectionError, match="digits and small letters"):
        Collection.named(collection_id, data=Path("data"))


@given(st.text(max_size=50))
def test_no_id_leads_out_of_its_place(collection_id: str) -> None:
    """Whatever is tried, the folder is one right below all collections, or there is none."""
    try:
        folder = Collection.named(collection_id, data=Path("/data")).folder
    except CollectionError:
        return
    assert folder.resolve().parent == Path("/data/collections")


def test_a_collection_begins_with_its_first_file(tmp_path: Path) -> None:
    """Asking for it makes nothing."""
    assert not Collection.named("1", data=tmp_path).exists
    assert not list(tmp_path.iterdir())
