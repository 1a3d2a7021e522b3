"""No question takes long to be understood, whatever is in it, and none is taken for a command."""

import faulthandler
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from discord.utils import remove_markdown
from hypothesis import HealthCheck, example, given, settings

from bot.alike import Alike
from bot.client import FootnoteBot
from bot.completion import LONGEST_CHOICE, choice, matching
from bot.filters import chosen_filters
from bot.messages.article_pages import article_page
from bot.messages.markdown import escape
from bot.messages.unanswered_pages import unanswered_csv
from bot.refusal import Refusal
from bot.state.unanswered import Unanswered
from index.answer import Answer, Filters
from index.answering.specifics import figures, unknown_names
from index.answering.statements import clauses_of, statements_in
from index.attribution import understand_publisher
from index.conversation import Conversation
from index.errors import FootnoteError, QuestionError
from index.follow_ups.inquiry import understand
from index.library import Library
from index.listing import list_articles
from index.question import LONGEST_QUESTION, Question
from index.scope import understand_scope
from tests.bot_answers import ANSWER
from tests.bot_fixtures import FIGURE, QUESTION, Newsroom
from tests.hostile_questions import QUERY_SYNTAX, SLOW, pumped

# Of a core's time, for the longest question there may be; the slowest known takes a third of it.
LONGEST = 1.0  # seconds
LONGEST_ANSWER = 10.0  # seconds
# Until then a hanging pattern keeps its process from anything else; the process is ended with it.
HANGING = 60  # seconds
TODAY = date(2024, 11, 20)
PUBLISHERS = ("The Gazette", "Al Jazeera", "BBC News", "The Moravian Post")


def asked(question: str) -> Conversation:
    """Return a conversation about what somebody asked."""
    return Conversation.of([replace(ANSWER, question=question)])


# Each with a text that somebody wrote, as the bot has it.
STEPS: dict[str, Callable[[str], Any]] = {
    "understood": Question.understand,
    "scope": lambda text: understand_scope(text, Filters(), publishers=PUBLISHERS, today=TODAY),
    "publisher": lambda text: understand_publisher(text, PUBLISHERS),
    "after another": lambda text: understand(text, asked(QUESTION)),
    "before a time": lambda text: understand("and in 2019?", asked(text)),
    "before a name": lambda text: understand("what about Kherson?", asked(text)),
    "before a pronoun": lambda text: understand("why did he?", asked(text)),
    "before a number": lambda text: understand("9?", asked(text)),
    "statements": lambda text: [clauses_of(each) for each in statements_in(text)],
    "figures": figures,
    "names": lambda text: unknown_names(text, QUESTION),
    "without markdown": lambda text: remove_markdown(text, ignore_links=False),
    "escaped": escape,
    "search": lambda text: list_articles([ANSWER.citations[0].article], search=text),
    "spreadsheet": lambda text: unanswered_csv(
        [Alike((Unanswered(question=text, asked_at=None, asker=1, was_answered=False),))]
    ),
}


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """See that what is done takes no more of a core's time."""
    faulthandler.dump_traceback_later(HANGING, exit=True)
    began = time.process_time()
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
    assert time.process_time() - began < seconds


def do(step: str, text: str) -> None:
    """Do it, where our own refusals are as good as an outcome."""
    with suppress(FootnoteError):
        STEPS[step](text)


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_a_text_made_to_take_long_does_not(text: str) -> None:
    """Each step that a question passes is done with it within a second."""
    for step in STEPS:
        with within(LONGEST):
            do(step, text)


@pytest.mark.parametrize("step", STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pumped())
@example("٣٣٣٣-٣٣ in 0000-00 to 9999-12")
@example("in the year 9999 and in 10000 decades, 9999 centuries ago")
def test_any_text_is_soon_understood(step: str, text: str) -> None:
    """What nobody has thought of yet, too; no failure comes of it but our own."""
    with within(LONGEST):
        do(step, text)


@pytest.mark.trust
@pytest.mark.parametrize("step", STEPS)
@settings(max_examples=3_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pumped())
def test_a_great_many_texts_are_soon_understood(step: str, text: str) -> None:
    """The same, for minutes."""
    with within(LONGEST):
        do(step, text)


@pytest.mark.parametrize("step", ["understood", "scope", "after another", "statements"])
@pytest.mark.parametrize("name", ["one name of many letters", "space before what", "owners"])
def test_time_grows_no_faster_than_the_square(step: str, name: str) -> None:
    """Four times the text takes sixteen times as long at most, where it takes any time at all."""
    whole = SLOW[name]
    seconds = []
    for length in (LONGEST_QUESTION // 4, LONGEST_QUESTION):
        text = whole[: length // 2] + whole[-length // 2 :]
        began = time.process_time()
        do(step, text)
        seconds.append(time.process_time() - began)
    assert seconds[1] < 16 * max(seconds[0], 0.02)


@pytest.mark.parametrize(
    "text", [SLOW["one name of many letters"], SLOW["space before what"], SLOW["owners"]]
)
def test_such_a_question_gets_its_answer(archive: Library, text: str) -> None:
    """From the library as from anywhere, also where it follows another."""
    first = archive.ask(QUESTION)
    for conversation in (Conversation(), Conversation.of([first])):
        with within(LONGEST_ANSWER):
            answer = archive.ask(text, conversation=conversation)
        assert isinstance(answer, Answer)


def test_such_a_claim_or_topic_gets_its_answer(archive: Library) -> None:
    """What is checked and what is told of take no longer."""
    for text in (SLOW["capitals"], SLOW["speakers"], SLOW["owners"]):
        with within(LONGEST_ANSWER):
            archive.timeline(text[:200])
        with within(LONGEST_ANSWER), pytest.raises(QuestionError):
            archive.check_claim(text)


def test_a_follow_up_fits_beside_the_longest_question(archive: Library) -> None:
    """Where both together are too long, it is asked alone."""
    longest = archive.ask(("why " * 1_000)[:LONGEST_QUESTION])
    answer = archive.ask("And why was that?", conversation=Conversation.of([longest]))
    assert answer.understood_as is None


@pytest.mark.parametrize("text", QUERY_SYNTAX)
def test_query_syntax_is_words(archive: Library, text: str) -> None:
    """In a question, in its filters, in a search and as a topic."""
    for question in (text, f"{QUESTION} {text}"):
        answer = archive.ask(question)
        assert answer.question == " ".join(question.replace("\0", " ").split())
    filters = chosen_filters(publisher=text, since=None, until=None)
    answer = archive.ask(QUESTION, filters=filters)
    assert any(notice.startswith("Nothing by ") for notice in answer.notices)
    assert FIGURE in answer.text
    assert list_articles(archive.articles(), search=f"{text} zzz") == []
    archive.timeline(text)


async def test_nothing_of_it_reaches_the_database(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """What was asked is kept as it was typed, found again by its words, and breaks nothing."""
    for member, questions in (
        (newsroom.reader, QUERY_SYNTAX[:4]),
        (newsroom.editor, QUERY_SYNTAX[4:8]),
    ):
        for question in questions:
            used = await newsroom.discord.slash(
                member,
                newsroom.channel,
                "ask",
                question=f"{question} tram",
                publisher=question,
            )
            await used.reply()
    for typed in ("%", "_", "'", "DROP"):
        offered = await newsroom.discord.autocomplete(
            newsroom.reader, newsroom.channel, "sources", focused="answer", value=typed
        )
        assert all(typed in str(one["name"]).replace("\\", "") for one in offered)
        offered = await newsroom.discord.autocomplete(
            newsroom.reader, newsroom.channel, "ask", focused="publisher", value=typed, question="a"
        )
        assert offered == ()
    found = await newsroom.discord.slash(
        newsroom.reader, newsroom.channel, "articles", search="' OR 1=1 --"
    )
    assert "No article" in (await found.reply()).text
    file = bot.library.settings.data / "answers.sqlite"
    wanted = "SELECT count(*) FROM answers WHERE question = ?"
    with closing(sqlite3.connect(file)) as database:
        [(kept,)] = database.execute(wanted, [f"{QUERY_SYNTAX[0]} tram"])
    assert kept


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pumped(), pumped(), pumped())
@example("x", "0000", "9999-12-31")
@example("\ud800", "２０２４", "٢٠٢٤-11T" + "9" * 4_000)
def test_any_options_are_filters_or_a_refusal(publisher: str, since: str, until: str) -> None:
    """A date is one, in order; a publisher can be looked for."""
    for first, last in ((since, until), (None, until), ("2024", None)):
        try:
            filters = chosen_filters(publisher=publisher, since=first, until=last)
        except Refusal:
            continue
        assert (filters.publisher or "").encode().decode() == (filters.publisher or "")
        assert not (filters.since and filters.until and filters.since > filters.until)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pumped(), pumped())
def test_anything_typed_completes_to_what_was_there(typed: str, name: str) -> None:
    """Within Discord's limits, and nothing is offered that doesn't hold it."""
    with within(LONGEST):
        found = matching([name] * 100, typed, named=str)
    assert len(found) <= 25
    offered = [choice(each, "1") for each in found]
    assert all(1 <= len(one.name) <= LONGEST_CHOICE for one in offered)


@settings(max_examples=100, deadline=None)
@given(pumped())
def test_any_search_names_itself_harmlessly(search: str) -> None:
    """Whatever is searched for, the page that finds nothing of it can be sent."""
    page = article_page([], 1, search=search[:40])
    assert len(page) <= 200
