"""A long run from beginning to end, and what came of it."""

import asyncio
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from pathlib import Path

from discord import Permissions
from discord.gateway import DiscordWebSocket
from discord.http import Route

from benchmarks.long_run.asking import TIMED, Asked, Asker
from benchmarks.long_run.growth import Growth, growth_of
from benchmarks.long_run.process import Holding
from benchmarks.long_run.troubles import Chroma, Troubles
from benchmarks.long_run.wells import write
from bot.state.server_settings import Cooldown, ServerSettings
from bot.state.state import State
from index.library import Library
from index.settings import Settings
from tests.local_discord import LocalDiscord
from tests.local_discord.guild import Guild

_PATIENCE = 120.0  # seconds for the bot to be there
_BETWEEN_LOOKS = 1.0
_MOST_SHOWN = 20  # problems
_LONGEST_TRACEBACK = 4_000  # characters
# Nobody is refused for asking much: the work of answering is what is wanted.
_NO_LIMIT = Cooldown(questions=1_000_000, seconds=1.0)
_LET_GO_EVERY = 100  # questions, after which the local Discord forgets what it was asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a run: counts by kind, what grew, what is wrong, and how long it took."""

    questions: Counter[str]
    troubles: dict[str, int]
    growth: tuple[Growth, ...]
    problems: tuple[str, ...]
    seconds: float


async def run(
    place: Path, *, questions: int, askers: int, models: Path | None = None, seed: int = 1
) -> Outcome:
    """Ask so many questions of a bot in a process of its own, while things go wrong."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    chroma = Chroma(place=place / "chroma")
    articles, data = place / "articles", place / "data"
    data.mkdir()
    if models:
        (data / "models").symlink_to(models)
    write(articles, 0)
    await asyncio.to_thread(chroma.start)
    try:
        settings = replace(
            Settings.from_mapping({}), articles=(articles,), data=data, chroma_url=chroma.url
        )
        await asyncio.to_thread(_index, settings)
        async with LocalDiscord() as discord:
            guild = discord.add_guild("Newsroom")
            _lift_limits(guild, data)
            troubles = Troubles(
                discord=discord,
                chroma=chroma,
                articles=articles,
                admin=guild.add_member("jo", permissions=Permissions(manage_guild=True)),
                channel=guild.add_channel("rebuilds"),
            )
            people = [_asker(discord, guild, number, chance) for number in range(askers)]
            with discord.redirected():
                async with _bot(discord, settings, place) as bot:
                    return await _asked(bot, people, troubles, questions)
    finally:
        await asyncio.to_thread(chroma.stop)


def _index(settings: Settings) -> None:
    with closing(Library.open(settings)) as library:
        library.rebuild()


def _lift_limits(guild: Guild, data: Path) -> None:
    with closing(State.open("", data=data)) as state:
        unlimited = ServerSettings(user_cooldown=_NO_LIMIT, server_cooldown=_NO_LIMIT)
        state.server_settings.save(int(guild.id), unlimited)


def _asker(discord: LocalDiscord, guild: Guild, number: int, chance: random.Random) -> Asker:
    return Asker(
        discord=discord,
        member=guild.add_member(f"asker {number}"),
        channel=guild.add_channel(f"channel-{number}"),
        chance=random.Random(chance.random()),  # noqa: S311 (no secret)
    )


@dataclass(frozen=True, slots=True)
class _Bot:
    """The bot as a process, the file in which it tells what it holds, and its log."""

    process: asyncio.subprocess.Process
    held: Path
    log: Path

    async def watch(self) -> None:
        """Have it tell, again and again."""
        while True:
            self.process.send_signal(signal.SIGUSR1)
            await asyncio.sleep(_BETWEEN_LOOKS)

    def holdings(self) -> list[Holding]:
        """Return what it told."""
        return [Holding(**json.loads(line)) for line in self.held.read_text("utf-8").splitlines()]


@asynccontextmanager
async def _bot(discord: LocalDiscord, settings: Settings, place: Path) -> AsyncIterator[_Bot]:
    held, log = place / "held.jsonl", place / "log"
    environment = {
        **os.environ,
        "DISCORD_TOKEN": discord.token,
        "ARTICLES_DIR": str(settings.articles[0]),
        "DATA_DIR": str(settings.data),
        "CHROMA_URL": str(settings.chroma_url),
    }
    command = [sys.executable, "-m", "benchmarks.long_run.process"]
    command += [Route.BASE, str(DiscordWebSocket.DEFAULT_GATEWAY), str(held)]
    with log.open("w") as written:
        process = await asyncio.create_subprocess_exec(
            *command, env=environment, stdout=asyncio.subprocess.DEVNULL, stderr=written
        )
    try:
        await discord.gateway.attended(within=_PATIENCE)
        yield _Bot(process, held, log)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _asked(bot: _Bot, people: Sequence[Asker], troubles: Troubles, questions: int) -> Outcome:
    began = time.monotonic()
    watching = asyncio.create_task(bot.watch())
    numbers = iter(range(1, questions + 1))
    asked: list[Asked] = []

    async def go_on(person: Asker) -> None:
        for number in numbers:
            asked.append(await person.ask_something())
            await troubles.after(number)
            if number % _LET_GO_EVERY == 0:
                person.discord.requests.clear()

    await asyncio.gather(*map(go_on, people))
    watching.cancel()
    bot.process.terminate()
    exit_code = await asyncio.wait_for(bot.process.wait(), _PATIENCE)
    return _judged(asked, bot, exit_code, troubles, time.monotonic() - began)


def _judged(
    asked: Sequence[Asked], bot: _Bot, exit_code: int, troubles: Troubles, seconds: float
) -> Outcome:
    holdings = bot.holdings()
    timed = [(each.moment, each.seconds) for each in asked if each.kind in TIMED]
    growth = tuple(growth_of(holdings, timed))
    problems = [each.problem for each in asked if each.problem]
    problems = [f"{len(problems)} problems, such as:", *problems[:_MOST_SHOWN]] if problems else []
    problems += [
        f"{each.name} grew: {each.first:g} to {each.last:g}" for each in growth if each.grew
    ]
    if exit_code:
        problems.append(f"the bot ended with exit code {exit_code}")
    _, found, traceback = bot.log.read_text("utf-8").partition("Traceback")
    if found:
        problems.append(f"in the bot's log: {found}{traceback[:_LONGEST_TRACEBACK]}")
    return Outcome(
        questions=Counter(each.kind for each in asked),
        troubles=troubles.counts,
        growth=growth,
        problems=tuple(problems),
        seconds=seconds,
    )
