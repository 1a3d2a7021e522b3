"""The articles in a file."""

from collections.abc import Iterator

from index.article import Article
from index.errors import ArticleError
from index.reading.apart import Apart
from index.reading.draft import Draft, finish
from index.reading.files import SourceFile
from index.reading.formats import is_for_apart, reader_for


def read(source: SourceFile, *, apart: Apart | None = None) -> Iterator[Article | ArticleError]:
    """Yield every article in the file, and in place of one that can't be read, why.

    An article whose ``published`` isn't a date comes without a date, after an error that says so.
    A file that can't be read is one error; nothing is raised. With ``apart``, what may break or
    hold up whoever reads it is read there.
    """
    try:
        for draft in read_drafts(source, apart=apart):
            if isinstance(draft, ArticleError):
                yield draft
            else:
                yield from finish(draft)
    except ArticleError as error:
        yield error


def read_drafts(
    source: SourceFile, *, apart: Apart | None = None
) -> Iterator[Draft | ArticleError]:
    """Yield what the file has before it is cleaned, and in place of what can't be made out, why.

    Raises:
        ArticleError: the file can't be read, or not to its end.
    """
    if source.flaw:
        raise ArticleError(source.name, source.flaw)
    if apart and is_for_apart(source.path):
        return apart.read(source.path, source.name)
    reader = reader_for(source.path.name)
    assert reader is not None, f"{source.name} was not found by find()"
    return reader(source.path, source.name)
