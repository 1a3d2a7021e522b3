"""Whatever bytes a file holds, it comes out as articles in normal form or as reasons why not."""

import gzip
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import strategies as st

from index.article import Article
from index.errors import ArticleError
from index.reading import SourceFile, read
from index.text.paragraphs import split_paragraphs
from index.text.splitting import split_passages
from tests.articles import ARTICLES
from tests.fuzzing import holds, tried
from tests.test_reading_pdf import PARAGRAPHS, printed

# What each format gives a meaning to, and what has a meaning of its own in text.
_MARKS = st.sampled_from(
    """--- ... title: published: url: &a *a !!int !!python/none [ ] { } " ' : , - # > | ` ``` * ** _
    ![a](b) [a]: <p> </p> <div> <article> </article> <table> <!-- --> <script> <title> <meta &amp;
    &#0; &#x202e; &lt; {"text": "a"} \\ud800 \\u0000 %PDF-1.7 obj endobj stream endstream xref << >>
    trailer /Length /Filter BT ET Tj Share Related Subscribe by By J.D. 2024-13-45 Reuters — “ ”
    """.split()
) | st.sampled_from(["\n", "\n\n", "\r", "\0", "\ufeff", "\u200b", "\u202e", "\u3164", "\x1b", " "])
_PIECES = _MARKS | st.text(max_size=8)
_TEXTS = st.lists(_PIECES, max_size=40).map("".join)


@cache
def _valid(ending: str) -> bytes:
    """Return a file of this kind that nothing is wrong with."""
    if ending == "pdf":
        document = printed(*PARAGRAPHS)
        document.set_compression(False)
        return bytes(document.output())
    text = {
        "md": ARTICLES["tram.md"],
        "txt": ARTICLES["flood.txt"],
        "html": ARTICLES["library.html"],
        "jsonl": ARTICLES["wire.jsonl"] * 2,
    }[ending.removesuffix(".gz")]
    return text.encode()


@st.composite
def _damaged(draw: st.DrawFn, ending: str) -> bytes:
    """A valid file in which things were put, left out, doubled and exchanged."""
    content = _valid(ending)
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.sampled_from([0, 0, 0, 1, 7, 60, 900])))
        middle = draw(
            st.binary(max_size=6)
            | _PIECES.map(lambda text: text.encode(errors="surrogatepass"))
            | st.just(content[start:end] * 2)
        )
        content = content[:start] + middle + content[end:]
    return content


def _files(ending: str) -> st.SearchStrategy[bytes]:
    plain = ending.removesuffix(".gz")
    contents = (
        st.binary(max_size=300)
        | _TEXTS.map(lambda text: text.encode(errors="surrogatepass"))
        | _damaged(plain)
    )
    if plain == ending:
        return contents
    return contents | contents.map(gzip.compress) | contents.map(lambda c: gzip.compress(c)[:-5])


def _assert_sound(item: Article | ArticleError) -> None:
    if isinstance(item, ArticleError):
        assert item.reason
        return
    json.dumps([item.to_json(), item.text], ensure_ascii=False).encode()
    assert item.text
    assert "\n\n".join(split_paragraphs(item.text)) == item.text
    for value in (item.title, item.publisher, item.author, item.url):
        assert value is None or (value and " ".join(split_paragraphs(value)) == value)
    assert item.url is None or item.url.startswith(("http://", "https://", "HTTP", "Http"))
    end = 0
    for passage in split_passages(item.text):
        assert end <= passage.start < passage.end <= len(item.text)
        assert not item.text[end : passage.start].strip()
        end = passage.end
    assert not item.text[end:].strip()


@tried
@pytest.mark.parametrize("ending", ["md", "txt", "html", "pdf", "jsonl", "jsonl.gz"])
def test_any_file_is_articles_or_reasons(ending: str, examples: int) -> None:
    """Of any bytes, any text, and a sound file damaged in any way; nothing is raised."""
    with TemporaryDirectory() as folder:
        path = Path(folder, f"a.{ending}")

        def is_sound(content: bytes) -> None:
            path.write_bytes(content)
            for item in read(SourceFile(path, path.name)):
                _assert_sound(item)

        holds(is_sound, _files(ending), examples=examples)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)
_LINES = st.fixed_dictionaries(
    {"text": _TEXTS | _JSON},
    optional=dict.fromkeys(["title", "publisher", "author", "published", "url"], _JSON),
)


@tried
def test_a_line_may_state_whatever_json_can(examples: int) -> None:
    """Of any type, where a text belongs or not."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.jsonl")

        def is_sound(fields: Mapping[str, object]) -> None:
            path.write_text(json.dumps(fields))
            for item in read(SourceFile(path, path.name)):
                _assert_sound(item)

        holds(is_sound, _LINES, examples=examples)
