"""PDF files: the words of the text layer."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

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
    from pypdf import DocumentInformation, PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    # pypdf logs every flaw it meets; the error says what a reader needs to know.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    content = read_bytes(path, name)
    try:
        reader = PdfReader(io.BytesIO(content))
        text = join_printed_lines([page.extract_text().splitlines() for page in reader.pages])
        about = reader.metadata or DocumentInformation()
        stated = {"title": about.title, "author": about.author}
    except (FileNotDecryptedError, DependencyError) as error:
        raise ArticleError(name, "the PDF is locked with a password") from error
    except MemoryError:
        raise
    except Exception as error:  # pypdf lets nearly any error through when a file is broken
        raise ArticleError(name, "the PDF is broken; open it and save it anew") from error
    if not text:
        raise ArticleError(name, "the PDF has no text layer; it may be a scan")
    fields = {field: value for field, value in stated.items() if value and value in text}
    yield Draft.of(fields, path=name, text=text)
