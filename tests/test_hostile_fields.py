"""What a file states beside its text is taken for what it is, or for nothing."""

import json
from pathlib import Path

import pytest

from index.article import Article
from index.errors import ArticleError
from index.reading import find, read
from index.text.paragraphs import is_invisible
from tests.hostile_fields import TEXT

LAUGHS = "\n".join(
    [
        "a0: &a0 [lol, lol]",
        *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)),
        "author: *a39",
    ]
)
CIRCLE = "author: &me [*me, Ann Field]"
MERGED = "base: &base {title: Merged}\n<<: *base"
HUGE = "9" * 5_000

FRONT_MATTER = {
    "a billion laughs": LAUGHS,
    "a circle": CIRCLE,
    "a circle of maps": "author: &me {name: *me}",
    "merged": MERGED,
    "a tag that calls": "title: !!python/object/apply:os.system ['touch owned']",
    "a tag that makes": "title: !!python/name:os.system",
    "a tag of numbers": f"published: !!int '{HUGE}'",
    "an unknown tag": "title: !anything x",
    "a huge number": f"published: {HUGE}",
    "a number in another base": "published: 0o3744",
    "no number": "published: .nan",
    "endless": "published: .inf",
    "a map for a text": "title: {en: The bridge}",
    "lists in lists": "author: [[[[Ann Field]]]]",
    "null": "title: null\nurl: ~",
    "true": "title: true\npublisher: [true]",
    "twice the same": "title: One\ntitle: Two",
    "a key that is a list": "? [a, b]\n: c",
    "a key that is a map": "? {a: b}\n: c",
    "a directive": "%YAML 9.9\n---\ntitle: x",
    "two documents": "title: x\n...\ntitle: y",
    "a byte order mark inside": "title: \ufeffThe bridge",
    "turned around": 'title: "\\u202eegdirb"',
    "half a letter": 'title: "\\uD800 bridge"',
    "NUL": 'title: "a\\0b"',
    "escape": 'title: "\\e[31mred"',
}
DATES = [
    *("0000-01-01", "10000-01-01", "99999", "2024-13-01", "2024-02-30", "-2024", "2024-00"),
    *("1e9", "٢٠٢٤-١١-١٨", "²⁰²⁴", "2024-11-18T25:61:61Z", "0", "''", "2024-11-18; DROP TABLE"),
]


def _read(path: Path, content: str) -> tuple[Article, list[ArticleError]]:
    path.write_text(content, "utf-8", errors="surrogatepass")
    items = list(read(find([path])[0]))
    [article] = [item for item in items if isinstance(item, Article)]
    return article, [item for item in items if isinstance(item, ArticleError)]


def _assert_plain(article: Article) -> None:
    """See that all that is stated is a short line that can be stored and shown."""
    for value in (article.title, article.publisher, article.author, article.url):
        assert value is None or (isinstance(value, str) and len(value) <= 2_000 and value.strip())
        assert not any(map(is_invisible, value or ""))
    json.dumps(article.to_json(), ensure_ascii=False).encode()


@pytest.mark.parametrize("stated", FRONT_MATTER.values(), ids=FRONT_MATTER)
@pytest.mark.parametrize("ending", ["md", "txt"])
def test_front_matter_that_is_no_such_thing_harms_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stated: str, ending: str
) -> None:
    """The article is there, with what can be made out; nothing is called, built or multiplied."""
    monkeypatch.chdir(tmp_path)
    article, _ = _read(tmp_path / f"a.{ending}", f"---\n{stated}\n---\n{TEXT}")
    assert TEXT in article.text
    _assert_plain(article)
    assert not Path("owned").exists()


@pytest.mark.parametrize("published", DATES)
def test_a_date_that_is_none_is_told_and_not_kept(tmp_path: Path, published: str) -> None:
    """Or it is a day that the calendar has."""
    article, failed = _read(tmp_path / "a.md", f"---\npublished: {published}\n---\n{TEXT}")
    assert article.text == TEXT
    if article.published:
        assert article.published.earliest <= article.published.latest
    assert all("indexed without a date" in error.reason for error in failed)
    assert all(len(error.reason) < 200 for error in failed)


@pytest.mark.parametrize(
    "value",
    [
        *(10**300, -1, 0.1, 1e308, True, False, None, [], {}, [[["a"]]], [{"a": 1}], {"a": "b"}),
        *(["Ann Field"] * 100_000, "x" * 3_000_000, "\ud800\udfff", "\u0000", " ", "\n\n", [None]),
    ],
    ids=lambda value: f"{type(value).__name__} {str(value)[:12]!r}",
)
def test_a_line_may_state_anything(tmp_path: Path, value: object) -> None:
    """Whatever stands where a text belongs, the article is there without harm."""
    fields = dict.fromkeys(["title", "publisher", "author", "published", "url"], value)
    article, _ = _read(tmp_path / "a.jsonl", json.dumps({"text": TEXT} | fields))
    assert article.text == TEXT
    _assert_plain(article)


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999", "1" * 4_000])
def test_numbers_beyond_all_bounds_are_no_harm(tmp_path: Path, number: str) -> None:
    """Python reads them, though JSON has no such thing."""
    line = f'{{"text": {json.dumps(TEXT)}, "published": {number}, "title": {number}}}'
    article, _ = _read(tmp_path / "a.jsonl", line)
    _assert_plain(article)


def test_what_leads_nowhere_is_no_name_for_an_article(tmp_path: Path) -> None:
    """Two files that state the same nonsense for an address are two articles."""
    lines = [json.dumps({"text": f"{TEXT} {n}", "url": "n/a"}) for n in range(2)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    items = list(read(find([tmp_path])[0]))
    assert len({item.id for item in items if isinstance(item, Article)}) == 2


def test_an_address_alone_gives_words_in_their_normal_form(tmp_path: Path) -> None:
    """Where a page has no text but its address, those are read as any text is."""
    url = "https://post.example/news/cafe%CC%81-%E3%85%A4%E3%85%A4%E3%85%A4-bridge"
    line = json.dumps({"text": "Share", "url": url})
    article, _ = _read(tmp_path / "a.jsonl", line)
    assert "\u3164" not in article.text
    assert "bridge" in article.text
