"""What every way to the database has to know of it, without a library of databases."""

# The newest of the steps in migrations/versions, named here so that a database which is up to date
# is recognised without Alembic.
SCHEMA = "0002"

# The file in DATA_DIR, where DATABASE_URL names no other place.
FILE = "answers.sqlite"
