"""LlamaIndex's stock pipeline in a process of its own, which has the libraries that it runs on."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from benchmarks.speed.place import ROOT, Place, alone
from benchmarks.speed.real import Asked

_PYTHON = ROOT / ".venv-bench/bin/python"


class StockMissing(Exception):
    """There is no environment to run it in; the message says what makes one."""


class StockChild:
    """A running child; a class because requests and replies share its pipes."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    @classmethod
    @contextmanager
    def start(cls, place: Place) -> Iterator[Self]:
        """Lend a child that has loaded its libraries.

        Raises:
            StockMissing: it can't run here.
        """
        if not _PYTHON.exists():
            raise StockMissing("no .venv-bench: `make bench` makes it where it can")
        command = [str(_PYTHON), "-m", "benchmarks.speed.stock", str(place.folder("models"))]
        log = (place.root / "stock.log").open("w")
        with (
            log,
            subprocess.Popen(  # noqa: S603 (our own module)
                command,
                cwd=ROOT,
                env=alone() | {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "true"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            ) as process,
        ):
            child = cls(process)
            try:
                child.ask(do="hello")
                yield child
            finally:
                assert process.stdin
                process.stdin.close()

    def ask(self, **request: object) -> dict[str, Any]:
        """Send a request and return the reply.

        Raises:
            StockMissing: the child has ended.
        """
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            line = ""
        else:
            line = self._process.stdout.readline()
        if not line:
            raise StockMissing("its process ended: stock.log in the benchmark's folder says why")
        reply: dict[str, Any] = json.loads(line)
        return reply

    def index(self, texts: Sequence[str]) -> float:
        """Return how many texts a second `VectorStoreIndex.from_documents` indexes."""
        return len(texts) / float(self.ask(do="index", texts=texts)["seconds"])

    def open(self, folder: Path) -> None:
        """Open a Chroma collection of exported passages, made if it isn't there."""
        self.ask(do="open", folder=str(folder))

    def times(self, folder: Path, engine: str, questions: Sequence[Asked]) -> list[float]:
        """Return how long each question takes an engine on an opened collection."""
        texts = [question.text for question in questions]
        times: list[float] = self.ask(do="ask", folder=str(folder), engine=engine, questions=texts)[
            "times"
        ]
        return times
