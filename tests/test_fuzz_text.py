"""Cleaner, splitter, sentences, links and replies keep their promises for any text."""

import re
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import strategies as st

from index.answering.prompts import SILENT, question_prompt
from index.answering.quotes import understandable
from index.answering.reply import Claim
from index.article import Article, Passage
from index.link import text_fragment_link
from index.page.byline import infer
from index.page.cleaning import clean
from index.text.paragraphs import is_invisible, split_paragraphs
from index.text.sentences import Span, around, split_sentences
from index.text.splitting import LONGEST_IN_CHARACTERS, LONGEST_PASSAGE, split_passages
from tests.fuzzing import holds, tried
from tests.test_answering_reply import KNOWN, _claims

# Pieces that sentences, furniture, bylines and lists are recognised by, and any other text.
_WORDS = st.sampled_from(
    [
        *(
            "The mayor said",
            "Dr.",
            "J. D.",
            "Inc.",
            "“",
            "”",
            '"',
            "'",
            "(",
            ")",
            "«",
            "…",
            "...",
            "?!",
        ),
        *(
            "Share",
            "Related Articles",
            "Subscribe now.",
            "Sign up for our newsletter.",
            "Advertisement",
        ),
        *(
            "Ann Field is a staff writer at The Post.",
            "By Ann Field",
            "5 May 2024",
            "Reuters",
            "—",
            "|",
        ),
        *(
            "• ",
            "1.",
            "- ",
            "谈判。",
            "🐎",
            "e\u0301",
            "\u200b",
            "\u202e",
            "\u3164",
            "\u2028",
            "\r",
            "\t",
        ),
        *("\n", "\n\n", " ", ". ", "? ", "! ", ", ", "A.", "x" * 90, "word " * 60),
    ]
)
TEXTS = st.lists(_WORDS | st.text(max_size=12), max_size=60).map("".join)
NORMAL = TEXTS.map(lambda text: "\n\n".join(split_paragraphs(text)))
# Now and then longer than what is looked at, or split, at once.
LONG = st.tuples(NORMAL, st.integers(1, 120)).map(lambda pair: pair[0] * pair[1])


@tried
def test_a_cleaned_text_is_clean_and_the_pages_own(examples: int) -> None:
    """It is in normal form, cleaning again changes nothing, and every paragraph was there."""

    def is_kept(text: str) -> None:
        cleaned = clean(text)
        assert clean(cleaned) == cleaned
        assert "\n\n".join(split_paragraphs(cleaned)) == cleaned
        sources = iter(split_paragraphs(text))
        for paragraph in split_paragraphs(cleaned):
            assert any(paragraph in source for source in sources)

    holds(is_kept, TEXTS, examples=examples)


@tried
def test_what_a_page_says_of_itself_stands_in_it(examples: int) -> None:
    """Title, publisher and author are never made up."""

    def is_said(text: str) -> None:
        found = infer(text)
        whole = " ".join(split_paragraphs(text))
        for value in (found.title, found.author):
            assert value is None or value in whole
        assert found.publisher is None or found.publisher.removeprefix("The ") in whole

    holds(is_said, TEXTS, examples=examples)


@tried
@pytest.mark.parametrize("texts", [TEXTS, LONG], ids=["any", "long"])
def test_sentences_leave_out_white_space_only(texts: st.SearchStrategy[str], examples: int) -> None:
    """In order, without overlap, none with white space around it, none over a line break."""

    def is_covered(text: str) -> None:
        end = 0
        for sentence in split_sentences(text):
            assert end <= sentence.start < sentence.end <= len(text)
            assert not text[end : sentence.start].strip()
            words = text[slice(*sentence)]
            assert words == words.strip()
            assert "\n" not in words
            end = sentence.end
        assert not text[end:].strip()

    holds(is_covered, texts, examples=examples)


@tried
@pytest.mark.parametrize("texts", [TEXTS, LONG], ids=["any", "long"])
def test_passages_leave_out_white_space_only(texts: st.SearchStrategy[str], examples: int) -> None:
    """In order, without overlap, and none longer than the model or a reader takes."""

    def is_covered(text: str) -> None:
        end = 0
        for passage in split_passages(text):
            assert end <= passage.start < passage.end <= len(text)
            assert not text[end : passage.start].strip()
            words = text[slice(*passage)]
            assert words == words.strip()
            assert len(words) <= LONGEST_IN_CHARACTERS
            assert len(words.split()) <= LONGEST_PASSAGE
            end = passage.end
        assert not text[end:].strip()

    holds(is_covered, texts, examples=examples)


@st.composite
def _quoted(draw: st.DrawFn) -> tuple[str, Span]:
    """A text and a sentence of it."""
    text = draw(LONG.filter(lambda text: bool(split_sentences(text))))
    return text, draw(st.sampled_from(split_sentences(text)))


@tried
def test_what_is_needed_to_understand_a_quote_stands_before_it(examples: int) -> None:
    """It ends where the quote does, begins with a sentence or the quote, and isn't endless."""

    def is_near(quoted: tuple[str, Span]) -> None:
        text, span = quoted
        wider = understandable(text, span)
        assert wider.end == span.end
        assert 0 <= wider.start <= span.start
        assert span.start - wider.start <= 4_000
        nearby = around(text, span, reach=100)
        assert 0 <= nearby.start <= span.start
        assert span.end <= nearby.end <= len(text)
        assert span.start - nearby.start <= 100
        assert nearby.end - span.end <= 100

    holds(is_near, _quoted(), examples=examples)


_ADDRESSES = st.sampled_from(
    [
        *(
            "https://post.example/a",
            "http://post.example/?q=1#part",
            "https://p.example/#:~:text=x",
        ),
        *(
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "",
            "//p.example/x",
            "x:y",
        ),
    ]
)


@tried
def test_a_link_leads_to_the_articles_address_alone(examples: int) -> None:
    """Whatever is quoted: its words are encoded, and are the quote's own at both ends."""

    def leads_there(case: tuple[tuple[str, Span], str, str]) -> None:
        (text, span), address, title = case
        article = Article(id="a", path="a.md", title=title or None, url=address, text=text)
        link = text_fragment_link(article, span)
        if urlsplit(address).scheme not in {"http", "https"}:
            assert link is None
            return
        assert link
        base, _, directive = link.partition(":~:text=")
        assert base.rstrip("#") == address.partition(":~:")[0].rstrip("#")
        assert re.fullmatch(r"[\w.~%,-]+", directive, re.ASCII)
        parts = [part for part in directive.split(",") if part[-1:] != "-" and part[:1] != "-"]
        assert 1 <= len(parts) <= 2
        assert unquote(parts[0]) in text
        assert unquote(parts[-1]) in " ".join(text.split()) or unquote(parts[-1]) in text
        assert len(link) < len(address) + 4 * 9 * LONGEST_IN_CHARACTERS

    cases = st.tuples(_quoted(), _ADDRESSES, st.text(max_size=20))
    holds(leads_there, cases, examples=examples)


_REPLIES = st.lists(
    st.sampled_from(
        [
            *(
                "[k7f2]",
                "[m3q8]",
                "[z9z9]",
                "【k7f2】",
                "[k7f2, m3q8]",
                "[1]",
                "[sic]",
                "[",
                "]",
                "[k7",
                SILENT,
            ),
            *(
                ". ",
                "! ",
                "? ",
                "\n",
                "\n\n",
                "- ",
                "**",
                "`",
                "> ",
                "# ",
                "“",
                "”",
                "J. D. ",
                "\u200b",
            ),
            *(
                "It rained on Monday",
                "the sun shone",
                "<passage>",
                "[a](https://evil.example)",
                "谈判。",
            ),
        ]
    )
    | st.text(max_size=6),
    max_size=30,
)


@tried
def test_a_reply_is_sentences_and_offered_keys(examples: int) -> None:
    """However it is torn: no marker of a key is left, and no key that was never offered."""

    def is_read(pieces: list[str]) -> None:
        claims = _claims(*pieces)
        assert claims == _claims("".join(pieces))
        for claim in claims:
            _assert_clean(claim)

    holds(is_read, _REPLIES, examples=examples)


def _assert_clean(claim: Claim) -> None:
    assert KNOWN.issuperset(claim.keys)
    assert len(set(claim.keys)) == len(claim.keys)
    assert claim.text == claim.text.strip() != ""
    assert not any(map(is_invisible, claim.text))
    assert not re.search(r"[\[【](?:k7f2|m3q8|z9z9|1)[\]】]", claim.text)
    assert SILENT not in claim.text


@tried
def test_what_a_model_is_shown_has_no_brackets_but_ours(examples: int) -> None:
    """Whatever passages, titles, publishers and questions say."""
    from datetime import date

    texts = st.text(
        st.sampled_from("<>/ =\"'\n\r\u2028\u200bpasgekyquestion＜＞‹›&;l") | st.characters()
    )

    def is_fenced(case: tuple[str, str, str, str]) -> None:
        text, title, publisher, question = case
        article = Article(id="a", path="a", title=title, publisher=publisher, text=text)
        passage = Passage(article.reference, 0, len(text), text)
        prompt = question_prompt(question, {"k7f2": passage}, asked=date(2024, 11, 18))
        tags = ['<passage key="k7f2">', "</passage>", "<question>", "</question>"]
        assert re.findall(r"<[^<>]*>|[<>]", prompt) == tags

    holds(is_fenced, st.tuples(texts, texts, texts, texts), examples=examples)
