"""Text files are read with or without front matter."""

from pathlib import Path

import pytest

from index.reading.draft import Draft
from index.reading.plain_text import read_markdown, read_plain_text

TEXT = "The council of Ashford voted on Tuesday to close the old bridge until spring."


def draft_of(path: Path, content: str) -> Draft:
    """Return the draft of a file with this content."""
    path.write_text(content, "utf-8")
    read = read_markdown if path.suffix == ".md" else read_plain_text
    (draft,) = read(path, path.name)
    return draft


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_front_matter_is_taken_literally(tmp_path: Path, name: str) -> None:
    """Values stay the text they are: dates, numbers and words YAML would interpret."""
    content = (
        "---\ntitle: no\npublisher: 24\nauthor: [Ann Field, Bea Hill]\npublished: 2024-11-18\n"
        f"url: https://ashford.example/bridge\nmood: grim\n---\n\n{TEXT}\n"
    )
    assert draft_of(tmp_path / name, content) == Draft(
        path=name,
        identity="https://ashford.example/bridge",
        text=TEXT if name == "a.txt" else f"{TEXT}\n\n",
        title="no",
        publisher="24",
        author="Ann Field, Bea Hill",
        published="2024-11-18",
        url="https://ashford.example/bridge",
    )


@pytest.mark.parametrize(
    "content",
    [
        TEXT,
        f"---\ntitle: [unclosed\n---\n{TEXT}",
        f"---\na: &a [*a]\n---\n{TEXT}",
        f"---\n{'[' * 1_000}\n---\n{TEXT}",
        f"---\nThe bridge is shut.\n---\n{TEXT}",
        f"---\ntitle: The bridge\n\n{TEXT}",
        "---\n" + "key: value\n" * 5_000 + f"---\n{TEXT}",
    ],
    ids=["none", "broken", "endless", "deep", "prose", "unclosed", "long"],
)
def test_what_is_no_front_matter_is_text(tmp_path: Path, content: str) -> None:
    """Nothing of a file is lost because it begins like front matter."""
    draft = draft_of(tmp_path / "a.txt", content)
    assert draft == Draft(path="a.txt", identity="a.txt", text=content)


def test_front_matter_runs_nothing(tmp_path: Path) -> None:
    """A tag that would make YAML call a function is a word like any other."""
    witness = tmp_path / "witness"
    content = f"---\ntitle: !!python/object/apply:os.mkdir ['{witness}']\n---\n{TEXT}"
    assert draft_of(tmp_path / "a.md", content).title == str(witness)
    assert not witness.exists()


def test_a_byte_order_mark_is_no_letter(tmp_path: Path) -> None:
    """Front matter is recognised behind the mark some editors put first."""
    assert draft_of(tmp_path / "a.md", f"\ufeff---\ntitle: Bridge\n---\n{TEXT}").title == "Bridge"
