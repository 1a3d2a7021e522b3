"""A command that fails ends with a plain sentence and its exit code."""

import pytest
from click import UsageError, command
from click.testing import CliRunner, Result

from bot.command_line.command_door import CommandDoor
from index.errors import ConfigurationError, FootnoteError, IndexMissing, QuestionError


def _run(error: BaseException) -> Result:
    @command
    def fail() -> None:
        raise error

    return CliRunner().invoke(CommandDoor(commands={"fail": fail}), ["fail"])


@pytest.fixture(autouse=True)
def _no_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))
    monkeypatch.delenv("LOG_LEVEL", raising=False)


@pytest.mark.parametrize(
    ("kind", "exit_code"),
    [(FootnoteError, 1), (IndexMissing, 1), (QuestionError, 2), (ConfigurationError, 78)],
)
def test_a_known_failure_is_its_sentence(kind: type[FootnoteError], exit_code: int) -> None:
    """Nothing is printed but the message, and nothing on standard output."""
    run = _run(kind("The moon is full: wait."))
    assert (run.exit_code, run.stdout) == (exit_code, "")
    assert run.stderr == "footnote: The moon is full: wait.\n"


def test_an_unexpected_failure_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """It names itself and the way to see more; only there is the traceback."""
    run = _run(ZeroDivisionError("division by zero"))
    assert run.exit_code == 1
    [line] = run.stderr.splitlines()
    assert "ZeroDivisionError: division by zero" in line
    assert "LOG_LEVEL=DEBUG" in line
    monkeypatch.setenv("LOG_LEVEL", "debug")
    assert _run(ZeroDivisionError()).stderr.startswith("Traceback")


def test_an_interrupted_command_says_so() -> None:
    """Ctrl-C has the exit code that shells give it."""
    run = _run(KeyboardInterrupt())
    assert run.exit_code == 130
    assert "Traceback" not in run.output


def test_a_wrong_use_is_explained() -> None:
    """Click's own errors stay as they are."""
    run = _run(UsageError("Give one QUESTION."))
    assert run.exit_code == 2
    assert "Usage:" in run.stderr
    assert "Give one QUESTION." in run.stderr


def test_a_reader_that_left_is_no_failure_to_talk_about() -> None:
    """A broken pipe ends the command without a word."""
    run = _run(BrokenPipeError(32, "Broken pipe"))
    assert (run.exit_code, run.output) == (1, "")
