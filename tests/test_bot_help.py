"""/help says what one can do, where one is and with the permissions one has."""

from bot.client import FootnoteBot
from tests.bot_fixtures import Newsroom


async def test_readers_learn_what_they_can_do(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """Every way to ask, every command they have, and whose words the answers are in."""
    asked = await newsroom.discord.slash(newsroom.reader, newsroom.channel, "help")
    shown = await asked.reply()
    assert shown.ephemeral
    assert "mention me with your question" in shown.text
    assert "I answer in the articles’ own words." in shown.text
    assert "- `/ask`: Ask a question; the answer comes with its sources" in shown.text
    assert "- **Check this claim**: what the articles say" in shown.text


async def test_commands_are_shown_to_those_who_have_them(
    newsroom: Newsroom, bot: FootnoteBot
) -> None:
    """/rebuild is for those who manage the server, and for nobody in direct messages."""
    direct = newsroom.discord.direct_channel(newsroom.editor)
    seen = {}
    for name, person, channel in (
        ("reader", newsroom.reader, newsroom.channel),
        ("editor", newsroom.editor, newsroom.channel),
        ("alone", newsroom.editor, direct),
    ):
        asked = await newsroom.discord.slash(person, channel, "help")
        seen[name] = "/rebuild" in (await asked.reply()).text
    assert seen == {"reader": False, "editor": True, "alone": False}
