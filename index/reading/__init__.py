"""From files to articles."""

from index.reading.apart import Apart
from index.reading.articles import read, read_drafts
from index.reading.files import SourceFile, find

__all__ = ["Apart", "SourceFile", "find", "read", "read_drafts"]
