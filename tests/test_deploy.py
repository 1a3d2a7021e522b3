"""Unit, container and composition say what the documents say, and name what is there."""

import asyncio
import configparser
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml

from bot.command_line.cli import cli
from bot.health_check import main as check_health
from bot.run import _PATIENCE as TO_FINISH
from index.library import Library
from tests.bot_fixtures import Newsroom
from tests.declared import declared_settings
from tests.modules import ROOT
from tests.test_bot_run import LONG_ENOUGH, running

CONTAINER = (ROOT / "deploy/Containerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text("utf-8"))
RUNNING = (ROOT / "docs/running.md").read_text("utf-8")
UNIT = (ROOT / "deploy/footnote.service").read_text("utf-8")
SETTINGS = {setting.name for setting in declared_settings()}
OF_PYTHON = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PATH", "HOME"}


def _unit() -> dict[str, list[str]]:
    """Return the values of each key of the service, in their order."""
    values: dict[str, list[str]] = {}
    _, _, service = UNIT.partition("[Service]\n")
    for line in service.partition("\n[")[0].splitlines():
        if line and not line.startswith("#"):
            key, _, value = line.partition("=")
            values.setdefault(key, []).append(value)
    return values


def _container() -> dict[str, list[str]]:
    """Return what each instruction of the last stage says."""
    _, _, stage = CONTAINER.replace("\\\n", " ").rpartition("\nFROM ")
    found: dict[str, list[str]] = {}
    for line in stage.splitlines()[1:]:
        if line and not line.startswith("#"):
            instruction, _, rest = line.partition(" ")
            found.setdefault(instruction, []).append(rest.strip())
    return found


def _environment(assignments: list[str]) -> dict[str, str]:
    pairs = (pair.partition("=") for line in assignments for pair in shlex.split(line))
    return {name: value for name, _, value in pairs}


def test_the_unit_is_read_as_units_are() -> None:
    """It has three sections, and each key but those that add up stands there once."""
    parser = configparser.RawConfigParser(strict=False, interpolation=None)
    parser.read_string(UNIT)
    assert parser.sections() == ["Unit", "Service", "Install"]
    repeated = {key for key, values in _unit().items() if len(values) > 1}
    assert repeated == {"Environment", "SystemCallFilter"}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd isn't installed")
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    """Its own verifier is silent once the command exists, and rates its exposure as low."""
    command = tmp_path / "footnote"
    command.touch(mode=0o755)
    unit = tmp_path / "footnote.service"
    unit.write_text(UNIT.replace("/opt/footnote/.venv/bin/footnote", str(command)))
    run = _run("systemd-analyze", "verify", "--man=no", str(unit))
    said = run.stdout + run.stderr
    assert run.returncode == 0, said
    assert "footnote" not in said, said
    run = _run("systemd-analyze", "security", "--offline=true", "--threshold=20", str(unit))
    assert run.returncode == 0, run.stdout


def test_each_names_commands_that_exist() -> None:
    """What a unit, a container or a composition starts is what this project installs."""
    [start] = _unit()["ExecStart"]
    program, command = start.split()
    assert program == "/opt/footnote/.venv/bin/footnote"
    assert command in cli.commands
    [entry], [default] = _container()["ENTRYPOINT"], _container()["CMD"]
    assert (yaml.safe_load(entry), yaml.safe_load(default)) == (["footnote"], ["bot"])
    chroma, subcommand, *_ = COMPOSE["services"]["chroma"]["entrypoint"]
    assert subcommand == "run"
    assert (Path(sys.executable).parent / chroma).exists()
    modules = set(re.findall(r'"-m", "([\w.]+)"', CONTAINER + str(COMPOSE).replace("'", '"')))
    assert modules == {"bot.health_check"}


def test_what_the_container_copies_is_let_into_its_build() -> None:
    """And nothing else is: neither settings nor data nor what was committed before."""
    *_, allowed = (ROOT / ".dockerignore").read_text("utf-8").partition("*\n")
    let_in = set(re.findall(r"^!(\S+)$", allowed, re.MULTILINE))
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINER, re.MULTILINE)
    assert let_in == {name for names in copied for name in names.split()}
    assert all((ROOT / name).exists() for name in let_in)


def test_nobody_runs_as_root() -> None:
    """The unit has a user of its own; the container's is a number, and not 0."""
    assert _unit()["User"] == ["footnote"]
    assert _container()["USER"] == ["10001:10001"]


@pytest.mark.parametrize("service", ["bot", "chroma"])
def test_both_services_are_confined(service: str) -> None:
    """Read-only, without capabilities and unable to gain any, watched and started again."""
    said = COMPOSE["services"][service]
    assert said["read_only"] is True
    assert said["cap_drop"] == ["ALL"]
    assert said["security_opt"] == ["no-new-privileges:true"]
    assert said["restart"] == "unless-stopped"
    assert said["image"] == "footnote"
    assert not {"ports", "privileged", "cap_add", "devices", "user"} & said.keys()
    volumes = [volume.split(":") for volume in said["volumes"]]
    writable = [source for source, _, *options in volumes if options != ["ro"]]
    assert set(writable) <= COMPOSE["volumes"].keys()


def test_nobody_but_the_bot_reaches_chroma() -> None:
    """It is on one network, which leads nowhere and on which nobody else is."""
    services = COMPOSE["services"]
    assert services["chroma"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert [name for name, said in services.items() if "inside" in said["networks"]] == [
        "chroma",
        "bot",
    ]
    address = services["bot"]["environment"]["CHROMA_URL"]
    port = services["chroma"]["entrypoint"][-1]
    assert address == f"http://chroma:{port}"
    assert f":{port}/" in services["chroma"]["healthcheck"]["test"][-1]


def test_the_bot_waits_for_chroma_and_has_time_to_finish() -> None:
    """It begins once Chroma is healthy; whoever stops it waits longer than answers take."""
    bot = COMPOSE["services"]["bot"]
    assert bot["depends_on"] == {"chroma": {"condition": "service_healthy"}}
    assert int(bot["stop_grace_period"].removesuffix("s")) > 2 * TO_FINISH
    assert int(_unit()["TimeoutStopSec"][0]) > 2 * TO_FINISH


def test_a_wrong_setting_is_not_tried_again() -> None:
    """The unit knows the exit code that says so."""
    assert _unit()["RestartPreventExitStatus"] == ["78"]


def test_the_token_comes_from_a_file_that_none_of_them_holds() -> None:
    """No secret stands in any of the files; two name where it is, the third is told."""
    assert COMPOSE["services"]["bot"]["env_file"] == ["../.env"]
    assert _unit()["EnvironmentFile"] == ["/etc/footnote.env"]
    for text in (CONTAINER, UNIT, str(COMPOSE)):
        assert not re.search(r"(TOKEN|KEY|PASSWORD)=", text)


def test_every_setting_that_is_made_exists() -> None:
    """What each puts into the environment is a setting, or Python's own."""
    for made in (
        _environment(_unit()["Environment"]),
        _environment(_container()["ENV"]),
        COMPOSE["services"]["bot"]["environment"],
    ):
        assert made.keys() <= SETTINGS | OF_PYTHON
        assert made["HEALTH_PORT"] == "8086"
        assert made["DATA_DIR"] in {"/data", "/var/lib/footnote"}


def test_the_document_says_what_the_files_say() -> None:
    """Ports, places and numbers that it names are theirs."""
    assert "127.0.0.1:8086/health" in RUNNING
    assert _unit()["EnvironmentFile"][0] in RUNNING
    assert "user 10001" in RUNNING
    assert f"/var/lib/{_unit()['StateDirectory'][0]}" in RUNNING
    assert {f"`{name}`" for name in COMPOSE["services"]} <= set(re.findall(r"`\w+`", RUNNING))
    assert set(re.findall(r"\bfootnote ([a-z]+)\b(?! FILE\|)", _code(RUNNING))) - {
        "footnote",
        "env",
    } <= cli.commands.keys() | {"bot"}


def _code(markdown: str) -> str:
    return "\n".join(re.findall(r"^footnote .*$|`footnote [^`]*`", markdown, re.MULTILINE))


@contextmanager
def _answering(status: int) -> Iterator[str]:
    """Have something answer every request with this status."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b'{"problem": "no heartbeat"}'
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/health"
        finally:
            server.shutdown()
            thread.join()


def test_the_health_check_tells_well_from_ill(capsys: pytest.CaptureFixture[str]) -> None:
    """Its exit code is what a container asks for; what is wrong is in the container's log."""
    with _answering(200) as address:
        assert check_health([address]) == 0
    with _answering(503) as address:
        assert check_health([address]) == 1
    assert "no heartbeat" in capsys.readouterr().err
    assert check_health(["http://127.0.0.1:9/"]) == 1
    assert "doesn't answer" in capsys.readouterr().err
    assert check_health(["nonsense"]) == 1


def test_without_a_port_the_health_check_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """That is a matter of configuration."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HEALTH_PORT", raising=False)
    assert check_health([]) == 78
    assert "HEALTH_PORT isn't set" in capsys.readouterr().err


async def test_a_running_bot_is_healthy(newsroom: Newsroom, own_archive: Library) -> None:
    """The container's own command, asked of a bot that is connected, and after it ended."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    [said] = re.findall(r"CMD (\[.*\])", _container()["HEALTHCHECK"][0])
    _, *arguments = yaml.safe_load(said)

    async def check() -> int:
        command = [sys.executable, *arguments]
        environment = os.environ | {"HEALTH_PORT": port}
        child = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment)
        return await child.wait()

    assert await check() == 1
    async with running(newsroom.discord.token, own_archive.settings, HEALTH_PORT=port):
        await newsroom.discord.gateway.attended(within=LONG_ENOUGH)
        assert await check() == 0
    assert await check() == 1


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)
