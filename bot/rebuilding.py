"""Rebuilding the index beside the bot: a child process does it, so that answers go on."""

import asyncio
import json
import logging
import signal
import sys
from collections import defaultdict
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from index.collection import Collection
from index.errors import ArticleError, FootnoteError, IndexMirrored, RebuildRunning
from index.progress import Progress
from index.rebuild import RebuildReport
from index.settings import Settings

# Time for a child that was told to end before it is killed; what it began is discarded anyway.
_LAST_WORDS = 5.0  # seconds
_LONGEST_LINE = 1 << 20

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Rebuild:
    """A rebuild under way, and how far it has come."""

    work: asyncio.Task[RebuildReport] | None = None
    progress: Progress | None = None

    @property
    def is_running(self) -> bool:
        return self.work is not None and not self.work.done()


class Rebuilder:
    """Runs one rebuild of an index at a time; a class because the bot needs to know of those.

    An index is that of everyone's articles (None) or that of a collection, by its id.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._rebuilds: defaultdict[str | None, _Rebuild] = defaultdict(_Rebuild)
        # Collections wait for one another, so that many servers at once don't fill the machine;
        # they don't wait for everyone's articles, which may take an hour.
        self._turn_of_collections = asyncio.Semaphore(1)

    @property
    def is_running(self) -> bool:
        """Whether everyone's articles are being indexed."""
        return self.is_running_of(None)

    def is_running_of(self, collection_id: str | None) -> bool:
        """Return whether an index is being made, or waits for its turn."""
        return self._rebuilds[collection_id].is_running

    @property
    def progress(self) -> Progress | None:
        """How far that has come."""
        return self.progress_of(None)

    def progress_of(self, collection_id: str | None) -> Progress | None:
        """Return how far the rebuild of an index has come, if one is under way and has begun."""
        return self._rebuilds[collection_id].progress

    def has_articles(self, collection_id: str) -> bool:
        """Return whether anything was ever added to a collection."""
        return Collection.named(collection_id, data=self._settings.data).exists

    def start(self, collection_id: str | None = None) -> asyncio.Task[RebuildReport]:
        """Begin a rebuild and return the task that ends with its report.

        Raises:
            RebuildRunning: one of this index is under way already.
            IndexMirrored: it follows another machine's.
        """
        if self._settings.index_url:
            raise IndexMirrored
        rebuild = self._rebuilds[collection_id]
        if rebuild.is_running:
            raise RebuildRunning
        rebuild.work = asyncio.create_task(self._run(collection_id, rebuild))
        rebuild.work.add_done_callback(_log_outcome)
        return rebuild.work

    async def stop(self) -> None:
        """End the rebuilds that run; their indexes stay as they were."""
        running = {rebuild.work for rebuild in self._rebuilds.values() if rebuild.work}
        for work in running:
            work.cancel()
        if running:
            await asyncio.wait(running)

    async def _run(self, collection_id: str | None, rebuild: _Rebuild) -> RebuildReport:
        turn = self._turn_of_collections if collection_id is not None else nullcontext()
        async with turn:
            try:
                return await _in_child(_command(self._settings, collection_id), rebuild)
            finally:
                rebuild.progress = None


async def _in_child(command: Sequence[str], rebuild: _Rebuild) -> RebuildReport:
    child = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=_LONGEST_LINE,
        start_new_session=True,  # Ctrl-C is for the bot, which then ends its child
    )
    assert child.stdout
    assert child.stderr
    try:
        report, complaint = await asyncio.gather(
            child.stdout.read(), _follow(child.stderr, rebuild)
        )
        exit_code = await child.wait()
    finally:
        await _end(child)
    if exit_code < 0:
        by = signal.Signals(-exit_code).name
        raise FootnoteError(
            f"The rebuild was ended by {by}: see that this machine has enough memory for it, then "
            "run it again."
        )
    if exit_code:
        raise FootnoteError(complaint or f"The rebuild ended with exit code {exit_code}.")
    return _read_report(json.loads(report))


def _command(settings: Settings, collection_id: str | None) -> list[str]:
    command = [sys.executable, "-m", "bot", "rebuild", "--json", "--progress=json"]
    if collection_id is not None:
        command.append(f"--collection={collection_id}")
    articles = (f"--articles={path}" for path in settings.articles)
    return [*command, f"--data-dir={settings.data}", *articles]


async def _follow(lines: asyncio.StreamReader, rebuild: _Rebuild) -> str:
    """Keep the progress up to date, and return the last line that was not about it."""
    complaint = ""
    async for line in lines:
        try:
            rebuild.progress = Progress(**json.loads(line))
        except (ValueError, TypeError):
            complaint = line.decode(errors="replace").strip() or complaint
            log.debug("Rebuild: %s", complaint)
    return complaint.removeprefix("footnote: ")


async def _end(child: asyncio.subprocess.Process) -> None:
    if child.returncode is not None:
        return
    child.terminate()
    try:
        await asyncio.wait_for(child.wait(), _LAST_WORDS)
    except TimeoutError:
        child.kill()
        await child.wait()


def _read_report(fields: dict[str, Any]) -> RebuildReport:
    failed = tuple(ArticleError(item["path"], item["reason"]) for item in fields["failed"])
    return RebuildReport(**fields | {"failed": failed})


def _log_outcome(work: asyncio.Task[RebuildReport]) -> None:
    if work.cancelled():
        log.info("The rebuild was ended.")
    elif error := work.exception():
        log.error("The rebuild failed: %s", error)
    else:
        report = work.result()
        log.info("The index holds %d articles in %d passages.", report.articles, report.passages)
