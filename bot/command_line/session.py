"""What a terminal command works with: settings, a library opened when needed, a way to print."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

import click

from bot.command_line.harmless import harmless, to_json
from bot.settings import StateSettings
from index.errors import FootnoteError
from index.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

    from bot.state.answers import AnswerStore
    from bot.state.state import State
    from index.answer import Answer
    from index.answering.prose import OnDraft
    from index.library import Library
    from index.plan import Preview
    from index.progress import OnProgress, Progress
    from index.rebuild import RebuildReport

ProgressStyle = Literal["bar", "json", "none"]


class _Shaped(Protocol):
    def to_json(self) -> dict[str, Any]: ...


_Value = TypeVar("_Value", bound=_Shaped)


@dataclass
class Session:
    """The settings of one command and what it needs of the library and the terminal."""

    settings: Settings
    as_json: bool
    names_articles: bool = False
    state_settings: StateSettings = field(default_factory=lambda: StateSettings.from_mapping({}))
    collection_id: str | None = None

    @cached_property
    def library(self) -> "Library":
        """The library, opened at first use."""
        from index.library import Library

        return Library.open(self.settings).of(self.collection_id)

    @cached_property
    def answers(self) -> "AnswerStore":
        """The answers that were given."""
        return self.state.answers

    @cached_property
    def state(self) -> "State":
        """What people leave behind, opened at first use; what is too old is forgotten then."""
        from bot.retention import forget_old_answers
        from bot.state.state import State

        state = State.open(self.state_settings.database_url, data=self.library.settings.data)
        if command := click.get_current_context(silent=True):
            command.call_on_close(state.close)
        forget_old_answers(state, self.state_settings)
        return state

    def keep(self, answer: "Answer") -> None:
        """Keep an answer, for `footnote sources`, as long as KEEP_ANSWERS_DAYS says.

        Where that fails, it is shown all the same.
        """
        from bot.state.shortcut import keep

        settings = self.state_settings
        try:
            if settings.database_url or not keep(
                answer, data=self.settings.data, longest=settings.keep_answers
            ):
                self.answers.save(answer)
        except FootnoteError as error:
            click.echo(f"This answer isn't kept. {error}", err=True)

    @cached_property
    def console(self) -> "Console":
        """Standard output for a reader."""
        from bot.command_line.harmless_console import HarmlessConsole

        return HarmlessConsole(highlight=False, soft_wrap=not sys.stdout.isatty())

    def emit(self, value: _Value, show: Callable[["Console", _Value], None]) -> None:
        """Print a value: its JSON shape on one line, or as a reader wants it."""
        if self.as_json:
            self.emit_json(value.to_json())
        else:
            show(self.console, value)

    def drafts(self) -> AbstractContextManager["OnDraft | None"]:
        """Lend what shows a reader the answer while a language model writes it."""
        if self.as_json or not self.settings.language_model or not self.console.is_terminal:
            return nullcontext()
        from bot.command_line.terminal import draft_shown

        return draft_shown(self.console)

    def emit_json(self, value: object) -> None:
        """Print one JSON object on one line, and at once: somebody may be reading line by line."""
        click.echo(to_json(value))
        sys.stdout.flush()

    def ensure_index(self) -> None:
        """Make or fetch everyone's index if there is none; tell if it isn't of these articles."""
        shared = self.library.of(None)
        if self.library.is_built:
            self.library.warm_up()
        else:
            report = _rebuild(shared, full=False, style="bar")
            for error in report.failed:
                click.echo(harmless(str(error)), err=True)
        named = [path.resolve() for path in self.settings.articles]
        if self.settings.index_url:
            return
        if self.names_articles and shared.is_built and shared.locations() != named:
            places = ", ".join(map(str, shared.locations()))
            click.echo(f"The index is of {places}: `footnote rebuild` makes it anew.", err=True)

    def rebuild(self, *, full: bool, style: ProgressStyle) -> "RebuildReport":
        """Bring the index in line with the articles, progress shown on standard error."""
        return _rebuild(self.library, full=full, style=style)

    def rebuild_of(self, collection_id: str | None) -> "RebuildReport":
        """Do so for everyone's articles, or for those of a collection."""
        return _rebuild(self.library.of(collection_id), full=False, style="bar")

    def preview_rebuild(self, *, style: ProgressStyle) -> "Preview":
        """Tell what `rebuild` would do, progress shown on standard error."""
        with _STYLES[style]() as on_progress:
            return self.library.preview_rebuild(on_progress=on_progress)


def _rebuild(library: "Library", *, full: bool, style: ProgressStyle) -> "RebuildReport":
    with _STYLES[style]() as on_progress:
        return library.rebuild(full=full, on_progress=on_progress)


@contextmanager
def _bar() -> Iterator["OnProgress"]:
    from rich import progress as rich_progress
    from rich.console import Console

    columns = (
        rich_progress.TextColumn("{task.description:<20}"),
        rich_progress.BarColumn(),
        rich_progress.TextColumn("{task.fields[count]}"),
        rich_progress.TimeElapsedColumn(),
    )
    with rich_progress.Progress(*columns, console=Console(stderr=True)) as bar:
        tasks: dict[str, rich_progress.TaskID] = {}

        def on_progress(progress: "Progress") -> None:
            if progress.step not in tasks:
                tasks[progress.step] = bar.add_task(progress.step, total=None, count="")
            total = progress.total or None
            count = f"{progress.done}/{total}" if total else f"{progress.done}"
            bar.update(tasks[progress.step], completed=progress.done, total=total, count=count)

        yield on_progress


@contextmanager
def _json_lines() -> Iterator["OnProgress"]:
    def on_progress(progress: "Progress") -> None:
        line = {"step": progress.step, "done": progress.done, "total": progress.total}
        click.echo(json.dumps(line), err=True)

    yield on_progress


@contextmanager
def _silent() -> Iterator["OnProgress"]:
    yield lambda _: None


_STYLES = {"bar": _bar, "json": _json_lines, "none": _silent}
