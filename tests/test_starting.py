"""What a process needn't have to answer is left alone, and what it must have comes at once."""

import json
import platform
import subprocess
import sys
from dataclasses import replace

import pytest

from bot.state.state import State
from index.errors import ConfigurationError
from index.library import Library
from tests.modules import ROOT

# Runs a command, and then tells on standard error which modules are there.
_PROGRAM = """
import json, sys
from bot.command_line.cli import main
try:
    main()
finally:
    import gc
    print(json.dumps([sorted(sys.modules), gc.get_threshold()[0]]), file=sys.stderr)
"""
# Each takes a good part of a second to import, for nothing that answering does.
_NEEDLESS = {
    "alembic",
    "discord",
    "llama_index",
    "markdown_it",
    "matplotlib",
    "onnx",
    "pypdf",
    "sqlalchemy",
    "trafilatura",
}


def _loaded(library: Library, *command: str) -> tuple[set[str], int]:
    """Return the modules of a process that ran a command, and its collector's threshold."""
    where = ["--json", "--data-dir", str(library.settings.data)]
    run = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *command, *where],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    modules, threshold = json.loads(run.stderr.splitlines()[-1])
    return set(modules), threshold


@pytest.mark.parametrize("command", ["ask", "search", "timeline", "check"])
def test_an_answer_takes_none_of_the_libraries_it_does_without(
    archive: Library, command: str
) -> None:
    """Neither those that read articles, nor the database's, nor a language model's."""
    State.open("", data=archive.settings.data).close()  # the first answer ever makes it
    modules, _ = _loaded(archive, command, "The bridge reopened in 2024.")
    assert "chromadb" in modules
    assert not _NEEDLESS & modules


def test_the_collector_is_spared(archive: Library) -> None:
    """While libraries are imported it has nothing to find."""
    _, threshold = _loaded(archive, "search", "When did the bridge reopen?")
    assert threshold > 10_000


# Threads that hold memory at one time, and then how many heaps they have it from.
_HEAPS = """
import ctypes, os, sys, threading
from bot.command_line.starting import share_heaps
if sys.argv[1] == "shared":
    share_heaps()
libc = ctypes.CDLL(None)
libc.malloc.restype = libc.fdopen.restype = ctypes.c_void_p
libc.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
libc.fclose.argtypes = [ctypes.c_void_p]
together = threading.Barrier(9)
def hold():
    libc.malloc(1000)
    together.wait()
for _ in range(8):
    threading.Thread(target=hold).start()
together.wait()
stream = libc.fdopen(os.dup(1), b"w")
libc.malloc_info(0, stream)
libc.fclose(stream)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the C library isn't glibc")
def test_threads_share_heaps() -> None:
    """Left alone, glibc gives nearly each one of its own, of which nothing comes back."""

    def heaps(how: str) -> int:
        command = [sys.executable, "-c", _HEAPS, how]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        return run.stdout.count("<heap nr=")

    assert heaps("shared") == 2
    assert heaps("apart") > 2


def test_warming_up_is_what_the_first_question_finds(archive: Library) -> None:
    """The model is loaded once, whoever asks for it first."""
    library = Library.open(archive.settings)
    library.warm_up()
    assert library.embedder is library.embedder
    assert library.embedder.name == archive.embedder.name


def test_a_model_that_cannot_be_loaded_is_told_to_who_needs_it(archive: Library) -> None:
    """Not to who warms up."""
    library = Library.open(replace(archive.settings, embeddings="nothing"))
    library.warm_up()
    with pytest.raises(ConfigurationError, match="EMBEDDINGS=nothing is unknown"):
        _ = library.embedder
