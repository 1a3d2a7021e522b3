"""The articles in a file."""

from collections.abc import Iterator

from index.article import Article
from index.errors import ArticleError
from index.reading.draft import Draft, finish
from index.reading.files import SourceFile
from index.reading.formats import reader_for


def read(source: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield every article in the file, and in place of one that can't be read, why.

    An article whose ``published`` isn't a date comes without a date, after an error that says so.
    A file that can't be read is one error; nothing is raised.
    """
    try:
        for draft in read_drafts(source):
            if isinstance(draft, ArticleError):
                yield draft
            else:
                yield from finish(draft)
    except ArticleError as error:
        yield error


def read_drafts(source: SourceFile) -> Iterator[Draft | ArticleError]:
    """Yield what the file has before it is cleaned, and in place of what can't be made out, why.

    Raises:
        ArticleError: the file can't be read, or not to its end.
    """
    reader = reader_for(source.path.name)
    assert reader is not None, f"{source.name} was not found by find()"
    return reader(source.path, source.name)
