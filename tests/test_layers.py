"""Which module knows what: front ends know the index, and only adapters know a library."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.modules import MODULES, ROOT, imported, parsed

# Where each library may be imported; everywhere else its types would be strangers.
ADAPTERS = {
    "alembic": ("bot/state/",),
    "chromadb": ("index/store/vectors.py", "index/embedding/"),
    "click": ("bot/",),
    "discord": ("bot/",),
    "feedparser": ("bot/feeds/feed.py",),
    "llama_index": (
        "index/embedding/",
        "index/llama.py",
        "index/llama_model.py",
        "index/scorecard/llama_index_stock.py",
    ),
    "rich": ("bot/",),
    "sqlalchemy": ("bot/state/",),
    "tantivy": ("index/text/words.py", "index/store/lexical.py"),
}

# Each takes a good part of a second to import.
HEAVY = (
    "alembic",
    "chromadb",
    "discord",
    "llama_index",
    "onnx",
    "onnxruntime",
    "sqlalchemy",
    "trafilatura",
)

READS_ENVIRONMENT = {"environ", "getenv", "environment", "dotenv_values", "load_dotenv"}


def test_the_index_knows_no_front_end() -> None:
    """No module of the index imports one of the bot."""
    assert not [module for module in _importers("bot") if module.startswith("index/")]


@pytest.mark.parametrize("library", ADAPTERS)
def test_a_library_stays_in_its_adapters(library: str) -> None:
    """It is imported in its adapters and in no other module."""
    importers = _importers(library)
    assert importers
    assert not [module for module in importers if not module.startswith(ADAPTERS[library])]


def test_the_command_line_loads_nothing_heavy() -> None:
    """Importing it leaves the slow libraries alone, so that ``--help`` answers at once."""
    loaded = f"[name for name in {HEAVY} if name in sys.modules]"
    probe = f"import sys, bot.command_line.cli; print({loaded})"
    run = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, check=True)
    assert run.stdout.decode().strip() == "[]"


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(ROOT)))
def test_importing_reads_no_environment(module: Path) -> None:
    """Settings are read when a command runs, never when a module is imported."""
    assert not READS_ENVIRONMENT & set(_names_read_at_import(parsed(module)))


def _importers(library: str) -> list[str]:
    """Return the modules that import a library, as paths from the root."""
    return [path.relative_to(ROOT).as_posix() for path in MODULES if library in imported(path)]


def _names_read_at_import(node: ast.AST) -> Iterator[str]:
    """Yield the names that are read when a module is imported: none in a function's body."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                yield from _names_read_at_import(child.args)  # defaults
                continue
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name):
                yield name
        yield from _names_read_at_import(child)
