"""A button's custom id, whatever somebody puts there, brings nobody what isn't theirs."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, cast

import pytest
from discord import Permissions
from discord.ui import DynamicItem
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from bot.client import DYNAMIC_ITEMS, FootnoteBot
from bot.cogs.articles import ArticlesButton
from bot.cogs.beneath import BUTTONS
from bot.cogs.deletion import DeleteButton
from bot.cogs.feedback import BadButton, GoodButton
from bot.cogs.forget import ForgetButton
from bot.cogs.old_buttons import UNKNOWN
from bot.cogs.settings import AdminRoles, LimitsButton, MentionChannels, PrivacyButton
from bot.cogs.sources import SourcesButton
from bot.cogs.threads import ThreadButton
from bot.cogs.unanswered import UnansweredButton
from bot.custom_ids import is_known
from bot.messages.markdown import plain
from bot.state.answers import Occasion
from tests.bot_answers import ANSWER
from tests.bot_fixtures import Newsroom, eventually, kept_answer
from tests.forging import press, submit, with_buttons
from tests.local_discord.channel import Channel, TextChannel
from tests.local_discord.people import Member

SECRET = "What will the merger that nobody may know of cost?"
# Discord's limit, counted as it may count: what is beyond 16 bits twice.
LONGEST = 100
PATTERNS = {item: item.__discord_ui_compiled_template__ for item in DYNAMIC_ITEMS}

ANSWER_IDS = st.from_regex(r"[0-9a-z]{1,32}", fullmatch=True)
PAGES = st.integers(1, 9_999_999)
SEARCHES = st.text(max_size=40).map(plain)
# Whatever can be pressed or chosen from, with anything that it may be made for.
MADE: dict[type[DynamicItem[Any]], st.SearchStrategy[DynamicItem[Any]]] = {
    **{each: st.builds(each, ANSWER_IDS) for each in (GoodButton, BadButton)},
    **{each: st.builds(each, ANSWER_IDS) for each in (ThreadButton, DeleteButton)},
    SourcesButton: st.builds(SourcesButton, ANSWER_IDS, PAGES),
    ArticlesButton: st.builds(ArticlesButton, PAGES, SEARCHES),
    UnansweredButton: st.builds(UnansweredButton, PAGES),
    PrivacyButton: st.builds(PrivacyButton, private=st.booleans()),
    **{each: st.builds(each) for each in (MentionChannels, AdminRoles, LimitsButton, ForgetButton)},
}
# What somebody might write who has seen one: pieces of them, and anything between.
FORGED = st.lists(
    st.sampled_from(
        "sources good bad thread delete articles unanswered settings private channels forget me : "
        "1 0 -1 007 ٣ 0123456789ab AB % ' \n \0 é 😀".split(" ")
    )
    | st.text(max_size=40),
    max_size=6,
).map("".join)


def items_of(custom_id: str) -> list[DynamicItem[Any]]:
    """Return what the bot makes of a custom id, as discord.py has it made."""
    return [
        asyncio.run(item.from_custom_id(cast(Any, None), cast(Any, None), match))
        for item, pattern in PATTERNS.items()
        if (match := pattern.fullmatch(custom_id))
    ]


def units(text: str) -> int:
    """Return how long a text is in units of 16 bits."""
    return len(text.encode("utf-16-le")) // 2


@given(st.one_of(*MADE.values()))
@settings(deadline=None)
def test_every_id_that_is_written_is_read_back(item: DynamicItem[Any]) -> None:
    """As the same, by one kind of button alone, and Discord takes it."""
    [read] = items_of(item.custom_id)
    assert type(read) is type(item)
    assert read.custom_id == item.custom_id
    assert 1 <= units(item.custom_id) <= LONGEST


@given(FORGED)
@example("sources:0123456789ab:1\n")
@example("unanswered:" + "9" * 5_000)
@example("articles:1:" + "a" * 41)
@settings(deadline=None)
def test_any_other_string_is_no_id(custom_id: str) -> None:
    """What is read is what would have been written, to the letter; the rest is refused."""
    known = is_known(custom_id, PATTERNS.values())
    assert [item.custom_id for item in items_of(custom_id)] == [custom_id] * known
    assert not known or units(custom_id) <= LONGEST


def test_everything_that_can_be_pressed_is_tried() -> None:
    """What is added to the bot is added here."""
    assert set(MADE) == set(DYNAMIC_ITEMS)
    assert set(BUTTONS) <= set(MADE)


UNKNOWN_IDS = (
    "footnote",
    "sources",
    "sources:0123456789ab",
    "sources:0123456789ab:0",
    "sources:0123456789ab:1:2",
    "sources:0123456789AB:1",
    "v2:sources:0123456789ab:1",
    "delete:0123456789ab\n",
    "delete:" + "a" * 33,
    "delete:' OR 1=1 --",
    "good:%",
    "thread:../../answers",
    "unanswered:-1",
    "unanswered:" + "9" * 5_000,
    "articles:1:" + "a" * 2_000,
    "settings:everything",
    "settings:private:1",
    "🤷" * 50,
    "a" * 4_000,
)


@contextmanager
def statements(bot: FootnoteBot) -> Iterator[list[str]]:
    """Lend the statements that the database is sent for the time of a block."""
    sent: list[str] = []
    engine = bot.state.database._engine

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        # What is due is looked for all the time, and noted in transactions.
        if not re.search(r"FROM feeds|presences|withdrawals|^BEGIN|^COMMIT", statement):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def test_an_unknown_button_is_told_and_nothing_looked_up(
    newsroom: Newsroom, bot: FootnoteBot, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever presses it, and nobody else, reads what to do."""
    message = with_buttons(newsroom.discord, newsroom.channel, "known:1")
    with statements(bot) as sent:
        for custom_id in UNKNOWN_IDS:
            pressed = await press(newsroom.discord, newsroom.reader, message, custom_id)
            reply = await pressed.reply()
            assert (reply.text, reply.ephemeral) == (UNKNOWN, True), custom_id
    assert sent == []
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_an_unknown_form_changes_nothing(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """Only a form that the bot has opened can be sent off."""
    message = with_buttons(newsroom.discord, newsroom.channel, "known:1")
    with statements(bot) as sent:
        for custom_id in ("settings:limits", "0123456789ab", "a" * 4_000):
            sent_off = await submit(newsroom.discord, newsroom.reader, message, custom_id)
            assert sent_off.callback is None
        helped = await newsroom.discord.slash(newsroom.reader, newsroom.channel, "help")
        await helped.reply()
    assert sent == []


@dataclass(frozen=True, slots=True)
class Scene:
    """Answers that aren't the attacker's, by where they were given, and where the attacker is."""

    attacker: Member
    here: TextChannel
    answers: tuple[str, ...]


def keep(bot: FootnoteBot, answer_id: str, occasion: Occasion) -> str:
    """Keep an answer to the secret question."""
    bot.state.answers.save(replace(ANSWER, id=answer_id, question=SECRET), occasion)
    return answer_id


def in_channel(channel: Channel, member: Member, **others: Any) -> Occasion:
    """Return the occasion of a question asked in a channel."""
    server = int(channel.guild.id) if channel.guild else None
    return Occasion(server=server, channel=int(channel.id), asker=int(member.user.id), **others)


def scene_in_another_server(newsroom: Newsroom, bot: FootnoteBot) -> Scene:
    """Have an attacker who may do everything, in a server of their own."""
    guild = newsroom.discord.add_guild("Other")
    editor, direct = newsroom.editor, newsroom.discord.direct_channel(newsroom.editor)
    return Scene(
        guild.add_member("eve", permissions=Permissions.all()),
        guild.add_channel("general"),
        (
            keep(bot, "aaaaaaaaaaaa", in_channel(newsroom.channel, editor)),
            keep(bot, "bbbbbbbbbbbb", in_channel(direct, editor)),
            keep(bot, "cccccccccccc", in_channel(newsroom.channel, editor, is_private=True)),
            keep(bot, "dddddddddddd", Occasion()),  # in a terminal
        ),
    )


def scene_in_the_same_server(newsroom: Newsroom, bot: FootnoteBot) -> Scene:
    """Have a reader, beside a private answer and a channel that they may not read."""
    closed = newsroom.channel.guild.add_channel("closed")
    closed.deny(newsroom.reader.user, view_channel=True)
    private = in_channel(newsroom.channel, newsroom.editor, is_private=True)
    return Scene(
        newsroom.reader,
        newsroom.channel,
        (
            keep(bot, "eeeeeeeeeeee", private),
            keep(bot, "ffffffffffff", in_channel(closed, newsroom.editor)),
        ),
    )


SCENES = {"another server": scene_in_another_server, "the same server": scene_in_the_same_server}
KINDS = ("sources:{}:1", "sources:{}:2", "good:{}", "bad:{}", "thread:{}", "delete:{}")


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
@pytest.mark.parametrize("kind", KINDS)
async def test_no_forged_id_brings_up_anothers_answer(
    newsroom: Newsroom, bot: FootnoteBot, scene: Any, kind: str
) -> None:
    """It is as if there were none of this id: nothing is shown, kept, named or deleted."""
    server, around = newsroom.discord, scene(newsroom, bot)
    for answer_id in around.answers:
        message = with_buttons(server, around.here, kind.format(answer_id))
        pressed = await press(server, around.attacker, message, kind.format(answer_id))
        if kind.startswith("bad"):
            form = await pressed.modal()
            pressed = await server.submit_modal(around.attacker, form, {form.labels[0]: "Spam"})
        reply = await pressed.reply()
        assert reply.ephemeral
        assert re.match(r"I don’t (?:know|have) that answer|That isn’t this answer’s", reply.text)
        assert not message.deleted
        assert bot.state.answers.get(answer_id)
        assert bot.state.feedback.of(answer_id) == []
    assert not around.here.threads
    shown = [message.text for message in around.here.messages.values()]
    assert not any("merger" in text for text in shown)


async def test_ones_own_id_deletes_nobody_elses_message(
    newsroom: Newsroom, bot: FootnoteBot
) -> None:
    """The button is the one of the answer that it stands beneath, or none."""
    mine = await (await newsroom.ask()).reply()
    theirs = await (
        await newsroom.discord.slash(
            newsroom.editor, newsroom.channel, "ask", question="Who is Owen Tate?"
        )
    ).reply()
    my_id = (await kept_answer(bot, mine)).answer.id
    their_id = (await kept_answer(bot, theirs)).answer.id
    for message in (theirs, with_buttons(newsroom.discord, newsroom.channel, f"delete:{my_id}")):
        forged = replace(message.state, components=_beneath(newsroom, f"delete:{my_id}"))
        message.states.append(forged)
        pressed = await press(newsroom.discord, newsroom.reader, message, f"delete:{my_id}")
        assert "That isn’t this answer’s button" in (await pressed.reply()).text
        assert not message.deleted
    assert bot.state.answers.get(my_id)
    assert bot.state.answers.get(their_id)


def _beneath(newsroom: Newsroom, custom_id: str) -> tuple[Any, ...]:
    return with_buttons(newsroom.discord, newsroom.channel, custom_id).components


@pytest.mark.parametrize(
    "named",
    [
        "aaaaaaaaaaaa",
        "bbbbbbbbbbbb",
        "cccccccccccc",
        "dddddddddddd",
        "aaaaaaaaaaaa' OR '1'='1",
        "%",
        "a" * 6_000,
        "aaaaaaaaaaaa\0",
        "*",
    ],
)
async def test_the_command_for_sources_knows_no_more(
    newsroom: Newsroom, bot: FootnoteBot, named: str
) -> None:
    """Whatever is typed for an answer; nothing of others is offered while one types either."""
    around = scene_in_another_server(newsroom, bot)
    server = newsroom.discord
    asked = await server.slash(around.attacker, around.here, "sources", answer=named)
    reply = await asked.reply()
    assert reply.text.startswith("I don’t know that answer")
    offered = await server.autocomplete(
        around.attacker, around.here, "sources", focused="answer", value=named
    )
    assert offered == ()


async def test_the_menu_of_anothers_message_shows_nothing(
    newsroom: Newsroom, bot: FootnoteBot
) -> None:
    """As of a message that shows no answer."""
    around = scene_in_another_server(newsroom, bot)
    for number, answer_id in enumerate(around.answers):
        message = with_buttons(newsroom.discord, newsroom.channel, f"good:{answer_id}")
        bot.state.answers.show(answer_id, [int(message.id)], channel=number)
        shown = await newsroom.discord.message_command(
            around.attacker, around.here, "Show sources", message
        )
        assert (await shown.reply()).text.startswith("That message is none of my answers")


async def test_a_late_private_answer_is_its_askers_in_direct_messages(
    newsroom: Newsroom, bot: FootnoteBot
) -> None:
    """Where it came too late for its command, the buttons beneath it work there."""
    private = in_channel(newsroom.channel, newsroom.reader, is_private=True)
    answer_id = keep(bot, "abcabcabcabc", private)
    direct = newsroom.discord.direct_channel(newsroom.reader)
    message = with_buttons(newsroom.discord, direct, f"good:{answer_id}")
    pressed = await press(newsroom.discord, newsroom.reader, message, f"good:{answer_id}")
    assert "Thank you" in (await pressed.reply()).text
    await eventually(lambda: bot.state.feedback.of(answer_id))
