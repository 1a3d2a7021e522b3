"""The ``footnote`` command: each sub-command gathers its options and calls the library.

Heavy modules are imported where they are used, so that ``--help`` and a mistyped option answer at
once.
"""

import functools
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from bot.command_line.batch import answer_batch
from bot.command_line.command_door import CommandDoor
from bot.command_line.harmless import harmless
from bot.command_line.session import ProgressStyle, Session
from bot.command_line.starting import share_heaps, spare_the_collector
from bot.settings import StateSettings
from bot.stopping import ended_by_signals
from index.answer import Filters
from index.errors import FootnoteError, QuestionError
from index.settings import Settings, environment

if TYPE_CHECKING:
    from index.answer import Answer, SearchResult
    from index.scorecard.floors import FloorChange

_Command = Callable[..., None]
_PATH = click.Path(path_type=Path)
_DISCORD_ID = click.IntRange(1, 2**63 - 1)


class _Day(click.ParamType[date]):
    """A calendar day such as 2024-11-18."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except (ValueError, TypeError):
            self.fail(f"{value!r} is not a day such as 2024-11-18.", param, ctx)


_COMMON = (
    click.option("--json", "as_json", is_flag=True, help="Print JSON."),
    click.option("--data-dir", type=_PATH, help="Where the index is kept; overrides DATA_DIR."),
    click.option(
        "--articles",
        "locations",
        type=_PATH,
        multiple=True,
        help="A file or folder of articles, repeatable; overrides ARTICLES_DIR.",
    ),
)
_FILTERS = (
    click.option("--as-of", type=_Day(), help="The day on which it is asked; default: today."),
    click.option("--since", type=_Day(), help="Only articles published on this day or later."),
    click.option("--until", type=_Day(), help="Only articles published on this day or earlier."),
    click.option("--publisher", help="Only articles of this publisher."),
)
_COLLECTION = click.option(
    "--collection",
    "collection_id",
    metavar="ID",
    help="Beside everyone's articles those of this collection: a Discord server's id.",
)
_BATCH = click.option(
    "--batch",
    type=click.File("rb"),
    help='Lines of {"id", "question", "as_of"?}; - reads standard input.',
)


def _takes(*options: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    return lambda command: functools.reduce(
        lambda wrapped, option: option(wrapped), reversed(options), command
    )


def _session(command: _Command) -> _Command:
    """Give a command the common options and, in their place, the session they come to."""

    @functools.wraps(command)
    def run(
        as_json: bool,
        data_dir: Path | None,
        locations: tuple[Path, ...],
        collection_id: str | None = None,
        **options: Any,
    ) -> None:
        values = environment()
        settings = Settings.from_mapping(values)
        if data_dir:
            settings = replace(settings, data=data_dir)
        if locations:
            settings = replace(settings, articles=locations)
        names_articles = bool(locations or values.get("ARTICLES_DIR"))
        state_settings = StateSettings.from_mapping(values)
        command(
            Session(settings, as_json, names_articles, state_settings, collection_id), **options
        )

    return _takes(*_COMMON)(run)


@click.group(cls=CommandDoor, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="footnote")
def cli() -> None:
    """Answers about a collection of news articles, every sentence backed by a footnote."""


@cli.command()
@click.argument("question", required=False)
@_takes(*_FILTERS, _BATCH, _COLLECTION)
@_session
def ask(session: Session, question: str | None, batch: IO[bytes] | None, **filters: Any) -> None:
    """Answer QUESTION with citations.

    Builds the index first if there is none.
    """
    from bot.command_line.terminal import show_answer

    def answer(text: str, chosen: Filters, question_id: str | None) -> "Answer":
        with nullcontext() if batch else session.drafts() as on_draft:
            given = session.library.ask(
                text, filters=chosen, question_id=question_id, on_draft=on_draft
            )
        session.keep(given)
        return given

    _answer_each(session, question, batch, Filters(**filters), answer, show_answer)


@cli.command()
@click.argument("question", required=False)
@click.option("-k", "limit", default=10, type=click.IntRange(1, 1000), help="How many passages.")
@_takes(*_FILTERS, _BATCH, _COLLECTION)
@_session
def search(
    session: Session, question: str | None, limit: int, batch: IO[bytes] | None, **filters: Any
) -> None:
    """Show the ranked passages for QUESTION."""
    from bot.command_line.terminal import show_search

    def find(text: str, chosen: Filters, question_id: str | None) -> "SearchResult":
        return session.library.search(text, limit=limit, filters=chosen, question_id=question_id)

    _answer_each(session, question, batch, Filters(**filters), find, show_search)


def _answer_each(
    session: Session,
    question: str | None,
    batch: IO[bytes] | None,
    filters: Filters,
    answer: Callable[[str, Filters, str | None], Any],
    show: Callable[..., None],
) -> None:
    """Answer the one question, or each of the batch as soon as it is read."""
    if (question is None) == (batch is None):
        raise click.UsageError("Give one QUESTION, or --batch FILE.")
    session.ensure_index()
    if batch is None:
        session.emit(answer(question or "", filters, None), show)
    else:
        answer_batch(batch, filters, lambda *asked: answer(*asked).to_json(), session.emit_json)


@cli.command()
@click.argument("topic")
@_takes(*_FILTERS)
@_COLLECTION
@_session
def timeline(session: Session, topic: str, **filters: Any) -> None:
    """Show what is said on TOPIC, oldest first."""
    from bot.command_line.tellings import show_timeline

    session.ensure_index()
    session.emit(session.library.timeline(topic, filters=Filters(**filters)), show_timeline)


@cli.command()
@click.argument("statement")
@_takes(*_FILTERS)
@_COLLECTION
@_session
def check(session: Session, statement: str, **filters: Any) -> None:
    """Quote what speaks for and against STATEMENT."""
    from bot.command_line.tellings import show_checked_claim

    session.ensure_index()
    session.emit(
        session.library.check_claim(statement, filters=Filters(**filters)), show_checked_claim
    )


@cli.command()
@_COLLECTION
@_session
def chat(session: Session) -> None:
    """Talk: ask, and ask on; "quit" or Ctrl-D ends it."""
    from bot.command_line.terminal import show_answer
    from index.conversation import Conversation

    session.ensure_index()
    conversation = Conversation()
    for question in _typed_questions():
        try:
            with session.drafts() as on_draft:
                answer = session.library.ask(question, conversation=conversation, on_draft=on_draft)
        except QuestionError as error:
            click.echo(harmless(str(error)), err=True)
            continue
        session.keep(answer)
        conversation = conversation.after(answer)
        session.emit(answer, show_answer)


def _typed_questions() -> Iterator[str]:
    """Yield what is typed, line by line, until "quit", Ctrl-D or Ctrl-C."""
    with suppress(ImportError):
        import readline  # noqa: F401 (where it is, input() has the arrow keys and a history)

    is_talk = sys.stdin.isatty() and sys.stdout.isatty()
    if is_talk:
        click.echo('Ask about the articles; "quit" or Ctrl-D ends the conversation.')
    try:
        while (line := input("\n? " if is_talk else "").strip()) != "quit":
            if line:
                yield line
    except (EOFError, KeyboardInterrupt):
        click.echo(err=True)  # the prompt's line has no end yet


@cli.command()
@click.option("--full", is_flag=True, help="Make the index anew even where nothing changed.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
@click.option(
    "--progress",
    type=click.Choice(["bar", "json", "none"]),
    default="bar",
    help="How progress is shown on standard error.",
)
@click.option("--collection", "collection_id", metavar="ID", help="This collection's index alone.")
@click.option("--undo", is_flag=True, help="Answer from the index before the last rebuild again.")
@_session
def rebuild(
    session: Session, full: bool, dry_run: bool, progress: ProgressStyle, undo: bool
) -> None:
    """Bring the index in line with the articles."""
    from bot.command_line.rebuild_reports import show_preview, show_report, show_undone

    if full + dry_run + undo > 1:
        raise click.UsageError("--full, --dry-run and --undo don't go together: choose one.")
    if undo:
        session.emit(session.library.undo_rebuild(), show_undone)
        return
    if dry_run:
        session.emit(session.preview_rebuild(style=progress), show_preview)
        return
    session.emit(session.rebuild(full=full, style=progress), show_report)


@cli.command()
@_COLLECTION
@_session
def articles(session: Session) -> None:
    """List what is indexed."""
    from bot.command_line.terminal import show_articles

    session.ensure_index()
    known = session.library.articles()
    if session.as_json:
        session.emit_json({"articles": [article.to_json() for article in known]})
    else:
        show_articles(session.console, known)


@cli.command()
@click.argument("article_id", metavar="ID")
@_COLLECTION
@_session
def article(session: Session, article_id: str) -> None:
    """Show one article with its whole cleaned text."""
    session.ensure_index()
    found = session.library.article(article_id)
    if found is None:
        raise FootnoteError(f"There is no article {article_id}: see `footnote articles`.")
    if session.as_json:
        session.emit_json(found.to_json() | {"text": found.text})
    else:
        click.echo(harmless(f"{found.label}\n\n{found.text}"))


@cli.command()
@click.argument("answer_id", required=False)
@_session
def sources(session: Session, answer_id: str | None) -> None:
    """Show the citations of an earlier answer; default: the newest."""
    from bot.command_line.terminal import show_sources

    answer = session.answers.get(answer_id) if answer_id else session.answers.newest()
    if answer is None:
        raise FootnoteError(
            f"There is no answer {answer_id}: `footnote sources` shows the newest."
            if answer_id
            else "Nothing has been asked yet: try `footnote ask`."
        )
    session.emit(answer, show_sources)


@cli.command()
@click.argument("user_id", required=False, type=_DISCORD_ID)
@click.option("--server", type=_DISCORD_ID, metavar="ID", help="All that belongs to this server.")
@click.option(
    "--older-than", type=click.IntRange(0, 36_500), metavar="DAYS", help="Answers of that age."
)
@_session
def forget(
    session: Session, user_id: int | None, server: int | None, older_than: int | None
) -> None:
    """Delete what is kept of a Discord user.

    The bot takes the messages away that show it, within a minute if it runs.
    """
    from bot.command_line.forgetting import forgotten, show_forgotten

    session.emit(
        forgotten(
            session.library, session.state, user=user_id, server=server, older_than=older_than
        ),
        show_forgotten,
    )


@cli.command()
@_COLLECTION
@_session
def status(session: Session) -> None:
    """Tell what is indexed, with what, and how fresh it is."""
    from bot.command_line.terminal import show_status

    session.emit(session.library.status(), show_status)


@cli.command()
@_session
def doctor(session: Session) -> None:
    """Check every setting and outside part.

    What is wrong comes with its mend.
    """
    from bot.command_line.doctor import examine
    from bot.command_line.terminal import show_diagnosis

    diagnosis = examine(session.settings, environment())
    session.emit(diagnosis, show_diagnosis)
    if not diagnosis.healthy:
        sys.exit(1)


@cli.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_PATH)
@click.option("--collection", help="What the articles are called; default: the folder of FILE.")
@click.option("--baselines/--no-baselines", default=True, help="Whether others are measured too.")
@click.option("--save", type=_PATH, help="Write the JSON to this file as well.")
@click.option("--floors", type=_PATH, help="Fail where a measure is below its floor in this file.")
@click.option(
    "--update-floors", "change", flag_value="raise", help="Raise the floors to what is measured."
)
@click.option(
    "--lower-floors", "change", flag_value="set", help="Set them to it even where it is lower."
)
@_session
def score(
    session: Session,
    files: tuple[Path, ...],
    collection: str | None,
    baselines: bool,
    save: Path | None,
    floors: Path | None,
    change: "FloorChange | None",
) -> None:
    """Measure retrieval and answers on question files."""
    from bot.command_line.scorecard_tables import show_scorecard
    from index.scorecard.floors import guard
    from index.scorecard.scoring import score_files

    if change and floors is None:
        raise click.UsageError("--update-floors and --lower-floors need --floors PATH.")
    session.ensure_index()
    cards = []
    for card in score_files(
        session.library,
        files,
        collection=collection,
        baselines=baselines,
        on_step=lambda step: click.echo(step, err=True),
    ):
        cards.append(card)
        if not session.as_json:
            show_scorecard(session.console, card)
    below = guard(floors, cards, change=change) if floors else []
    result = {"scorecards": [card.to_json() for card in cards], "below": below}
    if save:
        save.write_text(json.dumps(result, indent=2), "utf-8")
    if session.as_json:
        session.emit_json(result)
    if below:
        raise FootnoteError("\n".join(["these measures fell:", *below]))


@cli.command()
@click.argument("file", type=_PATH)
@_session
def backup(session: Session, file: Path) -> None:
    """Copy to FILE what can't be made again.

    That is answers, feedback, settings, feeds and servers' own articles. The bot may be running.
    """
    from bot.backups.backup import back_up
    from bot.command_line.backup_reports import NOT_IN_BACKUPS, show_backup

    if session.state_settings.database_url:
        click.echo(NOT_IN_BACKUPS, err=True)
    made = back_up(session.settings.data, file, database=not session.state_settings.database_url)
    session.emit(made, show_backup)


@cli.command()
@click.argument("file", type=_PATH)
@_session
def restore(session: Session, file: Path) -> None:
    """Put a backup into an empty DATA_DIR and make the index."""
    from bot.backups.restoring import put_back
    from bot.command_line.backup_reports import show_restored

    data = session.library.settings.data
    restored = put_back(file, data, database=not session.state_settings.database_url)
    session.emit(restored, show_restored)
    for collection_id in (None, *restored.collections):
        session.rebuild_of(collection_id)


@cli.command()
@_session
def bot(session: Session) -> None:
    """Run the Discord bot."""
    with ended_by_signals():
        from bot.run import run
        from bot.settings import BotSettings

        bot_settings = BotSettings.from_mapping(environment())
        exit_code = run(session.settings, bot_settings, session.state_settings)
    sys.exit(exit_code)


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", default=8087, show_default=True, type=click.IntRange(1, 65_535))
@_session
def share(session: Session, host: str, port: int) -> None:
    """Let other machines follow the index; they set INDEX_URL.

    Whoever reaches the port can read the articles: let only those machines reach it.
    """
    from bot.sharing import share

    data = session.library.settings.data
    click.echo(f"The index in {data} is shared at http://{host}:{port}", err=True)
    share(data, host=host, port=port)


def main() -> None:
    """Run the command line."""
    spare_the_collector()
    share_heaps()
    try:
        cli()
    except SystemExit as ended:
        if "bot.run" in sys.modules:
            from bot.off_loop import leave

            leave(ended.code if isinstance(ended.code, int) else 0)
        raise
