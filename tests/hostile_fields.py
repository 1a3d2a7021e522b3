"""Files of several kinds that state what a test has them state."""

import html
import json
from pathlib import Path

from index.article import Article
from index.reading import find, read

TEXT = (
    "The council of Ashford voted on Tuesday to close the old bridge beside the ferry until spring."
)


def stating(folder: Path, ending: str, **stated: str) -> list[Article]:
    """Return the articles of a file that states this, its ending that of front matter's files."""
    path = folder / f"a.{ending}"
    path.write_text(_CONTENT[ending](stated), "utf-8")
    return [item for item in read(find([path])[0]) if isinstance(item, Article)]


def _front_matter(stated: dict[str, str]) -> str:
    lines = (f"{name}: {json.dumps(value)}" for name, value in stated.items())
    return "\n".join(["---", *lines, "---", TEXT])


def _json_line(stated: dict[str, str]) -> str:
    return json.dumps({"text": TEXT} | stated)


def _page(stated: dict[str, str]) -> str:
    address = html.escape(stated.get("url", ""))
    return (
        f'<html><head><link rel="canonical" href="{address}"><meta property="og:url" '
        f'content="{address}"></head><body><article><p>{TEXT}</p></article></body></html>'
    )


_CONTENT = {"md": _front_matter, "txt": _front_matter, "jsonl": _json_line, "html": _page}
