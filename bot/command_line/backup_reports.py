"""What is in a backup, as a terminal shows it."""

from typing import TYPE_CHECKING

from rich.console import Console

from bot.messages.counting import counted

if TYPE_CHECKING:
    from bot.backups.backup import Backup
    from bot.backups.restoring import Restored

NOT_IN_BACKUPS = (
    "The database at DATABASE_URL isn't in the backup: copy it with its own tools, such as pg_dump."
)


def show_backup(console: Console, backup: "Backup") -> None:
    """Print what was copied."""
    console.print(
        f"{backup.file}: {_database(backup.database)}, and {counted(backup.articles, 'file')} of "
        f"{counted(backup.servers, 'server')}, in {backup.bytes / 1e6:.1f} MB."
    )


def show_restored(console: Console, restored: "Restored") -> None:
    """Print what was put back."""
    console.print(
        f"Restored as of {restored.made}: {_database(restored.database)}, and "
        f"{counted(restored.articles, 'file')} of {counted(len(restored.collections), 'server')}."
    )


def _database(is_there: bool) -> str:
    return "answers, feedback, settings and feeds" if is_there else "no database"
