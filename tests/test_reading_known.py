"""What is known of files is believed only where it is certain."""

from pathlib import Path

import pytest

from index.reading.known import KnownFile, Outcome, Sighting, Stamp, load_known, save_known

SECOND = 1_000_000_000
KNOWN = {
    "a.jsonl": KnownFile(
        stamp=Stamp("/articles/a.jsonl", 120, 5 * SECOND, 6 * SECOND),
        looked=9 * SECOND,
        sha256="5a",
        outcomes=(
            Outcome(draft="d1", article=Sighting("a1", "a.jsonl:1", "f1")),
            Outcome(draft="", article=None, failures=(("a.jsonl:2", "the line is not JSON"),)),
        ),
    )
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of what is known."""
    path = tmp_path / "files.known"
    save_known(path, KNOWN, pipeline=3)
    return path


def test_what_was_saved_is_loaded(file: Path) -> None:
    """All of it, and no other file is left behind."""
    assert load_known(file, pipeline=3) == KNOWN
    assert list(file.parent.iterdir()) == [file]


def test_another_version_of_the_pipeline_knows_nothing(file: Path) -> None:
    """It may make other articles of the same files."""
    assert load_known(file, pipeline=4) == {}


def test_before_the_first_rebuild_nothing_is_known(tmp_path: Path) -> None:
    """That is no flaw, and is passed over in silence."""
    assert load_known(tmp_path / "files.known", pipeline=3) == {}


def test_no_damage_is_believed(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Whichever byte changed, and wherever the file was cut off, nothing is known."""
    whole = file.read_bytes()
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert load_known(file, pipeline=3) == {}
        file.write_bytes(whole[:place])
        assert load_known(file, pipeline=3) == {}
    assert "reading every file" in caplog.text


def test_where_nothing_can_be_written_the_rebuild_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Files are then read again next time, which the log explains."""
    (tmp_path / "files.new").mkdir()
    save_known(tmp_path / "files.known", KNOWN, pipeline=3)
    assert "can't be written" in caplog.text


@pytest.mark.parametrize(
    ("stamp", "is_known"),
    [
        (Stamp("/articles/a.jsonl", 120, 5 * SECOND, 6 * SECOND), True),
        (Stamp("/articles/b.jsonl", 120, 5 * SECOND, 6 * SECOND), False),
        (Stamp("/articles/a.jsonl", 121, 5 * SECOND, 6 * SECOND), False),
        (Stamp("/articles/a.jsonl", 120, 4 * SECOND, 6 * SECOND), False),
        (Stamp("/articles/a.jsonl", 120, 5 * SECOND, 7 * SECOND), False),
    ],
)
def test_a_file_is_as_before_if_nothing_of_its_stamp_changed(stamp: Stamp, is_known: bool) -> None:
    """Place, size and both times."""
    assert KNOWN["a.jsonl"].is_as_before(stamp) is is_known


@pytest.mark.parametrize(("modified", "changed"), [(8, 1), (1, 8), (20, 20)])
def test_recent_times_say_nothing(modified: int, changed: int) -> None:
    """A file may have been written again within the tick in which it was looked at."""
    stamp = Stamp("/articles/a.jsonl", 120, modified * SECOND, changed * SECOND)
    known = KnownFile(stamp=stamp, looked=9 * SECOND, sha256="5a", outcomes=())
    assert not known.is_as_before(stamp)
