"""Forgetting: by age, by server, and messages that are to be deleted with what they show.

Who began to watch a feed isn't kept any more: nothing asked for it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make what forgetting needs."""
    op.create_index("answers_by_age", "answers", ["given_at"])
    # Made anew, as a batch would in SQLite, the table would take its entries along.
    op.drop_column("feeds", "watched_by")
    op.create_table(
        "withdrawals",
        sa.Column("message", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("channel", sa.BigInteger, nullable=False),
        sa.Column("decided_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "presences",
        sa.Column("server", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("bot", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("left_at", sa.DateTime),
    )
