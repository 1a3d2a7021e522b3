"""``make score`` measures what is here and says what isn't."""

import json
from pathlib import Path

import pytest

from benchmarks.run import COLLECTIONS, Collection, run
from tests.modules import ROOT


def test_an_absent_collection_is_skipped_with_a_word(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """It is no failure."""
    absent = Collection("absent", tmp_path / "nowhere", ())
    assert run([absent], [], data=tmp_path)
    assert capfd.readouterr().err == f"absent: skipped, no {tmp_path / 'nowhere'}\n"


def test_a_collection_that_cannot_be_scored_fails(tmp_path: Path) -> None:
    """A folder without articles holds no floor."""
    (tmp_path / "questions.jsonl").touch()
    (tmp_path / "articles").mkdir()
    empty = Collection("empty", tmp_path / "articles", (tmp_path / "questions.jsonl",))
    assert not run([empty], [], data=tmp_path)


def test_the_projects_own_questions_are_always_scored() -> None:
    """Their articles and questions come with the project."""
    [seeds] = [collection for collection in COLLECTIONS if collection.name == "seeds"]
    assert seeds.missing == []


def test_every_floor_is_of_a_collection_that_is_scored() -> None:
    """A floor of anything else would never be looked at."""
    floors = json.loads((ROOT / "benchmarks/floors.json").read_text("utf-8"))
    scored = {
        f"{collection.name}/{file.stem}"
        for collection in COLLECTIONS
        for file in collection.questions
    }
    assert floors.keys() <= scored
