"""An interaction is acknowledged once, whatever becomes of the word that it was."""

import pytest

from tests.bot_fixtures import FIGURE, Newsroom
from tests.local_discord import Fault

# Discord takes the acknowledgement, and the bot never hears of it.
LOST = Fault("POST */callback", lost=True)


@pytest.mark.usefixtures("bot")
async def test_a_command_whose_acknowledgement_got_lost_is_answered(newsroom: Newsroom) -> None:
    """Acknowledged again it is refused, which says that it was taken."""
    newsroom.discord.inject(LOST)
    asked = await newsroom.ask()
    assert FIGURE in (await asked.reply()).text
    statuses = [call.status for call in newsroom.discord.requests if "/callback" in call.path]
    assert statuses == [200, 400]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("fault", [LOST, Fault("POST */callback", drop=True)], ids=["lost", "drop"])
async def test_what_is_pressed_or_told_gets_through(newsroom: Newsroom, fault: Fault) -> None:
    """Buttons, forms, and sentences that say no."""
    discord, reader = newsroom.discord, newsroom.reader
    answer = await (await newsroom.ask()).reply()
    discord.inject(fault)
    assert FIGURE in (await (await discord.press(reader, answer, label="Sources")).reply()).text
    discord.inject(fault)
    form = await (await discord.press(reader, answer, label="👎")).modal()
    assert form.title == "Not a good answer"
    discord.inject(fault)
    told = await discord.slash(
        newsroom.channel.guild.add_member("eve"), newsroom.channel, "rebuild"
    )
    assert "permission" in (await told.reply()).text
