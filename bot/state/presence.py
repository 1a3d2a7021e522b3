"""Which servers a bot is in, and since when it isn't in those that it left."""

from collections.abc import Set
from datetime import UTC, datetime

from sqlalchemy import func, select

from bot.state.database import Database
from bot.state.tables import PresenceRow


class PresenceStore:
    """Several bots may share a database: a server is left when none of them is there."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, bot: int, servers: Set[int]) -> None:
        """Note that a bot is in these servers, and in no other any more."""
        now = datetime.now(UTC)
        with self._database.writing() as session:
            rows = session.scalars(select(PresenceRow).where(PresenceRow.bot == bot)).all()
            known = {row.server: row for row in rows}
            for server in known.keys() | set(servers):
                row = known.get(server) or PresenceRow(server=server, bot=bot)
                row.left_at = None if server in servers else row.left_at or now
                session.add(row)

    def left_before(self, moment: datetime) -> list[int]:
        """Return the servers that the last bot left before a moment."""
        wanted = (
            select(PresenceRow.server)
            .group_by(PresenceRow.server)
            .having(func.count() == func.count(PresenceRow.left_at))
            .having(func.max(PresenceRow.left_at) <= moment)
        )
        with self._database.reading() as session:
            return list(session.scalars(wanted.order_by(PresenceRow.server)))
