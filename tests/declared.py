"""The settings that Footnote declares, for the tests that hold documents and libraries to them."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

import bot.settings
import index.settings


@dataclass(frozen=True, slots=True)
class Declared:
    """One setting as its dataclass field declares it."""

    name: str
    default: str
    help: str


def declared_settings() -> Iterator[Declared]:
    """Yield every setting of the index and the bot, in the order in which they are declared."""
    for module in (bot.settings, index.settings):
        for _, value in inspect.getmembers(module, is_dataclass):
            if value.__module__ != module.__name__:
                continue  # it is only used there
            for item in fields(value):
                yield Declared(*(item.metadata[key] for key in ("name", "default", "help")))
