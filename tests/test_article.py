"""An article tells what is known of it, and nothing more."""

from index.article import Article, Reference
from index.dates.partial_date import PartialDate

KNOWN = Reference(
    id="a1",
    path="news/bridge.md",
    title="Harbor Bridge Reopens",
    publisher="The Gazette",
    author="Jo Writer",
    published=PartialDate(2024, 11),
    url="https://example.org/bridge",
)
UNKNOWN = Reference(id="a2", path="scan.pdf")


def test_a_reference_has_the_shape_of_the_contract() -> None:
    """Scripts find every field under its name, a date as exact as it is known."""
    assert KNOWN.to_json() == {
        "id": "a1",
        "title": "Harbor Bridge Reopens",
        "publisher": "The Gazette",
        "author": "Jo Writer",
        "published": "2024-11",
        "url": "https://example.org/bridge",
        "path": "news/bridge.md",
    }


def test_what_is_unknown_is_null() -> None:
    """A field that isn't known is there, without a value."""
    fields = UNKNOWN.to_json()
    assert {name for name, value in fields.items() if value is None} == {
        "title",
        "publisher",
        "author",
        "published",
        "url",
    }


def test_a_reference_is_read_back_as_it_was_written() -> None:
    """Answers that were kept name their articles as on the day they were given."""
    assert Reference.from_json(KNOWN.to_json()) == KNOWN
    assert Reference.from_json(UNKNOWN.to_json()) == UNKNOWN


def test_a_label_says_what_is_known() -> None:
    """A reader sees title, publisher and date, and of a nameless article where it was read."""
    assert KNOWN.label == "Harbor Bridge Reopens, The Gazette, November 2024"
    assert UNKNOWN.label == "scan.pdf, undated"


def test_an_article_is_its_reference_with_a_text() -> None:
    """Taking the text away again leaves the reference."""
    article = Article.of(KNOWN, text="The bridge reopened.")
    assert article.text == "The bridge reopened."
    assert article.reference == KNOWN
    assert type(article.reference) is Reference
