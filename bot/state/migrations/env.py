"""How Alembic runs the steps: on the connection it is given, in the transaction begun there."""

from alembic import context

from bot.state.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a column only by making the table anew
)
context.run_migrations()
