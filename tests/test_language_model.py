"""A language model is asked over HTTP; what it lacks is said with its mend."""

import asyncio
import importlib.util
from collections.abc import Iterator

import pytest

from index.errors import ConfigurationError, NoReply
from index.language_model import LanguageModel, load_language_model, whole_reply
from index.settings import Settings
from tests.chat_server import (
    Behaviour,
    ChatServer,
    chat_server,
    event,
    fails,
    limits_the_rate,
    says,
    sends,
    stalls,
)


@pytest.fixture
def server() -> Iterator[ChatServer]:
    """The server that stands for the model."""
    with chat_server() as server:
        yield server


def _load(environment: dict[str, str] | None = None, **values: str) -> LanguageModel | None:
    return load_language_model(Settings.from_mapping(values), environment or {})


def _local(server: ChatServer, **values: str) -> LanguageModel:
    address = {"LANGUAGE_MODEL": "openai-like/local", "LANGUAGE_MODEL_URL": server.address}
    model = load_language_model(Settings.from_mapping(address | values), {})
    assert model
    return model


def _reply(model: LanguageModel) -> str:
    return asyncio.run(whole_reply(model, "rules", "question"))


def test_none_is_needed() -> None:
    """Nothing set, nothing loaded."""
    assert _load() is None


def test_a_model_replies(server: ChatServer) -> None:
    """It gets instructions and message apart, and its reply comes without spaces around it."""
    server.behaviours.append(says(lambda prompt: f" {prompt.system} {prompt.user} \n"))
    assert _reply(_local(server)) == "rules question"


def test_openai_may_be_elsewhere_and_its_models_new(server: ChatServer) -> None:
    """Its own variables hold key and address, and a name that no list has is taken."""
    server.behaviours.append(says("yes"))
    environment = {"OPENAI_API_KEY": "sk-own", "OPENAI_API_BASE": server.address}
    model = _load(environment, LANGUAGE_MODEL="openai/of-next-year")
    assert model
    assert _reply(model) == "yes"
    assert server.keys == ["Bearer sk-own"]


def test_our_key_goes_before_the_makers(server: ChatServer) -> None:
    """LANGUAGE_MODEL_KEY is the one that is sent."""
    server.behaviours.append(says("yes"))
    values = {"LANGUAGE_MODEL_URL": server.address, "LANGUAGE_MODEL_KEY": "ours"}
    model = _load({"OPENAI_API_KEY": "sk-own"}, LANGUAGE_MODEL="openai/gpt-4o-mini", **values)
    assert model
    _reply(model)
    assert server.keys == ["Bearer ours"]


def test_a_hiccup_is_outlasted(server: ChatServer) -> None:
    """One failure is followed by another attempt."""
    server.behaviours += [fails(503), says("yes")]
    assert _reply(_local(server)) == "yes"


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (fails(500), "doesn't reply"),
        (fails(401), "no such luck"),
        (stalls(), "within 0.2 seconds"),
        (stalls("Yes, but"), "within 0.2 seconds"),
        (says("Yes, but", ending=None), "before its end"),
        (sends(lambda _: [event({"content": "Yes"})], torn=True), "doesn't reply"),
        (says(" \n"), "says nothing"),
        (says("Yes, but", ending="length"), "before its end"),
        (limits_the_rate(50), "within 0.2 seconds"),
        (sends(lambda _: [b"<html>It works!</html>"]), ""),
        (sends(lambda _: [b"data: <html>\n\n"]), "doesn't reply"),
        (sends(lambda _: [b"data: []\n\n"]), "doesn't reply"),
        (sends(lambda _: [b"data: null\n\n"]), "doesn't reply"),
        (sends(lambda _: [b'data: {"choices": 7}\n\n']), "doesn't reply"),
        (sends(lambda _: [b'data: {"choices": [{"delta": "Yes"}]}\n\n']), "doesn't reply"),
    ],
)
def test_what_is_no_reply_is_told(server: ChatServer, behaviour: Behaviour, reason: str) -> None:
    """The error names the model and what happened."""
    server.behaviours.append(behaviour)
    model = _local(server, LANGUAGE_MODEL_TIMEOUT="0.2")
    with pytest.raises(NoReply, match="openai-like/local") as caught:
        _reply(model)
    assert reason in caught.value.in_full


def test_what_a_server_repeats_is_no_part_of_the_error(server: ChatServer) -> None:
    """It may be the question, or the key: what it says is kept apart, and without the key."""
    server.behaviours.append(fails(400, "you sent: question with sk-c4n4ry-0123456789"))
    with pytest.raises(NoReply, match="doesn't reply, BadRequestError 400") as caught:
        _reply(_local(server, LANGUAGE_MODEL_KEY="sk-c4n4ry-0123456789"))
    assert "you sent" not in str(caught.value)
    assert "you sent: question with ***" in caught.value.in_full
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("setting", ["gpt-4o", "openai/", "mystery/model"])
def test_an_unknown_model_is_named(setting: str) -> None:
    """The error repeats the value and lists what there is."""
    with pytest.raises(ConfigurationError, match=rf"^LANGUAGE_MODEL={setting} .*ollama/NAME"):
        _load(LANGUAGE_MODEL=setting)


@pytest.mark.parametrize(
    ("setting", "missing"),
    [
        ("openai/gpt-4o-mini", "LANGUAGE_MODEL_KEY"),
        ("anthropic/claude", "LANGUAGE_MODEL_KEY"),
        ("openai-like/local", "LANGUAGE_MODEL_URL"),
    ],
)
def test_what_a_model_needs_is_named(setting: str, missing: str) -> None:
    """Without key or address nothing is asked."""
    with pytest.raises(ConfigurationError, match=f"^LANGUAGE_MODEL={setting} needs {missing}"):
        _load(LANGUAGE_MODEL=setting)


@pytest.mark.parametrize("family", ["anthropic", "ollama"])
def test_a_missing_package_comes_with_the_line_that_installs_it(family: str) -> None:
    """The error can be pasted into a terminal."""
    if importlib.util.find_spec(f"llama_index.llms.{family}"):
        pytest.skip(f"the package for {family} is installed")
    with pytest.raises(ConfigurationError, match=rf'pip install "footnote\[{family}\]"$'):
        _load(LANGUAGE_MODEL=f"{family}/model", LANGUAGE_MODEL_KEY="key")


@pytest.mark.parametrize("seconds", ["soon", "-1", "0", "1e3"])
def test_a_time_out_is_a_number_of_seconds(seconds: str) -> None:
    """Anything else is refused with an example."""
    with pytest.raises(ConfigurationError, match=r"LANGUAGE_MODEL_TIMEOUT .* such as 30"):
        _load(LANGUAGE_MODEL_TIMEOUT=seconds)


def test_the_key_is_not_shown() -> None:
    """Settings can be printed."""
    assert "hush" not in repr(Settings.from_mapping({"LANGUAGE_MODEL_KEY": "hush"}))
