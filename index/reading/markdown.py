"""Markdown as the prose a reader sees."""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

_SPOKEN_AFTER = {
    "heading_close": "\n\n",
    "paragraph_close": "\n\n",
    "tr_close": "\n\n",
    "th_close": " ",
    "td_close": " ",
}
_SPOKEN_INLINE = {"softbreak": "\n", "hardbreak": "\n", "image": "", "html_inline": ""}


def plain(markdown: str) -> str:
    """Return paragraphs, headings, list items and table rows, each without its markup.

    Images and comments are left out; a line break stays one.
    """
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    return "".join(piece for token in tokens for piece in _pieces(token))


def _pieces(token: Token) -> Iterator[str]:
    if token.type == "inline":
        for child in token.children or ():
            yield _SPOKEN_INLINE.get(child.type, child.content)
    elif token.type == "html_block":
        yield f"{_text_of(token.content)}\n\n"
    elif token.type == "list_item_open" and token.info:
        yield f"{token.info}{token.markup} "
    elif token.type in {"fence", "code_block"}:
        yield f"{token.content}\n\n"
    else:
        yield _SPOKEN_AFTER.get(token.type, "")


def _text_of(markup: str) -> str:
    from trafilatura import html2txt

    return html2txt(f"<html><body>{markup}</body></html>")
