"""Of a web page the article is read, with what the page states about it."""

from pathlib import Path

import pytest

from index.article import Article
from index.errors import ArticleError
from index.reading import find, read

PARAGRAPHS = [
    "The council of Ashford voted to close the old bridge beside the famous café until spring.",
    "Engineers had found cracks in two of its arches, which the mayor called a disaster.",
    "The ferry runs every twenty minutes, and costs two euros for anybody from elsewhere.",
]
PAGE = """<!DOCTYPE html><html lang="en"><head>{head}<title>{title}</title></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Ashford closes its old bridge</h1>{article}</article>
<aside><h2>Related Articles</h2><a href="/x">Dogs win the prize of the year</a></aside>
<div id="comments"><h3>Comments</h3><p>I always said that it would fall one day.</p></div>
<footer>Copyright 2019. All rights reserved.</footer></body></html>"""
STATED = """<meta property="og:site_name" content="The Ashford Herald">
<meta name="author" content="Ann Field">
<meta property="article:published_time" content="2024-03-05T09:00:00+00:00">
<link rel="canonical" href="https://ashford.example/bridge">"""


def read_page(path: Path, *, charset: str = "utf-8", stated: str = "") -> Article | ArticleError:
    """Return what is read from the page in this encoding."""
    page = PAGE.format(
        head=f'<meta charset="{charset}">{stated}',
        title="Ashford closes its old bridge",
        article="".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS),
    )
    path.write_bytes(page.encode(charset))
    (item,) = read(find([path])[0])
    return item


def test_the_article_is_read_and_nothing_around_it(tmp_path: Path) -> None:
    """Menus, comments, teasers and the footer aren't in the text."""
    article = read_page(tmp_path / "a.html")
    assert isinstance(article, Article)
    assert article.text == "\n\n".join(PARAGRAPHS)


def test_what_the_page_states_is_known(tmp_path: Path) -> None:
    """Title, publisher, author, date and address are those of its metadata."""
    article = read_page(tmp_path / "a.htm", stated=STATED)
    assert isinstance(article, Article)
    assert article.to_json() == {
        "id": article.id,
        "title": "Ashford closes its old bridge",
        "publisher": "The Ashford Herald",
        "author": "Ann Field",
        "published": "2024-03-05",
        "url": "https://ashford.example/bridge",
        "path": "a.htm",
    }


def test_a_year_in_the_footer_is_no_date(tmp_path: Path) -> None:
    """What the page doesn't state stays unknown."""
    article = read_page(tmp_path / "a.html")
    assert isinstance(article, Article)
    assert (article.published, article.publisher, article.author) == (None, None, None)


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
def test_the_page_tells_its_encoding(tmp_path: Path, charset: str) -> None:
    """Letters beyond ASCII come out in whatever encoding the page declares."""
    article = read_page(tmp_path / "a.html", charset=charset)
    assert isinstance(article, Article)
    assert "café" in article.text


def test_pages_that_state_one_address_are_two_articles(tmp_path: Path) -> None:
    """A site's pages may all state its front page; each is known by its file."""
    first, second = (read_page(tmp_path / name, stated=STATED) for name in ("a.html", "b.html"))
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.id != second.id


@pytest.mark.parametrize("content", ["<html><body></body></html>", "\1" * 300, "<div>" * 50_000])
def test_a_page_without_an_article_is_an_error(tmp_path: Path, content: str) -> None:
    """A page of nothing, of noise or of nothing but tags has no article."""
    (tmp_path / "a.html").write_text(content)
    (error,) = read(find([tmp_path])[0])
    assert isinstance(error, ArticleError)
    assert error.reason == "no article was found on the page"
