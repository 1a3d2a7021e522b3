"""The one door through which a command's failure becomes a plain sentence and an exit code."""

import traceback
from typing import Any, NoReturn

import click

from bot.command_line.harmless import harmless
from index.errors import FootnoteError
from index.settings import environment

_UNEXPECTED = 1
_INTERRUPTED = 130  # 128 + SIGINT, as shells count


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
            sentence = f"{type(error).__name__}: {error} (LOG_LEVEL=DEBUG shows where)"
            _leave(ctx, sentence, _UNEXPECTED)


def _leave(ctx: click.Context, sentence: str, exit_code: int) -> NoReturn:
    if _is_debugging():
        traceback.print_exc()
    click.echo(f"footnote: {harmless(sentence)}", err=True)
    ctx.exit(exit_code)


def _is_debugging() -> bool:
    try:
        return environment().get("LOG_LEVEL", "").upper() == "DEBUG"
    except FootnoteError:
        return False
