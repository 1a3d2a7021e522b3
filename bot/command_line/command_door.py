"""The one door through which a command's failure becomes a plain sentence and an exit code."""

import errno
import traceback
from typing import Any, NoReturn

import click

from index.errors import FootnoteError
from index.settings import environment

_UNEXPECTED = 1
_INTERRUPTED = 130  # 128 + SIGINT, as shells count
_NO_MEMORY = "this machine has too little memory for it, or lets the process have too little"
# What the system's own errors are mended with.
_MENDS = {
    errno.ENOSPC: "make room on that disk",
    errno.EDQUOT: "make room on that disk",
    errno.EROFS: "see that it may be written to",
    errno.EMFILE: "raise the limit of open files, `ulimit -n`",
    errno.ENFILE: "raise the limit of open files, `ulimit -n`",
    errno.ENOMEM: _NO_MEMORY,
}


class CommandDoor(click.Group):
    """Commands that end without a traceback, whatever happens, unless LOG_LEVEL is DEBUG."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except FootnoteError as error:
            _leave(ctx, str(error), error.exit_code)
        except KeyboardInterrupt:
            _leave(ctx, "stopped", _INTERRUPTED)
        except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
            raise  # click ends the command as it should
        except Exception as error:  # the door is for every failure
            _leave(ctx, f"{type(error).__name__}: {error} ({_mend(error)})", _UNEXPECTED)


def _mend(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return _NO_MEMORY
    number = error.errno if isinstance(error, OSError) else None
    return _MENDS.get(number or 0, "LOG_LEVEL=DEBUG shows where")


def _leave(ctx: click.Context, sentence: str, exit_code: int) -> NoReturn:
    if _is_debugging():
        traceback.print_exc()
    click.echo(f"footnote: {sentence}", err=True)
    ctx.exit(exit_code)


def _is_debugging() -> bool:
    try:
        return environment().get("LOG_LEVEL", "").upper() == "DEBUG"
    except FootnoteError:
        return False
