"""The one door through which a command's failure becomes a plain sentence and an exit code."""

import errno
import logging
import os
import traceback
from typing import Any, NoReturn

import click

from bot.command_line.harmless import harmless
from bot.masking import MaskingFormatter
from index.errors import FootnoteError
from index.secrets import masked, secrets_in
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
        _mask_warnings()
        try:
            return super().invoke(ctx)
        except FootnoteError as error:
            _leave(ctx, error.in_full, error.exit_code)
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


def _mask_warnings() -> None:
    """Have what libraries warn of, where no log was begun, go without secrets."""
    if logging.lastResort:
        logging.lastResort.setFormatter(MaskingFormatter(logging.Formatter(), _secrets))


def _leave(ctx: click.Context, sentence: str, exit_code: int) -> NoReturn:
    if _is_debugging():
        click.echo(_masked(traceback.format_exc()), err=True, nl=False)
    click.echo(f"footnote: {harmless(_masked(sentence))}", err=True)
    ctx.exit(exit_code)


def _masked(text: str) -> str:
    return masked(text, _secrets())


def _secrets() -> frozenset[str]:
    return secrets_in(_environment())


def _is_debugging() -> bool:
    return _environment().get("LOG_LEVEL", "").upper() == "DEBUG"


def _environment() -> dict[str, str]:
    try:
        return environment()
    except FootnoteError:
        return dict(os.environ)
