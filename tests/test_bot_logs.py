"""The log is one JSON object a line where that is asked for, and tells of nobody's words."""

import json
import logging
import sys
from collections.abc import Iterator

import pytest

from bot.logs import JsonFormatter, begin_logging
from bot.settings import BotSettings

FIELDS = {"time", "level", "logger", "message"}


@pytest.fixture(autouse=True)
def unchanged_logging() -> Iterator[None]:
    """Leave logging as it was for the tests that follow."""
    names = (None, "bot", "index", "httpx")
    levels = {name: logging.getLogger(name).level for name in names}
    handlers = logging.getLogger().handlers.copy()
    yield
    logging.getLogger().handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def _begin(**values: str) -> None:
    begin_logging(BotSettings.from_mapping(values))


def test_a_line_is_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever is in the message, it stays on one line."""
    _begin(LOG_FORMAT="json")
    logging.getLogger("bot.run").info("It says\n%s", "“kůň”")
    [line] = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert told.keys() == FIELDS
    assert told["time"].endswith("+00:00")
    assert (told["level"], told["logger"]) == ("INFO", "bot.run")
    assert told["message"] == "It says\n“kůň”"


def test_an_error_brings_its_traceback() -> None:
    """In the same object."""
    try:
        raise KeyError("lost")
    except KeyError:
        record = logging.LogRecord("bot", logging.ERROR, "", 1, "Oh.", None, sys.exc_info())
    told = json.loads(JsonFormatter().format(record))
    assert told.keys() == FIELDS | {"error"}
    assert told["error"].startswith("Traceback")
    assert told["error"].endswith("KeyError: 'lost'")


def test_text_is_what_people_read(capsys: pytest.CaptureFixture[str]) -> None:
    """By default, a line has the level and ends with the message."""
    _begin()
    logging.getLogger("bot.run").info("Told to stop.")
    line = capsys.readouterr().err
    assert "INFO" in line
    assert line.endswith("Told to stop.\n")


def test_the_level_is_the_one_set(capsys: pytest.CaptureFixture[str]) -> None:
    """What is below it isn't written."""
    _begin(LOG_LEVEL="WARNING")
    logging.getLogger("bot").info("quiet")
    logging.getLogger("discord").info("quiet")
    logging.getLogger("index").warning("loud")
    assert capsys.readouterr().err.count("quiet") == 0


@pytest.mark.parametrize(
    ("logger", "is_heard"),
    [("bot.run", True), ("index.library", True), ("discord.http", False), ("openai", False)],
)
def test_only_our_own_is_heard_at_debug(
    capsys: pytest.CaptureFixture[str], logger: str, is_heard: bool
) -> None:
    """Other libraries write down there what people asked, and with which secret."""
    _begin(LOG_LEVEL="DEBUG")
    logging.getLogger(logger).debug("heard")
    assert ("heard" in capsys.readouterr().err) is is_heard


def test_the_addresses_of_requests_are_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody may have written them."""
    _begin()
    logging.getLogger("httpx").info("HTTP Request: GET https://example.org/private")
    assert not capsys.readouterr().err
