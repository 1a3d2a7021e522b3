"""Plain text and Markdown, with optional front matter."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from index.errors import ArticleError
from index.reading.contents import TOO_LONG, decode, is_too_long, read_bytes
from index.reading.draft import Draft
from index.reading.markdown import plain

# Front matter is a few lines; read as YAML, a long text would hold up the rebuild.
_LONGEST_FRONT_MATTER = 8_000


class _FrontMatter(YAMLHandler):
    """Front matter of which every value stays the text it is: nothing is constructed."""

    def load(self, fm: str, **_: object) -> Any:
        if len(fm) > _LONGEST_FRONT_MATTER:
            raise ValueError("this is no front matter")
        return yaml.load(fm, Loader=yaml.BaseLoader)  # noqa: S506 (it builds strings only)


def read_plain_text(path: Path, name: str) -> Iterator[Draft]:
    """Yield the file's article as it is written."""
    fields, text = _split(decode(read_bytes(path, name), name))
    yield Draft.of(fields, path=name, text=text)


def read_markdown(path: Path, name: str) -> Iterator[Draft]:
    """Yield the file's article without its markup."""
    fields, text = _split(decode(read_bytes(path, name), name))
    if is_too_long(text):
        raise ArticleError(name, TOO_LONG)
    yield Draft.of(fields, path=name, text=plain(text))


def _split(text: str) -> tuple[dict[str, object], str]:
    """Return front matter and text; where the front matter is broken, all is text."""
    try:
        fields, body = frontmatter.parse(text, handler=_FrontMatter())
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, text
    return (fields, body) if fields else ({}, text)
