"""From files to articles."""

from index.reading.articles import read
from index.reading.files import SourceFile, find

__all__ = ["SourceFile", "find", "read"]
