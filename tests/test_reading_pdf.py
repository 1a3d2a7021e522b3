"""Of a PDF file the text layer is read."""

import logging
from pathlib import Path

import pytest
from fpdf import FPDF

from index.article import Article
from index.errors import ArticleError
from index.reading import find, read

TITLE = "Ashford closes its old bridge"
SENTENCES = [
    "The council of Ashford voted to close the old bridge beside the famous ferry until spring.",
    "Engineers had found cracks in two of its arches, which the mayor called a disaster.",
    "Nobody knows yet who is to pay for it.",
]
PARAGRAPHS = [" ".join(SENTENCES), " ".join(reversed(SENTENCES))]


def printed(*paragraphs: str) -> FPDF:
    """Return a document of one page with these paragraphs."""
    document = FPDF()
    document.add_page()
    document.set_font("helvetica", size=11)
    for text in paragraphs:
        document.multi_cell(w=180, h=6, text=text, new_x="LMARGIN", new_y="NEXT")
    return document


def read_pdf(path: Path, content: bytes) -> Article | ArticleError:
    """Return what is read from a file with this content."""
    path.write_bytes(content)
    (item,) = read(find([path])[0])
    return item


def test_the_text_is_read_as_paragraphs(tmp_path: Path) -> None:
    """The printed lines are put together again, the headline is the title."""
    content = bytes(printed(TITLE, *PARAGRAPHS).output())
    article = read_pdf(tmp_path / "a.pdf", content)
    assert isinstance(article, Article)
    assert article.title == TITLE
    assert article.text == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("title", "author", "believed"),
    [
        ("Microsoft Word - bridge_v2", "Administrator", (TITLE, None)),
        (TITLE, "Ann Field", (TITLE, "Ann Field")),
    ],
)
def test_only_what_the_text_confirms_is_believed(
    tmp_path: Path, title: str, author: str, believed: tuple[str, str | None]
) -> None:
    """Title and author must stand in the text, and the day the file was made is no date."""
    document = printed(TITLE, *PARAGRAPHS, "The photographs were taken by Ann Field in May.")
    document.set_title(title)
    document.set_author(author)
    article = read_pdf(tmp_path / "a.pdf", bytes(document.output()))
    assert isinstance(article, Article)
    assert (article.title, article.author) == believed
    assert article.published is None


def locked() -> bytes:
    """Return a document that opens with a password only."""
    document = printed(*PARAGRAPHS)
    document.set_encryption(owner_password="owner", user_password="user")
    return bytes(document.output())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7 and no more", "the PDF is broken; open it and save it anew"),
        (b"The bridge is shut.", "the PDF is broken; open it and save it anew"),
        (bytes(printed(*PARAGRAPHS).output())[:400], "the PDF is broken; open it and save it anew"),
        (locked(), "the PDF is locked with a password"),
        (bytes(printed().output()), "the PDF has no text layer; it may be a scan"),
    ],
    ids=["begun", "not a PDF", "cut off", "locked", "scanned"],
)
def test_a_file_without_readable_text_is_one_error(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, content: bytes, reason: str
) -> None:
    """The reason is plain, and is all there is to read."""
    with caplog.at_level(logging.WARNING):
        error = read_pdf(tmp_path / "a.pdf", content)
    assert isinstance(error, ArticleError)
    assert error.reason == reason
    assert caplog.messages == []


@pytest.mark.parametrize("place", range(0, 1_200, 100))
def test_a_damaged_file_raises_nothing(tmp_path: Path, place: int) -> None:
    """Wherever a file is overwritten, it gives an article or the reason why not."""
    content = bytearray(printed(*PARAGRAPHS).output())
    content[place : place + 9] = b"\xff[<<R/(%"
    assert isinstance(read_pdf(tmp_path / "a.pdf", bytes(content)), Article | ArticleError)
