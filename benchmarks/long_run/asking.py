"""What people ask of the bot, and what counts as an answer to it."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from benchmarks.long_run.wells import NAMES, question, tells_a_figure
from bot.cogs.asking import HELP
from tests.local_discord import LocalDiscord, Message
from tests.local_discord.channel import TextChannel
from tests.local_discord.people import Member

# Longer than any fault that is made: whoever waits so long waits in vain.
_PATIENCE = 60.0  # seconds
_TROUBLE = "Something went wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What came of one question: what was told, and after how long; nothing is a problem."""

    kind: str
    moment: float
    seconds: float
    problem: str | None = None


@dataclass(slots=True, kw_only=True)
class Asker:
    """Somebody with a channel of their own, who asks one thing after the other."""

    discord: LocalDiscord
    member: Member
    channel: TextChannel
    chance: random.Random
    answer: Message | None = field(default=None)

    async def ask_something(self) -> Asked:
        """Ask something of any kind, and wait for what comes of it."""
        kinds = _KINDS if self.answer else _FIRST
        [kind] = self.chance.choices(list(kinds), [weight for weight, _ in kinds.values()])
        _, do = kinds[kind]
        began = time.monotonic()
        try:
            told, is_right = await do(self)
            problem = None if is_right(told) and _TROUBLE not in told else f"{kind}: {told!r}"
        except TimeoutError as error:
            problem = f"{kind}: {error}"
        now = time.monotonic()
        self._forget()
        return Asked(kind=kind, moment=now, seconds=now - began, problem=problem)

    def _forget(self) -> None:
        """Keep of the channel only the last answer, which may be asked about."""
        kept = {self.answer.id: self.answer} if self.answer else {}
        self.channel.messages.clear()
        self.channel.messages.update(kept)


Told = tuple[str, Callable[[str], bool]]


async def _slash(asker: Asker, text: str) -> Message:
    asked = await asker.discord.slash(asker.member, asker.channel, "ask", question=text)
    reply = await asked.reply(within=_PATIENCE)
    del asker.discord.world.interactions[asked.token]
    return reply


async def _beneath(asker: Asker, text: str, *, reply_to: Message | None = None) -> Message:
    said = await asker.discord.say(asker.member, asker.channel, text, reply_to=reply_to)
    return await asker.discord.next_message(asker.channel, after=said, within=_PATIENCE)


async def _press(asker: Asker, label: str) -> str:
    assert asker.answer
    pressed = await asker.discord.press(asker.member, asker.answer, label=label)
    reply = await pressed.reply(within=_PATIENCE)
    del asker.discord.world.interactions[pressed.token]
    return reply.text


async def _command(asker: Asker) -> Told:
    asker.answer = await _slash(asker, question(asker.chance.choice(NAMES)))
    return asker.answer.text, tells_a_figure


async def _mention(asker: Asker) -> Told:
    asker.answer = await _beneath(asker, f"<@bot> {question(asker.chance.choice(NAMES))}")
    return asker.answer.text, tells_a_figure


async def _follow_up(asker: Asker) -> Told:
    name = asker.chance.choice(NAMES)
    reply = await _beneath(asker, f"And the {name} well?", reply_to=asker.answer)
    return reply.text, bool


async def _not_in_the_articles(asker: Asker) -> Told:
    reply = await _slash(asker, "Who won the chess tournament in Reykjavik?")
    return reply.text, lambda text: "articles don" in text


async def _taken_back(asker: Asker) -> Told:
    """Delete the question before it is answered."""
    text = f"<@bot> {question(asker.chance.choice(NAMES))}"
    said = await asker.discord.say(asker.member, asker.channel, text)
    await asyncio.sleep(0)
    said.delete()
    reply = await asker.discord.next_message(asker.channel, after=said, within=_PATIENCE)
    return reply.text, tells_a_figure


async def _too_long(asker: Asker) -> Told:
    return (await _slash(asker, "word " * 1_000)).text, lambda text: "4,000" in text


async def _nothing(asker: Asker) -> Told:
    return (await _beneath(asker, "<@bot>")).text, lambda text: text == HELP


async def _sources(asker: Asker) -> Told:
    return await _press(asker, "Sources"), tells_a_figure


async def _thumb(asker: Asker) -> Told:
    return await _press(asker, "👍"), lambda text: "noted that" in text


_Do = Callable[[Asker], Awaitable[Told]]
_FIRST: dict[str, tuple[int, _Do]] = {"/ask": (1, _command)}
_KINDS: dict[str, tuple[int, _Do]] = {
    "/ask": (8, _command),
    "mention": (4, _mention),
    "follow-up": (2, _follow_up),
    "not in the articles": (2, _not_in_the_articles),
    "question taken back": (1, _taken_back),
    "question too long": (5, _too_long),
    "empty mention": (3, _nothing),
    "Sources": (5, _sources),
    "👍": (3, _thumb),
}
# Of these the time is compared: they ask the same at the beginning and at the end.
TIMED = frozenset({"/ask", "mention"})
