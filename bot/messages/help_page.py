"""What can be done with the bot, as the person who asks for help can do it there."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.messages.markdown import escape, shorten
from bot.messages.pages import Block, Page, paginate

WAYS_TO_ASK = (
    "Ask me something about the articles: use /ask, mention me with your question, reply to one of "
    "my answers, or write to me directly. Every sentence I answer comes with its source; when the "
    "articles don’t say, I say so."
)
IN_QUOTES = "I answer in the articles’ own words."
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A command by the name people type or, ``on_messages``, find in a message’s menu."""

    name: str
    description: str
    on_messages: bool = False


def help_pages(offers: Iterable[Offer], *, language_model: str | None) -> list[Page]:
    """Return what the bot is for and every command offered, in their order."""
    offers = list(offers)
    typed = [f"- `/{offer.name}`: {offer.description}" for offer in offers if not offer.on_messages]
    found = [f"- **{offer.name}**: {offer.description}" for offer in offers if offer.on_messages]
    menu = ["In a message’s menu, under Apps:", *found] if found else []
    mode = in_whose_words(language_model)
    return paginate([Block((f"{WAYS_TO_ASK}\n{mode}",)), Block(tuple(typed)), Block(tuple(menu))])


def in_whose_words(language_model: str | None) -> str:
    """Return in whose words the bot answers."""
    if not language_model:
        return IN_QUOTES
    name = shorten(escape(language_model), _LONGEST_NAME)
    return f"I answer in the words of {name}, each sentence checked against its source."
