"""PDF files: the words of the text layer."""

import io
from collections.abc import Iterator
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError

from index.errors import ArticleError
from index.reading.contents import read_bytes
from index.reading.draft import Draft
from index.reading.printed_lines import join_printed_lines


def read_pdf(path: Path, name: str) -> Iterator[Draft]:
    """Yield the file's article.

    The file's own dates tell when the file was made, not when the article was published, so they
    are left alone; its title and author are often a program's, so they count only where the text
    has them too.

    Raises:
        ArticleError: the file is broken, locked with a password or without text.
    """
    content = read_bytes(path, name)
    try:
        reader = PdfReader(io.BytesIO(content))
        text = join_printed_lines([page.extract_text().splitlines() for page in reader.pages])
        title, author = (
            (reader.metadata.title, reader.metadata.author) if reader.metadata else (None, None)
        )
    except (FileNotDecryptedError, DependencyError) as error:
        raise ArticleError(name, "the PDF is locked with a password") from error
    except Exception as error:  # pypdf lets nearly any error through when a file is broken
        raise ArticleError(name, f"the PDF is broken: {error}") from error
    if not text.strip():
        raise ArticleError(name, "the PDF has no text layer; it may be a scan")
    yield Draft(
        path=name,
        identity=name,
        text=text,
        title=title if title and title in text else None,
        author=author if author and author in text else None,
    )
