"""/ask may be narrowed down and kept private."""

import pytest

from bot.client import FootnoteBot
from bot.state.server_settings import Cooldown, ServerSettings
from index.library import Library
from tests.bot_fixtures import FIGURE, QUESTION, Newsroom, at_work, kept_answer
from tests.local_discord import Interaction

COST = "How much did the extension of Tram 9 cost?"


async def ask(newsroom: Newsroom, question: str = QUESTION, **options: object) -> Interaction:
    """Have the reader use /ask with options."""
    return await newsroom.discord.slash(
        newsroom.reader, newsroom.channel, "ask", question=question, **options
    )


async def offered(newsroom: Newsroom, typed: str) -> list[str]:
    """Return the publishers that are offered to somebody who has typed so much."""
    choices = await newsroom.discord.autocomplete(
        newsroom.reader, newsroom.channel, "ask", focused="publisher", value=typed
    )
    return [choice["value"] for choice in choices]


@pytest.mark.usefixtures("bot")
async def test_an_answer_may_be_of_one_publisher(newsroom: Newsroom) -> None:
    """Only its articles are cited."""
    asked = await ask(newsroom, COST, publisher="Evening Dispatch")
    answer = await asked.reply()
    assert "463 million" in answer.text
    assert "412 million" not in answer.text


@pytest.mark.usefixtures("bot")
async def test_an_answer_may_be_of_some_months(newsroom: Newsroom) -> None:
    """A month means all of it."""
    asked = await ask(newsroom, COST, since="2024-05", until="2024-05")
    answer = await asked.reply()
    assert "412 million" in answer.text
    assert "463 million" not in answer.text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        ({"since": "soon"}, "since is “soon”, no date I can read: write 2024-11-18"),
        ({"until": "2024-02-30"}, "until is “2024-02-30”, no date"),
        ({"since": "2025", "until": "2024"}, "since (2025) is after until (2024)"),
    ],
)
async def test_a_date_that_is_none_is_refused(
    newsroom: Newsroom, dates: dict[str, str], sentence: str
) -> None:
    """The sentence names the option, what was typed and what would do."""
    asked = await ask(newsroom, **dates)
    refusal = await asked.reply()
    assert refusal.ephemeral
    assert refusal.text.replace("\\", "").startswith(sentence)


@pytest.mark.usefixtures("bot")
async def test_publishers_are_offered_while_one_is_typed(newsroom: Newsroom) -> None:
    """Those that begin so first, whatever the case and accents."""
    assert len(await offered(newsroom, "")) == 5
    assert await offered(newsroom, "mORÁV") == ["The Moravian Post"]
    assert await offered(newsroom, "h") == [
        "Harbour Wire",
        "Evening Dispatch",
        "The Courier of Brackwater",
        "The Moravian Post",
    ]
    assert await offered(newsroom, "nobody") == []


async def test_without_an_index_nothing_is_offered(
    newsroom: Newsroom, own_archive: Library, caplog: pytest.LogCaptureFixture
) -> None:
    """That is no failure."""
    (own_archive.settings.data / "CURRENT").unlink()
    async with at_work(newsroom, own_archive):
        assert await offered(newsroom, "the") == []
    assert "Traceback" not in caplog.text


async def test_a_private_answer_is_seen_by_its_asker_alone(
    newsroom: Newsroom, bot: FootnoteBot
) -> None:
    """Its buttons work like any other's."""
    asked = await ask(newsroom, private=True)
    answer = await asked.reply()
    assert answer.ephemeral
    assert FIGURE in answer.text
    assert answer.buttons == ["Sources", "👍", "👎", "Delete"]
    assert (await kept_answer(bot, answer)).occasion.is_private
    pressed = await newsroom.discord.press(newsroom.reader, answer, label="Sources")
    assert FIGURE in (await pressed.reply()).text


async def test_a_server_may_keep_answers_private(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """Whoever asks may still choose."""
    server = int(newsroom.channel.guild.id)
    bot.state.server_settings.save(server, ServerSettings(private_by_default=True))
    assert (await (await ask(newsroom)).reply()).ephemeral
    assert not (await (await ask(newsroom, private=False)).reply()).ephemeral


async def test_a_server_sets_its_pace(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """For each member, and for all together."""
    server = int(newsroom.channel.guild.id)
    slow = Cooldown(questions=1, seconds=600)
    bot.state.server_settings.save(server, ServerSettings(user_cooldown=slow))
    assert FIGURE in (await (await ask(newsroom)).reply()).text
    refused = await (await ask(newsroom)).reply()
    assert refused.text.startswith("You asked 1 question within 600 seconds: ask again in ")
    bot.state.server_settings.save(server, ServerSettings(server_cooldown=slow))
    assert FIGURE in (await (await ask(newsroom)).reply()).text
    refused = await (await ask(newsroom)).reply()
    assert refused.text.startswith("This server asked 1 question within 600 seconds")


async def test_mentions_are_answered_where_a_server_wants_them(
    newsroom: Newsroom, bot: FootnoteBot
) -> None:
    """Elsewhere they are left alone, while commands are answered everywhere."""
    elsewhere = newsroom.channel.guild.add_channel("elsewhere")
    settings = ServerSettings(mention_channels=frozenset({int(elsewhere.id)}))
    bot.state.server_settings.save(int(newsroom.channel.guild.id), settings)
    await newsroom.mention()
    await newsroom.discord.say(newsroom.reader, elsewhere, f"<@bot> {QUESTION}")
    assert FIGURE in (await newsroom.discord.next_message(elsewhere)).text
    assert FIGURE in (await (await ask(newsroom)).reply()).text
    answers = [m for m in newsroom.channel.messages.values() if m.author is newsroom.discord.bot]
    assert len(answers) == 1
