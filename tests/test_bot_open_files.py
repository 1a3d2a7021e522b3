"""Whoever keeps secrets where others can read them is told so."""

import logging
from pathlib import Path

import pytest

from bot.open_files import is_open_to_others, warn_of_open_secrets
from index.library import Library
from tests.bot_fixtures import Newsroom
from tests.test_bot_run import running


@pytest.mark.parametrize(
    ("mode", "is_open"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True)]
)
def test_files_of_ones_own_are_not_open(tmp_path: Path, mode: int, is_open: bool) -> None:
    """Neither the group nor anybody else may read them."""
    file = tmp_path / "file"
    file.touch()
    file.chmod(mode)
    assert is_open_to_others(file) is is_open
    assert not is_open_to_others(tmp_path / "nothing")


async def test_the_bot_warns_when_it_starts(newsroom: Newsroom, own_archive: Library) -> None:
    """With the command that mends it, and without what is in the file."""
    file = own_archive.settings.data.parent / ".env"
    file.write_text("LANGUAGE_MODEL_KEY=sk-c4n4ry-0123456789\n", "utf-8")
    file.chmod(0o644)
    async with running("", own_archive.settings) as bot:
        exit_code, _, log = await bot.ended()
    assert exit_code == 78
    assert "WARNING" in log
    assert "run `chmod 600 .env`" in log
    assert "c4n4ry" not in log


def test_it_does_not_where_all_is_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor where there is no such file."""
    monkeypatch.chdir(tmp_path)
    with caplog.at_level(logging.WARNING):
        warn_of_open_secrets()
        (tmp_path / ".env").touch(0o600)
        warn_of_open_secrets()
    assert not caplog.records
