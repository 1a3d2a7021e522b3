"""What the documents and the help say is what there is."""

import re
import tomllib

import pytest
from click.testing import CliRunner
from packaging.requirements import Requirement

from bot.command_line.cli import cli
from tests.declared import Declared, declared_settings
from tests.modules import ROOT

ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SETTINGS = tuple(declared_settings())

COMMANDS = (
    "ask",
    "search",
    "timeline",
    "check",
    "chat",
    "rebuild",
    "articles",
    "article",
    "sources",
    "status",
    "doctor",
    "forget",
    "share",
    "backup",
    "restore",
    "score",
    "bot",
)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_the_example_explains_every_setting(setting: Declared) -> None:
    """Its sentence stands above it; a default is shown commented out, else the value is empty."""
    mark = "#" if setting.default else ""
    expected = f"\n# {setting.help}\n{mark}{setting.name}={setting.default}\n"
    assert expected in EXAMPLE


def test_the_example_has_no_other_settings() -> None:
    """Every line that sets something sets what exists."""
    assert _names(r"^#?([A-Z_]+)=", EXAMPLE) == {setting.name for setting in SETTINGS}


def test_the_readme_lists_every_setting_as_it_is() -> None:
    """A row of its table is a setting's name, default and sentence."""
    rows = set(re.findall(r"^\| `([A-Z_]+)` \| `?(.*?)`? \| (.*) \|$", README, re.MULTILINE))
    assert rows == {(setting.name, setting.default, setting.help) for setting in SETTINGS}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_lists_every_command(name: str) -> None:
    """``footnote --help`` names it, with what it does."""
    shown = CliRunner().invoke(cli, ["--help"]).output
    assert re.search(rf"^  {name} +\w", shown, re.MULTILINE)


def test_the_readme_names_commands_that_exist() -> None:
    """Whoever types what it says gets what it says."""
    assert _names(r"footnote ([a-z]+)\b", _code(README)) <= set(cli.commands)


def test_the_readme_names_make_targets_that_exist() -> None:
    """The same goes for make."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert _names(r"make ([a-z]+)\b", _code(README)) <= _names(r"^([a-z]+):", makefile)


@pytest.mark.parametrize("package", ["bot", "index"])
def test_the_architecture_places_every_file(package: str) -> None:
    """The table of a package names each of its modules and folders, and nothing else."""
    _, _, below = ARCHITECTURE.partition(f"| in `{package}/` |")
    table, _, _ = below.partition("\n\n")
    assert _names(r"`([^`]+)`", _first_column(table)) == {
        f"{path.name}/" if path.is_dir() else path.name
        for path in (ROOT / package).iterdir()
        if not path.name.startswith("__")
    }


@pytest.mark.parametrize("text", PYPROJECT["project"]["dependencies"])
def test_the_architecture_says_what_each_library_is_for(text: str) -> None:
    """A row of its table begins with its name."""
    _, _, table = ARCHITECTURE.partition("## Why these libraries")
    assert Requirement(text).name in _names(r"[\w.-]+", _first_column(table))


def _first_column(table: str) -> str:
    """Return the first cell of each row, a line each."""
    return "\n".join(re.findall(r"^\| (.*?) \|", table, re.MULTILINE))


def _code(markdown: str) -> str:
    """Return what a document sets as code."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", markdown, re.DOTALL))


def _names(pattern: str, text: str) -> set[str]:
    return set(re.findall(pattern, text, re.MULTILINE))


_NAMED_TESTS = re.compile(r"`(tests/\w+\.py)::(\w+)")


@pytest.mark.parametrize("document", ["docs/attacks.md", "docs/privacy.md", "docs/running.md"])
def test_every_test_that_a_document_names_is_there(document: str) -> None:
    """What is said to be tested is."""
    text = (ROOT / document).read_text(encoding="utf-8")
    for file, name in set(_NAMED_TESTS.findall(text)):
        source = (ROOT / file).read_text(encoding="utf-8")
        assert re.search(rf"^\s*(async )?def {name}\(", source, re.MULTILINE), f"{file}::{name}"


def test_every_kind_of_attack_has_its_tests() -> None:
    """No heading of the list stands without a row."""
    text = (ROOT / "docs/attacks.md").read_text(encoding="utf-8")
    for section in text.split("\n## ")[1:]:
        assert section.count("| `tests/") + section.count(" | `") > 0, section[:40]
