"""An index that another machine rebuilds, followed: its files are fetched, whole or not at all.

Segments never change and a name is given to one only, so what is here needn't be fetched again.
What is fetched lies aside until its sums were compared and its vectors found on the Chroma server.
Then the segments take their place, and last the name of the generation is put into ``CURRENT``.
Killed before, that leaves the old generation, and files that the next pull goes on with.
"""

import shutil
import time
from pathlib import Path

from index.checksums import SUMS, file_sha256
from index.chroma_key import ChromaKey
from index.collection import COLLECTIONS, Collection
from index.errors import ConfigurationError, IndexDamaged
from index.plan import plan
from index.progress import OnProgress, Progress
from index.rebuild import RebuildReport
from index.segment_writing import writing
from index.stock import Stock
from index.store.generation import Manifest
from index.store.generations import Generations
from index.store.seal import check_seal
from index.store.segment import opened
from index.store.shared_files import require_shared
from index.store.source import Source

_ASIDE = "pulling"
_SUM_LENGTH = 64  # of the manifest, which begins with it


class Mirror:
    """A folder's index that follows the source's; a class because every step needs the same things.

    That is everyone's index, in DATA_DIR, or a collection's.
    """

    def __init__(
        self,
        source: Source,
        data: Path,
        collection: Collection | None = None,
        *,
        on_progress: OnProgress = lambda _: None,
        chroma_key: ChromaKey | None = None,
    ) -> None:
        folder = collection.folder if collection else data
        self._source = source
        self._place = f"{COLLECTIONS}/{collection.id}/" if collection else ""
        self._generations = Generations(folder, chroma_key=chroma_key)
        self._aside = folder / _ASIDE
        self._on_progress = on_progress

    def pull(self, *, thorough: bool = False) -> bool:
        """Answer from what is current at the source; tell whether anything had to be fetched.

        Args:
            thorough: Compare what is here with its sums, too, and fetch anew what is damaged.

        Raises:
            IndexMissing: there is none at the source.
            IndexUnreachable, StoreUnreachable: the source, or the Chroma server, doesn't answer.
            IndexDamaged: what came isn't what was written; the old generation goes on answering.
            IndexNotWritten: it can't be kept here.
            ConfigurationError: its vectors aren't on a Chroma server.
            RebuildRunning: another process is at it.
        """
        name = self._source.read(f"{self._place}CURRENT").decode("utf-8", "replace").strip()
        if not thorough and self._is_current(name):
            return False
        with self._generations.alone():
            manifest = self._fetch_manifest(name)
            missing = [
                layer.segment
                for layer in manifest.layers
                if not self._has(layer.segment, thorough=thorough)
            ]
            self._forget_all_but(missing, name)
            for number, segment in enumerate(missing):
                self._on_progress(Progress("Fetching the index", number, len(missing)))
                self._fetch_segment(segment)
            with writing(self._aside):
                self._generations.adopt(self._aside / f"{name}.json")
            self._generations.sweep()
            shutil.rmtree(self._aside, ignore_errors=True)
        return True

    def report(self) -> RebuildReport:
        """Pull thoroughly and report on it like a rebuild; raises what `pull` raises."""
        began = time.perf_counter()
        before = Stock.as_written(self._generations).fingerprints
        self.pull(thorough=True)
        todo = plan(before, Stock.as_written(self._generations).fingerprints)
        manifest = self._generations.manifest(self._generations.current())
        return RebuildReport(
            added=len(todo.added),
            changed=len(todo.changed),
            removed=len(todo.removed),
            unchanged=len(todo.unchanged),
            failed=(),
            articles=manifest.articles,
            passages=manifest.passages,
            generation=manifest.name,
            seconds=time.perf_counter() - began,
        )

    def _is_current(self, name: str) -> bool:
        """Tell whether a generation is current here; names begin anew with another DATA_DIR."""
        if not self._generations.exist or self._generations.current() != name:
            return False
        stated = self._source.read(self._manifest_path(name), first=_SUM_LENGTH)
        return self._generations.stated_sum(name) == stated

    def _manifest_path(self, name: str) -> str:
        return f"{self._place}generations/{name}.json"

    def _fetch_manifest(self, name: str) -> Manifest:
        file = self._aside / f"{name}.json"
        with writing(self._aside):
            self._source.save(self._manifest_path(name), file)
        try:
            manifest = Manifest.load(file)
        except IndexDamaged as error:
            raise IndexDamaged(
                f"The generation {name} at INDEX_URL can't be read here: run the same version of "
                "Footnote on both machines, and `footnote rebuild` on this one."
            ) from error
        for layer in manifest.layers:
            require_shared(f"segments/{layer.segment}/{SUMS}")
        if manifest.chroma_url is None:
            raise ConfigurationError(
                "The index at INDEX_URL has its vectors inside Footnote, where no other machine "
                "finds them: set CHROMA_URL on the machine that rebuilds, and rebuild there."
            )
        return manifest

    def _has(self, segment: str, *, thorough: bool) -> bool:
        directory = self._generations.segments / segment
        if thorough:
            try:
                check_seal(directory)
            except IndexDamaged:
                return False
        return directory.exists()

    def _forget_all_but(self, segments: list[str], name: str) -> None:
        """Delete what was fetched for a generation that has been replaced meanwhile."""
        for path in self._aside.iterdir():
            if path.is_dir() and path.name not in segments:
                shutil.rmtree(path, ignore_errors=True)
            elif path.is_file() and path.stem != name:
                path.unlink()

    def _fetch_segment(self, segment: str) -> None:
        """Put a segment in its place once it is whole and its vectors are found."""
        aside = self._aside / segment
        there = f"{self._place}segments/{segment}"
        with writing(aside):
            self._source.save(f"{there}/{SUMS}", aside / SUMS)
            for line in (aside / SUMS).read_text("utf-8").splitlines():
                expected, _, name = line.partition("  ")
                require_shared(f"segments/{segment}/{name}")
                if not _is(aside / name, expected):
                    self._source.save(f"{there}/{name}", aside / name)
        check_seal(aside)
        key = self._generations.chroma_key
        with opened(aside, is_checked=True, chroma_key=key) as fetched:
            fetched.verify()
        with writing(self._generations.segments):
            self._generations.admit(aside)


def _is(file: Path, sha256: str) -> bool:
    return file.is_file() and file_sha256(file) == sha256
