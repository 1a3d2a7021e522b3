"""The schema of a database, brought up to date by the steps in migrations/."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import cast

from filelock import FileLock
from sqlalchemy import Connection, Engine, inspect, text

from bot.state.place import SCHEMA
from index.errors import ConfigurationError


def bring_up_to_date(engine: Engine) -> bool:
    """Take an older schema to the newest, or make it; tell whether there was an older one.

    All steps are one transaction of ``engine``, which lets only one write at a time: processes may
    begin at once, and one that is killed leaves the schema as it was.

    Raises:
        ConfigurationError: the schema is newer than this program.
    """
    with _alone_with_the_file(engine), engine.begin() as connection:
        if _schema(connection) == SCHEMA:
            return False
        is_new = not inspect(connection).get_table_names()
        _upgrade(connection)
        return not is_new


def _schema(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return cast("str | None", connection.scalar(text("SELECT version_num FROM alembic_version")))


def _upgrade(connection: Connection) -> None:
    # A third of a second to import, once in the life of a database.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "bot.state:migrations")
    schema = _schema(connection)
    try:
        ScriptDirectory.from_config(config).get_revisions(schema or ())
    except CommandError:
        raise ConfigurationError(
            f"The database's schema is {schema}, newer than {SCHEMA}, which this Footnote knows: "
            "install the newer Footnote again, or set DATABASE_URL or DATA_DIR to another place."
        ) from None
    command.upgrade(config, "head")


@contextmanager
def _alone_with_the_file(engine: Engine) -> Iterator[None]:
    """Wait for others who open it: SQLite can't prepare a new file for two at once."""
    is_file = engine.dialect.name == "sqlite"
    with FileLock(f"{engine.url.database}.lock") if is_file else nullcontext():
        yield
