"""A line of a log without secrets, whoever wrote it."""

import logging
from collections.abc import Callable

from index.secrets import masked


class MaskingFormatter(logging.Formatter):
    """What another formatter writes, tracebacks included, without secrets.

    A class because logging wants one; the secrets are asked for when there is a line.
    """

    def __init__(self, formatter: logging.Formatter, secrets: Callable[[], frozenset[str]]) -> None:
        super().__init__()
        self._formatter = formatter
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as the other formatter has it."""
        return masked(self._formatter.format(record), self._secrets())
