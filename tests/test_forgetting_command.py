"""`footnote forget` deletes what is kept of a user, of a server, or for too long."""

import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.command_line.cli import cli
from bot.state.answers import Occasion
from bot.state.feedback import Feedback
from bot.state.server_settings import ServerSettings
from bot.state.state import State
from tests.bot_answers import ANSWER
from tests.databases import NewDatabase
from tests.test_state_forgetting import set_age


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work where there is no ``.env``, and nothing is set."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "KEEP_ANSWERS_DAYS", "CHROMA_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder in which two users asked in two servers."""
    with closing(State.open("", data=tmp_path)) as state:
        for number in (1, 2):
            answer_id = f"of{number}"
            occasion = Occasion(server=number, channel=5, asker=number)
            state.answers.save(replace(ANSWER, id=answer_id), occasion)
            state.answers.show(answer_id, [10 + number], channel=5)
            state.feedback.save(Feedback(answer_id="of1", user=number, is_good=True))
            state.server_settings.save(number, ServerSettings())
    return tmp_path


def forget(data: Path, *arguments: str, **environment: str) -> Result:
    """Run the command."""
    command = ["forget", "--data-dir", str(data), *arguments]
    return CliRunner().invoke(cli, command, env=environment)


def printed(run: Result) -> Any:
    """Return the JSON that a command printed."""
    assert run.exit_code == 0, run.stderr
    return json.loads(run.stdout)


def test_a_user_is_forgotten(data: Path) -> None:
    """A reader sees how much that was; a program gets the numbers."""
    assert printed(forget(data, "2", "--json")) == {
        "answers": 1,
        "feedback": 1,
        "messages": 1,
        "feeds": 0,
        "settings": 0,
        "own_articles": False,
    }
    run = forget(data, "1")
    assert run.stdout.splitlines() == [
        "Deleted: 1 answer.",
        "The bot takes 1 message away while it runs.",
    ]
    assert forget(data, "1").stdout == "Nothing of that was kept.\n"


def test_a_server_is_forgotten(data: Path) -> None:
    """With its folder of articles."""
    (data / "collections" / "2" / "articles").mkdir(parents=True)
    assert "the server's settings, the server's own articles" in forget(data, "--server=2").stdout
    assert not (data / "collections" / "2").exists()
    with closing(State.open("", data=data)) as state:
        assert state.answers.get("of1")
        assert state.answers.get("of2") is None


def test_what_is_old_is_forgotten(data: Path) -> None:
    """Once, by a number of days."""
    with closing(State.open("", data=data)) as state:
        set_age(state, "of1", days=9)
    assert printed(forget(data, "--older-than=10", "--json"))["answers"] == 0
    assert printed(forget(data, "--older-than=8", "--json"))["answers"] == 1
    assert printed(forget(data, "--older-than=0", "--json"))["answers"] == 1


def test_every_command_that_opens_the_database_forgets_what_is_too_old(data: Path) -> None:
    """Where KEEP_ANSWERS_DAYS is set."""
    with closing(State.open("", data=data)) as state:
        set_age(state, "of2", days=9)
    run = CliRunner().invoke(
        cli, ["sources", "--data-dir", str(data), "--json"], env={"KEEP_ANSWERS_DAYS": "8"}
    )
    assert printed(run)["id"] == "of1"
    with closing(State.open("", data=data)) as state:
        assert state.answers.get("of2") is None


@pytest.mark.parametrize(
    "arguments", [[], ["1", "--server=2"], ["--server=2", "--older-than=1"], ["ada"], ["0"]]
)
def test_one_thing_is_named(data: Path, arguments: list[str]) -> None:
    """Whatever else is typed deletes nothing."""
    assert forget(data, *arguments).exit_code == 2
    with closing(State.open("", data=data)) as state:
        assert state.answers.get("of1")
        assert state.answers.get("of2")


def test_a_database_elsewhere_is_the_one(data: Path, postgresql: NewDatabase) -> None:
    """That DATABASE_URL names."""
    address = postgresql()
    with closing(State.open(address, data=data)) as state:
        state.answers.save(ANSWER, Occasion(asker=1))
        assert printed(forget(data, "1", "--json", DATABASE_URL=address))["answers"] == 1
        assert state.answers.get(ANSWER.id) is None
