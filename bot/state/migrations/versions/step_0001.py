"""The first tables. Answers that an earlier Footnote kept in the file move into them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_BEFORE = "answer"
_MOVE = """
INSERT INTO answers (number, id, channel, is_private, question, answered, content)
SELECT number, id,
    CASE WHEN channel NOT GLOB '*[^0-9]*' THEN CAST(channel AS INTEGER) END,
    FALSE, json_extract(content, '$.question'), json_extract(content, '$.answered'), content
FROM answer
"""


def upgrade() -> None:
    """Make the tables, and move the answers that are there."""
    _make_answers()
    _make_feedback()
    _make_settings_and_feeds()
    if sa.inspect(op.get_bind()).has_table(_BEFORE):
        op.execute(_MOVE)
        op.drop_table(_BEFORE)


def _make_answers() -> None:
    op.create_table(
        "answers",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(32), nullable=False, unique=True),
        sa.Column("given_at", sa.DateTime),
        sa.Column("server", sa.BigInteger),
        sa.Column("channel", sa.BigInteger),
        sa.Column("asker", sa.BigInteger),
        sa.Column("is_private", sa.Boolean, nullable=False),
        sa.Column("follows", sa.String(32), sa.ForeignKey("answers.id", ondelete="SET NULL")),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answered", sa.Boolean, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
    )
    op.create_index("answers_of_channel", "answers", ["channel", "number"])
    op.create_table(
        "answer_messages",
        sa.Column("message", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("channel", sa.BigInteger, nullable=False),
        _answer(index=True),
    )


def _make_feedback() -> None:
    op.create_table(
        "feedback",
        _answer(primary_key=True),
        sa.Column("user", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("is_good", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("given_at", sa.DateTime, nullable=False),
    )


def _make_settings_and_feeds() -> None:
    op.create_table(
        "server_settings",
        sa.Column("server", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("content", sa.JSON, nullable=False),
    )
    op.create_table(
        "feeds",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("server", sa.BigInteger, nullable=False),
        sa.Column("url", sa.String(2_000), nullable=False),
        sa.Column("channel", sa.BigInteger),
        sa.Column("watched_by", sa.BigInteger, nullable=False),
        sa.Column("watched_since", sa.DateTime, nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("last_poll", sa.DateTime),
        sa.Column("next_poll", sa.DateTime, index=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_error", sa.Text),
        sa.UniqueConstraint("server", "url"),
    )
    op.create_table(
        "feed_entries",
        sa.Column(
            "feed",
            sa.Integer,
            sa.ForeignKey("feeds.number", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("entry", sa.String(64), primary_key=True),
        sa.Column("seen_at", sa.DateTime, nullable=False),
    )


def _answer(*, primary_key: bool = False, index: bool = False) -> sa.Column[str]:
    return sa.Column(
        "answer",
        sa.String(32),
        sa.ForeignKey("answers.id", ondelete="CASCADE"),
        nullable=False,
        primary_key=primary_key,
        index=index,
    )
