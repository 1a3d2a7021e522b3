"""Help fits into messages however many commands there are."""

from bot.messages.help_page import Offer, help_pages
from bot.messages.pages import PAGE_LIMIT


def test_commands_are_listed_by_where_they_are_found() -> None:
    """Those to type, and those in a message's menu."""
    offers = [
        Offer(name="ask", description="Ask"),
        Offer(name="Check", description="check it", on_messages=True),
    ]
    [(_, typed, menu)] = help_pages(offers, language_model=None)
    assert typed == "- `/ask`: Ask"
    assert menu == "In a message’s menu, under Apps:\n- **Check**: check it"


def test_the_language_model_is_named() -> None:
    """As the setting names it, harmlessly."""
    [(ways,)] = help_pages([], language_model="ollama/my_model")
    assert r"in the words of ollama/my\_model, each sentence checked" in ways


def test_any_number_of_commands_keeps_to_the_limits() -> None:
    """Discord allows 100 commands of 32 characters with 100 characters each."""
    offers = [Offer(name="a" * 32, description="b" * 100) for _ in range(100)]
    pages = help_pages(offers, language_model="c" * 5_000)
    assert all(sum(map(len, page)) <= PAGE_LIMIT for page in pages)
    assert sum(text.count("- `/") for page in pages for text in page) == 100
