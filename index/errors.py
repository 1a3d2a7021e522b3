"""Everything that can go wrong, as one small family.

FootnoteError                 exit code 1
├── ArticleError              one article can't be read; the others are
├── QuestionError             the question can't be asked as it stands (exit code 2)
├── CollectionError           what is asked of a server's own articles can't be done (exit code 2)
├── IndexMissing              there is no index yet
├── IndexDamaged              an index is there and can't be used
│   ├── IndexUnreadable       its files can't be read now, whatever is in them
│   └── VectorsMissing        the Chroma server hasn't got its vectors
├── TooManyOpenFiles          this process may open no further file
├── IndexNotWritten           a new index can't be written; the old one stays
├── RebuildRunning            another process is rebuilding
├── NothingToUndo             no earlier index is left that could answer
├── StoreUnreachable          the Chroma server doesn't answer
├── IndexUnreachable          the machine that rebuilds the index doesn't answer
├── IndexMirrored             the index is another machine's to change
├── BackupFailed              a backup can't be made, or not be put back there
├── BackupUnusable            a file is no backup, or a damaged one
├── Unserved                  a model elsewhere doesn't do what it is asked
│   ├── NoReply               the language model gives no reply that is of use
│   └── NoVectors             the embedding model gives no vectors
└── ConfigurationError        a setting is wrong (exit code 78)
    └── EmbedderMismatch      the index was made with another embedder

A message names the value and the next thing to do.
"""

from typing import ClassVar


class FootnoteError(Exception):
    """Base of every error a user may read."""

    exit_code: ClassVar[int] = 1

    @property
    def in_full(self) -> str:
        """The message for whoever caused it, who may read all of it."""
        return str(self)


class ArticleError(FootnoteError):
    """One article can't be read."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class QuestionError(FootnoteError):
    """The question can't be asked as it stands."""

    exit_code = 2


class CollectionError(FootnoteError):
    """What is asked of a server's own articles can't be done."""

    exit_code = 2


class IndexMissing(FootnoteError):
    """There is no index yet."""


class IndexDamaged(FootnoteError):
    """An index is there and can't be used."""


class IndexUnreadable(IndexDamaged):
    """The files of an index can't be read now, whatever is in them."""


class VectorsMissing(IndexDamaged):
    """The Chroma server hasn't got the vectors of an index, or not all of them."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"The vectors of the index aren't in {where}: run `footnote rebuild --full`."
        )


class TooManyOpenFiles(FootnoteError):
    """This process may open no further file."""

    def __init__(self) -> None:
        super().__init__(
            "This process may open no further file: raise its limit (`ulimit -n`, or LimitNOFILE= "
            "of a systemd unit) and start it anew."
        )


class IndexNotWritten(FootnoteError):
    """A new index can't be written; the old one stays."""

    def __init__(self, place: object, error: BaseException) -> None:
        super().__init__(
            f"The new index can't be written to {place} ({error}): see that there is room on the "
            "disk and that it may be written to, then run `footnote rebuild` again."
        )


class RebuildRunning(FootnoteError):
    """Another process is rebuilding the index."""

    def __init__(self) -> None:
        super().__init__("The index is being rebuilt already: wait until that is done.")


class NothingToUndo(FootnoteError):
    """There is no earlier index to go back to."""


class StoreUnreachable(FootnoteError):
    """The Chroma server doesn't answer."""


class IndexUnreachable(FootnoteError):
    """The machine that rebuilds the index doesn't answer."""

    def __init__(self, url: str, error: BaseException) -> None:
        super().__init__(
            f"The index at {url} can't be had ({error}): run `footnote share` there, or correct "
            "INDEX_URL. What was fetched before goes on answering."
        )


class IndexMirrored(FootnoteError):
    """The index is another machine's to change."""

    def __init__(self) -> None:
        super().__init__(
            "The index is changed and rebuilt on the machine that INDEX_URL names, and this one "
            "follows it: do that there."
        )


class BackupFailed(FootnoteError):
    """A backup can't be made, or there is no place to put it back to."""


class BackupUnusable(FootnoteError):
    """A file is no backup that can be restored."""


class Unserved(FootnoteError):
    """A model elsewhere doesn't do what it is asked.

    ``said`` is what it says of that. Servers like to repeat what they were sent, people's questions
    among it: it isn't part of the message, which may be logged.
    """

    def __init__(self, sentence: str, *, said: str = "") -> None:
        super().__init__(sentence)
        self.said = said

    @property
    def in_full(self) -> str:
        """The message with what was said."""
        return f"{self} ({self.said})" if self.said else str(self)


class NoReply(Unserved):
    """The language model gives no reply that is of use."""


class NoVectors(Unserved):
    """The embedding model gives no vectors."""


class ConfigurationError(FootnoteError):
    """A setting is missing or wrong."""

    exit_code = 78  # EX_CONFIG of sysexits.h


class EmbedderMismatch(ConfigurationError):
    """The index was made with another embedder than the one configured."""
