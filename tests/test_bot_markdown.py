"""What others wrote is shown in Discord letter for letter, and never interpreted."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.messages.markdown import LONGEST_ADDRESS, escape, link, plain, shorten

ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
NASTY = st.text(st.sampled_from("\\*_~`|[]()<>@#:/-.1a e\n\u202e") | st.characters(codec="utf-8"))


@given(NASTY)
@example("1. a list")
@example("-# small print")
@example("@everyone and <@&7>, <#7>, <:name:7>, </ask:7>, <t:7>")
@example("[mask](https://example.org) and https://example.org")
def test_escaped_text_reads_like_the_original(text: str) -> None:
    """Taking the escapes away, as Discord does, leaves the text on one line."""
    assert ESCAPED.sub(r"\1", escape(text)) == plain(text)


@given(NASTY)
@example("@everyone @here https://example.org <@1>")
def test_escaped_text_has_nothing_left_to_interpret(text: str) -> None:
    """No formatting, link, mention or list survives escaping."""
    literal = ESCAPED.sub("", escape(text))
    assert not re.search(r"[*_~`|\[\]<\\\n]|@everyone|@here|://", literal)
    assert not re.match(r"[#>-]|\d+\.(?:\s|\Z)", escape(text))


@given(NASTY)
def test_escaping_at_most_doubles_a_text(text: str) -> None:
    """Whoever plans a page can count on its length."""
    assert len(escape(text)) <= 2 * len(text)


def test_characters_that_reorder_text_are_dropped() -> None:
    """A quote can't turn around what stands beside it."""
    assert escape("safe \u202egnp.exe\x00") == "safe gnp.exe"


@given(NASTY.filter(lambda text: text.strip()), st.integers(10, 60))
def test_a_shortened_text_keeps_to_its_limit_and_its_escapes(text: str, limit: int) -> None:
    """What is shortened begins like the whole, says that it is, and ends in no half escape."""
    whole = escape(text)
    short = shorten(whole, limit)
    assert len(short) <= limit
    if short != whole:
        assert whole.startswith(short.removesuffix("…"))
        assert short.endswith("…")
        assert not re.search(r"(?<!\\)(?:\\\\)*\\…\Z", short)


def test_a_text_is_shortened_where_a_word_ends() -> None:
    """No word is cut in two, and no comma is left hanging."""
    assert shorten("The talks, they said, went on.", 22) == "The talks, they said…"


def test_a_text_without_spaces_is_shortened_anywhere() -> None:
    """Languages written without spaces keep as much as fits."""
    assert shorten("谈判" * 20, 10) == "谈判谈判谈判谈判谈…"


def test_a_link_shows_no_preview() -> None:
    """Angle brackets around an address keep Discord from embedding the page."""
    assert link("News", "https://example.org/a") == "[News](<https://example.org/a>)"


@pytest.mark.parametrize("address", [None, "", "javascript:alert(1)", "/etc/passwd", "https://"])
def test_only_web_addresses_are_linked(address: str | None) -> None:
    """Anything else leaves the label as it is."""
    assert link("News", address) == "News"


def test_an_address_cannot_end_its_link() -> None:
    """Brackets, spaces and line breaks in an address are encoded."""
    linked = link("News", "https://example.org/a>) b\n<@1>\\")
    assert linked == "[News](<https://example.org/a%3E%29%20b%0A%3C@1%3E%5C>)"


def test_an_address_pings_nobody() -> None:
    """Its signs are encoded where Discord would look for a name, half a character is replaced."""
    linked = link("News", "https://example.org/@everyone/@here/@ann/\ud800")
    assert linked == "[News](<https://example.org/%40everyone/%40here/@ann/?>)"


def test_a_long_address_loses_its_text_fragment() -> None:
    """The page stays reachable where the passage in it would take too much room."""
    address = "https://example.org/a#:~:text=" + "x" * LONGEST_ADDRESS
    assert link("News", address) == "[News](<https://example.org/a>)"


def test_an_endless_address_is_not_linked() -> None:
    """An address that crowds out the answer is left away."""
    assert link("News", "https://example.org/" + "x" * LONGEST_ADDRESS) == "News"


def test_a_text_that_fits_is_left_whole() -> None:
    """To the last character of the limit."""
    assert shorten("The talks went on.", 18) == "The talks went on."
    assert shorten("The talks went on.", 17) == "The talks went…"


@pytest.mark.parametrize(("words", "kept"), [(9, 20), (10, 10), (11, 11)])
def test_a_word_is_cut_rather_than_half_of_the_room_wasted(words: int, kept: int) -> None:
    """Where the whole words fill half of it, the text ends behind them."""
    assert shorten("a" * words + " " + "b" * 40, 21).count("a") == words
    assert len(shorten("a" * words + " " + "b" * 40, 21)) == kept + 1


@pytest.mark.parametrize("limit", range(6, 14))
@pytest.mark.parametrize("text", ["*" * 40, "\\" * 40, "谈*" * 40])
def test_no_escape_is_cut_in_two(text: str, limit: int) -> None:
    """Half of one would escape the ellipsis; no more is lost for that than the half."""
    kept = shorten(escape(text), limit).removesuffix("…")
    assert plain(text).startswith(ESCAPED.sub(r"\1", kept))
    assert not ESCAPED.sub("", kept).endswith("\\")
    assert len(kept) >= limit - 2


def test_the_longest_address_is_linked() -> None:
    """One character more is one too many."""
    address = "https://example.org/".ljust(LONGEST_ADDRESS, "x")
    assert link("News", address) == f"[News](<{address}>)"
    assert link("News", address + "x") == "News"


def test_a_fragment_is_lost_as_a_whole() -> None:
    """Half of one would name another place."""
    address = "https://example.org/a#b#" + "x" * LONGEST_ADDRESS
    assert link("News", address) == "[News](<https://example.org/a>)"
