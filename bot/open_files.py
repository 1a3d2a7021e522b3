"""Files that are their owner's alone, or should be."""

import logging
import stat
from pathlib import Path

ENV_FILE = Path(".env")

log = logging.getLogger(__name__)


def is_open_to_others(path: Path) -> bool:
    """Tell whether other users of the machine may read a file."""
    try:
        return bool(path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))
    except OSError:
        return False


def warn_of_open_secrets() -> None:
    """Log that others can read ``.env``, if they can: it holds the token."""
    if is_open_to_others(ENV_FILE):
        log.warning("Other users of this machine can read .env: run `chmod 600 .env`.")
