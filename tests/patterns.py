"""Every regular expression of a package, and texts that keep it busiest: made of itself."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

# One letter of each kind that a pattern may tell apart.
_LETTERS = "aA1 ,.-?!’'\"“”\n_éÉ5[(<@:/;|*#•—%$\x00"
_ENDS = ("", "!", "?a", "\n!", "1", "\x00")
_REPEATS = {code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT}
_VARIANTS = range(5)
_DEPTH = 4


# How patterns are asked; what replaces or splits goes through a text as what finds all does.
_WAYS = {
    "match": "match",
    "fullmatch": "fullmatch",
    "search": "search",
    "findall": "findall",
    "finditer": "findall",
    "sub": "findall",
    "split": "findall",
}


@dataclass(frozen=True, slots=True)
class Use:
    """A pattern with where it is, and how it is asked there: by the name of its method."""

    place: str
    pattern: re.Pattern[Any]
    way: str


def patterns_of(*packages: str) -> Iterator[Use]:
    """Yield the patterns that the modules of packages hold, each once for each way it is used.

    Of one in a table it isn't known how it is used, so it is searched for.
    """
    seen: set[Any] = set()
    for module in _modules(packages):
        methods = _methods(module)
        for name, value in vars(module).items():
            for pattern in _held(value):
                for way in methods.get(name) or {"search"}:
                    key = (pattern.pattern, pattern.flags, way)
                    if key not in seen:
                        seen.add(key)
                        yield Use(f"{module.__name__}.{name}", pattern, way)


def _methods(module: Any) -> dict[str, set[str]]:
    """Return the ways in which a module asks each of its names."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=method) if method in _WAYS:
                found.setdefault(name, set()).add(_WAYS[method])
    return found


def _modules(packages: Sequence[str]) -> Iterator[Any]:
    for name in packages:
        package = importlib.import_module(name)
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{name}."):
            if "__main__" not in found.name and ".migrations" not in found.name:
                yield importlib.import_module(found.name)


def _held(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """Yield the patterns in a value: itself, or in tables of them."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth < _DEPTH and isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _held(item, depth + 1)
    elif depth < _DEPTH and isinstance(value, dict):
        yield from _held(tuple(value.values()), depth + 1)
    elif depth < _DEPTH and not isinstance(value, type):
        for field in getattr(type(value), "__dataclass_fields__", ()):
            yield from _held(getattr(value, field, None), depth + 1)


def busy_texts(pattern: re.Pattern[Any], length: int) -> Iterator[Any]:
    """Yield texts in which what the pattern repeats is repeated, behind what leads there."""
    is_text = isinstance(pattern.pattern, str)
    written = pattern.pattern if is_text else pattern.pattern.decode("latin-1")
    tree = parser.parse(written, pattern.flags if is_text else pattern.flags & ~re.UNICODE)
    pumps = {("", piece + between) for piece in _samples(tree) for between in ("", " ")}
    for lead, body in _repeated(tree):
        pieces = [*_samples(body), *_LETTERS]
        pumps |= {(before, piece) for before in ("", lead) for piece in pieces}
        pumps |= {(lead, lead + piece) for piece in _samples(body)}
    for lead, piece in sorted(pumps):
        for end in _ENDS if piece else ():
            text = (lead + piece * length)[: length - len(end)] + end
            yield text if is_text else text.encode()


def _samples(tree: Any) -> set[str]:
    return {_sample(tree, variant) for variant in _VARIANTS}


def _sample(tree: Any, variant: int) -> str:
    """Return a text that the parsed pattern may match; each variant takes other ways."""
    return "".join(_part(operation, argument, variant) for operation, argument in tree)


def _part(operation: Any, argument: Any, variant: int) -> str:
    read = _READERS.get(operation)
    return read(argument, variant) if read else ""


def _of_set(members: Any, variant: int) -> str:
    inside = _inside(members)
    return inside[variant % len(inside)]


def _of_repeat(argument: Any, variant: int) -> str:
    least, _, body = argument
    return _sample(body, variant) * int(max(least, variant % 2))


_READERS: dict[Any, Callable[[Any, int], str]] = {
    code.LITERAL: lambda letter, _: chr(letter),
    code.NOT_LITERAL: lambda letter, _: "b" if letter == ord("a") else "a",
    code.ANY: lambda _, variant: _LETTERS[variant],
    code.IN: _of_set,
    code.SUBPATTERN: lambda group, variant: _sample(group[3], variant),
    code.ATOMIC_GROUP: _sample,
    code.BRANCH: lambda branch, variant: _sample(branch[1][variant % len(branch[1])], variant),
    **dict.fromkeys(_REPEATS, _of_repeat),
}


def _inside(members: Sequence[Any]) -> str:
    """Return letters of a set, as many as tell what it holds."""
    negated = members[0][0] is code.NEGATE
    found = [letter for letter in _LETTERS if _is_in(letter, members) is not negated]
    if found or negated:
        return "".join(found) or "z"
    operation, argument = members[0]
    return chr(argument if operation is code.LITERAL else argument[0])


def _is_in(letter: str, members: Sequence[Any]) -> bool:
    kinds = {
        code.CATEGORY_DIGIT: letter.isdigit(),
        code.CATEGORY_NOT_DIGIT: not letter.isdigit(),
        code.CATEGORY_SPACE: letter.isspace(),
        code.CATEGORY_NOT_SPACE: not letter.isspace(),
        code.CATEGORY_WORD: letter.isalnum() or letter == "_",
        code.CATEGORY_NOT_WORD: not (letter.isalnum() or letter == "_"),
    }
    return any(
        (operation is code.LITERAL and ord(letter) == argument)
        or (operation is code.RANGE and argument[0] <= ord(letter) <= argument[1])
        or (operation is code.CATEGORY and kinds[argument])
        for operation, argument in members
    )


def _repeated(tree: Any, lead: str = "") -> Iterator[tuple[str, Any]]:
    """Yield what the pattern repeats, each with a text that leads up to it."""
    for operation, argument in tree:
        if operation in _REPEATS:
            yield lead, argument[2]
            yield from _repeated(argument[2], lead)
        elif operation is code.SUBPATTERN:
            yield from _repeated(argument[3], lead)
        elif operation is code.ATOMIC_GROUP:
            yield from _repeated(argument, lead)
        elif operation is code.BRANCH:
            for branch in argument[1]:
                yield from _repeated(branch, lead)
        elif operation in {code.ASSERT, code.ASSERT_NOT}:
            yield from _repeated(argument[1], lead)
        lead += _part(operation, argument, 0)
