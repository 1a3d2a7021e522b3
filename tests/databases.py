"""Databases for tests: a file, and where its programs are installed a PostgreSQL server."""

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from bot.state.state import State

# PostgreSQL refuses to run as root.
_SOMEBODY = "nobody"
_PLACES = "/usr/lib/postgresql/*/bin"

NewDatabase = Callable[[], str]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[NewDatabase]:
    """A PostgreSQL server that runs until the tests are done; makes a new database at each call."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="footnote-postgresql-"))
    somebody = _SOMEBODY if os.geteuid() == 0 else None
    if somebody:
        os.chown(folder, pwd.getpwnam(somebody).pw_uid, -1)
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), "-D", str(data), *arguments]
        subprocess.run(
            command, check=True, user=somebody, cwd=folder, stdout=subprocess.DEVNULL, timeout=60
        )

    run("initdb", "--username=footnote", "--auth=trust", "--no-sync", "--encoding=UTF8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    run("pg_ctl", "start", "-w", "-l", f"{folder}/log", "-o", f"-F -h 127.0.0.1 -p {port} -k ''")
    address = f"postgresql://footnote@127.0.0.1:{port}"
    numbers = count()

    def new_database() -> str:
        import psycopg

        name = f"test_{next(numbers)}"
        with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"{address}/{name}"

    yield new_database
    run("pg_ctl", "stop", "-w", "-m", "immediate")
    shutil.rmtree(folder)


def _programs() -> Path:
    """Return the folder of PostgreSQL's programs."""
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip('psycopg isn\'t installed (`pip install "footnote[postgresql]"`)')
    folders = [*map(Path, os.get_exec_path()), *Path("/").glob(_PLACES[1:])]
    for folder in folders:
        if all((folder / program).exists() for program in ("initdb", "pg_ctl", "postgres")):
            return folder
    pytest.skip("PostgreSQL's programs aren't installed (`apt-get install postgresql`)")


@pytest.fixture(params=["file", "postgresql"])
def address(request: pytest.FixtureRequest) -> str:
    """The address of a new database: empty for a file, then that of one on a server."""
    if request.param == "file":
        return ""
    new_database: NewDatabase = request.getfixturevalue("postgresql")
    return new_database()


@pytest.fixture
def state(address: str, tmp_path: Path) -> Iterator[State]:
    """The stores of a new database."""
    opened = State.open(address, data=tmp_path)
    yield opened
    opened.close()
