"""The database behind the stores: a file in DATA_DIR, or a PostgreSQL server by setting."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self
from weakref import finalize

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from bot.state.place import FILE
from bot.state.schema import bring_up_to_date
from index.errors import ConfigurationError, FootnoteError
from index.secrets import masked, secrets_in

# Another process may be writing at the same moment.
_WAIT = 10  # seconds
# A server may have closed a connection that lay idle.
_POSTGRESQL: dict[str, Any] = {"pool_pre_ping": True, "connect_args": {"connect_timeout": _WAIT}}
# Opening a file is cheaper than keeping it open, and nothing is left to be closed.
_SQLITE: dict[str, Any] = {"poolclass": NullPool, "connect_args": {"timeout": _WAIT}}
_DRIVERS = {
    "sqlite": ("sqlite", _SQLITE),
    "postgresql": ("postgresql+psycopg", _POSTGRESQL),
    "postgresql+psycopg": ("postgresql+psycopg", _POSTGRESQL),
    "postgres": ("postgresql+psycopg", _POSTGRESQL),
}

_WRITES = {"writes": True}
# One writes at a time, and says so from the start: what it read stays true until it is done.
# The number is PostgreSQL's name for the lock, taken by no other program in the same database.
_BEGIN = {
    ("sqlite", False): "BEGIN",
    ("sqlite", True): "BEGIN IMMEDIATE",
    ("postgresql", True): "SELECT pg_advisory_xact_lock(7007123)",
}


class DatabaseUnusable(FootnoteError):
    """What people leave behind can't be read or kept now."""


class Database:
    """A database whose schema is the newest; one object serves any number of threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._for_writing = engine.execution_options(**_WRITES)
        self._let_go = finalize(self, _keep_open(engine))

    @classmethod
    def open(cls, address: str, *, data: Path) -> Self:
        """Return the database at an address; an empty one means the file in ``data``.

        Raises:
            ConfigurationError: it can't be reached or used, or a newer Footnote made it.
        """
        if not address:
            _make_private(data / FILE)
        file = URL.create("sqlite", database=str(data / FILE))
        engine = _engine(_read(address) if address else file)
        with _closed_if_unusable(engine, address):
            if bring_up_to_date(engine.execution_options(**_WRITES)):
                _write_anew(engine)
        return cls(engine)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Lend a session that sees one state of the database.

        Raises:
            DatabaseUnusable: it can't be read now.
        """
        with self._plain_errors(), Session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Lend a session whose changes are kept together at the end of the block, or not at all.

        Raises:
            DatabaseUnusable: it can't be written now.
        """
        with self._plain_errors(), Session(self._for_writing) as session, session.begin():
            yield session

    def scrub(self) -> None:
        """Take what was deleted out of SQLite's log of changes, where it may still stand.

        In the file itself it was overwritten. PostgreSQL does both in its own time.
        """
        if self._engine.dialect.name == "sqlite":
            _outside_transactions(self._engine, "PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the connections that lie idle."""
        self._let_go()
        self._engine.dispose()

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise DatabaseUnusable(
                f"{_named(self._engine)} can't be used now ({_reason(error)}): "
                f"{_mend(self._engine)}."
            ) from error


def _read(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError:
        raise _not_an_address() from None
    # A password with an @ that isn't written %40 is cut there, and its end taken for a host.
    if url.drivername not in _DRIVERS or not url.database or "@" in (url.host or ""):
        raise _not_an_address()
    return url


def _not_an_address() -> ConfigurationError:
    # The value isn't repeated: it may hold a password.
    return ConfigurationError(
        "DATABASE_URL is not an address such as postgresql://USER:PASSWORD@HOST/NAME: set it to "
        "one, the signs @ : / ? # and % of a password written as %40 %3A %2F %3F %23 and %25, or "
        "leave it empty."
    )


def _engine(url: URL) -> Engine:
    driver, options = _DRIVERS[url.drivername]
    try:
        # Parameters are people's questions: no log needs them.
        engine = create_engine(url.set(drivername=driver), hide_parameters=True, **options)
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            f"DATABASE_URL needs {error.name}, which isn't installed: run "
            '`pip install "footnote[postgresql]"`.'
        ) from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def _closed_if_unusable(engine: Engine, address: str) -> Iterator[None]:
    try:
        yield
    except (DBAPIError, OSError) as error:  # beside a file lies its lock
        engine.dispose()
        secrets = secrets_in({"DATABASE_URL": address})
        raise ConfigurationError(
            f"{_named(engine)} can't be used ({masked(_reason(error), secrets)}): {_mend(engine)}."
        ) from error
    except BaseException:
        engine.dispose()
        raise


def _named(engine: Engine) -> str:
    if engine.dialect.name == "sqlite":
        return f"The database {engine.url.database}"
    return f"The database {engine.url.set(query={}).render_as_string()}"


def _reason(error: DBAPIError | OSError) -> str:
    return " ".join(str(error.orig if isinstance(error, DBAPIError) else error).split())


def _mend(engine: Engine) -> str:
    if engine.dialect.name == "sqlite":
        return (
            "see that there is room on its disk and that it may be written to; if it is damaged, "
            "put a copy from before in its place, or move it away to begin a new one"
        )
    return "set DATABASE_URL to one that can, or leave it empty"


def _keep_open(engine: Engine) -> Callable[[], None]:
    """Read a file over a connection of its own, and return what closes that.

    As long as it is open, what SQLite keeps beside the file is there: to make that at each opening
    would fail on a full disk, and so would reading.
    """
    if engine.dialect.name != "sqlite":
        return lambda: None
    connection = sqlite3.connect(str(engine.url.database), check_same_thread=False)
    with suppress(sqlite3.Error):  # whoever reads next is told
        connection.execute("PRAGMA user_version").fetchone()
    return connection.close


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # else the driver keeps tables out of transactions
    # What is deleted is overwritten, not only given up.
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    if statement := _BEGIN.get((connection.dialect.name, writes)):
        connection.exec_driver_sql(statement)


def _make_private(file: Path) -> None:
    """Make a new file that nobody else on the machine can read; SQLite's others are made alike."""
    with suppress(OSError):  # whatever is wrong is told when the file is opened
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _write_anew(engine: Engine) -> None:
    """Leave nothing in the file of what was deleted before deleting meant overwriting."""
    if engine.dialect.name == "sqlite":
        _outside_transactions(engine, "VACUUM")
        _outside_transactions(engine, "PRAGMA wal_checkpoint(TRUNCATE)")


def _outside_transactions(engine: Engine, statement: str) -> None:
    connection = engine.raw_connection()
    try:
        connection.cursor().execute(statement)
    finally:
        connection.close()
