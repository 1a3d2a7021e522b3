"""A question follows what it replies to, the thread it is in, or what was said just now."""

from dataclasses import replace

import pytest

from bot.client import FootnoteBot
from bot.following import earlier_answers
from bot.state.answers import AnswerStore, Occasion
from bot.state.state import State
from tests.bot_answers import ANSWER
from tests.bot_fixtures import FIGURE, QUESTION, Newsroom, kept_answer

SERVER, CHANNEL, ASKER = 1, 2, 3
HERE = Occasion(server=SERVER, channel=CHANNEL, asker=ASKER)
DIRECT = Occasion(channel=CHANNEL, asker=ASKER)


def give(answers: AnswerStore, answer_id: str, occasion: Occasion, message: int) -> None:
    """Have an answer kept that a message shows."""
    answers.save(replace(ANSWER, id=answer_id), occasion)
    answers.show(answer_id, [message], channel=occasion.channel or 0)


def followed(state: State, occasion: Occasion, replied_to: int | None = None) -> list[str]:
    """Return the ids of the answers that a question goes on from."""
    earlier = earlier_answers(state.answers, occasion, replied_to=replied_to)
    return [answer.id for answer in earlier]


def test_a_question_in_a_channel_begins_anew(state: State) -> None:
    """Others talk there, too."""
    give(state.answers, "a", HERE, 10)
    assert followed(state, HERE) == []


def test_a_reply_goes_on_with_the_chain_it_replies_to(state: State) -> None:
    """The last four answers of it, whatever was said beside it."""
    before = None
    for number in range(6):
        give(state.answers, f"{number}", replace(HERE, follows=before), 10 + number)
        give(state.answers, f"beside {number}", HERE, 100 + number)
        before = f"{number}"
    assert followed(state, HERE, replied_to=15) == ["2", "3", "4", "5"]
    assert followed(state, HERE, replied_to=11) == ["0", "1"]
    assert followed(state, HERE, replied_to=99) == []


@pytest.mark.parametrize(
    "elsewhere",
    [
        Occasion(server=SERVER, channel=CHANNEL, asker=4, is_private=True),
        Occasion(server=SERVER, channel=9, asker=4),
        Occasion(server=8, channel=9, asker=4),
        Occasion(channel=9, asker=4),
        Occasion(),
    ],
)
def test_a_reply_goes_on_with_nothing_of_others(state: State, elsewhere: Occasion) -> None:
    """Whatever message it claims to reply to: what was asked there stays there."""
    give(state.answers, "theirs", elsewhere, 10)
    assert followed(state, HERE, replied_to=10) == []
    give(state.answers, "mine", replace(elsewhere, asker=ASKER), 11)
    assert followed(state, HERE, replied_to=11) == ["mine"]


def test_a_thread_goes_on_from_the_answer_it_was_opened_at(state: State) -> None:
    """Then from what was answered in it, its beginning never out of mind."""
    give(state.answers, "beginning", HERE, 10)
    thread = replace(HERE, channel=10)
    assert followed(state, thread) == ["beginning"]
    for number in range(5):
        give(state.answers, f"{number}", thread, 20 + number)
    assert followed(state, thread) == ["beginning", "2", "3", "4"]
    give(state.answers, "private", replace(thread, is_private=True), 30)
    assert followed(state, thread) == ["beginning", "2", "3", "4"]


def test_direct_messages_are_one_conversation(state: State) -> None:
    """What was said there lately is remembered."""
    for number in range(5):
        give(state.answers, f"{number}", DIRECT, number)
    assert followed(state, DIRECT) == ["1", "2", "3", "4"]


async def test_a_reply_is_understood_from_the_answer(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """Each message of the bot leads to the answer it shows."""
    first = await (await newsroom.ask()).reply()
    kept = await kept_answer(bot, first)
    question = await newsroom.discord.say(
        newsroom.reader, newsroom.channel, "Who said that?", reply_to=first
    )
    followed = await newsroom.discord.next_message(newsroom.channel, after=question)
    assert (await kept_answer(bot, followed)).occasion.follows == kept.answer.id


@pytest.mark.usefixtures("bot")
async def test_a_direct_message_is_understood_from_the_one_before(newsroom: Newsroom) -> None:
    """“And its cost?” is about the tram."""
    direct = newsroom.discord.direct_channel(newsroom.reader)
    first = await newsroom.discord.say(newsroom.reader, direct, QUESTION)
    answer = await newsroom.discord.next_message(direct, after=first)
    assert FIGURE in answer.text
    second = await newsroom.discord.say(newsroom.reader, direct, "And how much did it cost?")
    followed = await newsroom.discord.next_message(direct, after=second)
    assert "million crowns" in followed.text
