"""Rebuilding the index beside the bot: a child process does it, so that answers go on."""

import asyncio
import json
import logging
import sys
from typing import Any

from index.errors import ArticleError, FootnoteError, RebuildRunning
from index.rebuild import Progress, RebuildReport
from index.settings import Settings

# Time for a child that was told to end before it is killed; what it began is discarded anyway.
_LAST_WORDS = 5.0  # seconds
_LONGEST_LINE = 1 << 20

log = logging.getLogger(__name__)


class Rebuilder:
    """Runs one rebuild at a time; a class because the bot needs to know of the one that runs."""

    def __init__(self, settings: Settings) -> None:
        self.progress: Progress | None = None
        self._settings = settings
        self._work: asyncio.Task[RebuildReport] | None = None

    @property
    def is_running(self) -> bool:
        """Whether a rebuild is under way."""
        return self._work is not None and not self._work.done()

    def start(self) -> asyncio.Task[RebuildReport]:
        """Begin a rebuild and return the task that ends with its report.

        Raises:
            RebuildRunning: one is under way already.
        """
        if self.is_running:
            raise RebuildRunning
        self._work = asyncio.create_task(self._rebuild())
        self._work.add_done_callback(_log_outcome)
        return self._work

    async def stop(self) -> None:
        """End the rebuild that runs, if one does; the index stays as it was."""
        if self._work:
            self._work.cancel()
            await asyncio.wait({self._work})

    async def _rebuild(self) -> RebuildReport:
        child = await asyncio.create_subprocess_exec(
            *self._command(),
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
                child.stdout.read(), self._follow(child.stderr)
            )
            exit_code = await child.wait()
        finally:
            await _end(child)
            self.progress = None
        if exit_code:
            raise FootnoteError(complaint or f"The rebuild ended with exit code {exit_code}.")
        return _read_report(json.loads(report))

    def _command(self) -> list[str]:
        articles = (f"--articles={path}" for path in self._settings.articles)
        places = [f"--data-dir={self._settings.data}", *articles]
        return [sys.executable, "-m", "bot", "rebuild", "--json", "--progress=json", *places]

    async def _follow(self, lines: asyncio.StreamReader) -> str:
        """Keep ``progress`` up to date, and return the last line that was not about it."""
        complaint = ""
        async for line in lines:
            try:
                self.progress = Progress(**json.loads(line))
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
