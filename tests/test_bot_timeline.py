"""/timeline tells what the articles say on a topic, oldest first, and draws its figures."""

from bot.client import FootnoteBot
from index.library import Library
from tests.bot_fixtures import Newsroom, at_work
from tests.local_discord import Fault, Interaction

TOPIC = "the cost of the extension of Tram 9"


async def ask(newsroom: Newsroom, topic: str) -> Interaction:
    """Have the reader use /timeline."""
    return await newsroom.discord.slash(newsroom.reader, newsroom.channel, "timeline", topic=topic)


async def test_everyone_reads_the_dated_statements(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """Each with its date, its number and, below, its source."""
    asked = await ask(newsroom, TOPIC)
    timeline = await asked.reply()
    assert not timeline.ephemeral
    mayor, auditors = (timeline.text.index(figure) for figure in ("412 million", "463 million"))
    assert mayor < auditors
    assert "- **reported 14 May 2024:** " in timeline.text
    assert "The Moravian Post, 14 May 2024" in timeline.text


async def test_figures_are_drawn(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """The picture is part of the message, and its description says the same in words."""
    asked = await ask(newsroom, TOPIC)
    timeline = await asked.reply(within=15)
    [picture] = timeline.attachments
    assert picture.filename == "figures.png"
    [gallery] = [part for part in timeline.components if part["type"] == 12]
    [item] = gallery["items"]
    assert item["media"]["url"] == "attachment://figures.png"
    assert "412 million crowns, 14 May 2024" in item["description"]
    assert "463 million crowns, 2 September 2024" in item["description"]


async def test_a_picture_survives_a_bad_connection(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """A message that gets lost is sent again whole."""
    newsroom.discord.inject(Fault("PATCH */messages/@original", drop=True))
    timeline = await (await ask(newsroom, TOPIC)).reply(within=15)
    [picture] = timeline.attachments
    assert picture.content.startswith(b"\x89PNG")


async def test_without_figures_nothing_is_drawn(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """Words alone are no picture."""
    timeline = await (await ask(newsroom, "the trawler Meridian")).reply()
    assert "Norwegian freighter" in timeline.text
    assert not timeline.attachments


async def test_an_unknown_topic_gets_an_honest_no(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """Nothing stands in for it."""
    timeline = await (await ask(newsroom, "chess tournament in Reykjavík")).reply()
    assert "The articles say nothing on that topic." in timeline.text


async def test_a_failure_is_told_to_the_asker_alone(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """Nothing is left thinking in the channel."""
    async with at_work(newsroom, own_archive):
        refusal = await (await ask(newsroom, "?!")).reply()
    assert refusal.ephemeral
    assert "empty" in refusal.text
    assert not newsroom.channel.messages
