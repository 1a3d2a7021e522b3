"""/settings shows an admin how the bot behaves in a server, and changes it for good."""

import pytest
from discord import ComponentType, Permissions

from bot.client import FootnoteBot
from bot.state.server_settings import Cooldown, ServerSettings
from index.library import Library
from tests.bot_fixtures import Newsroom, at_work, eventually
from tests.local_discord import Message
from tests.local_discord.people import Member

LIMITS = {
    "A member: so many questions": "2",
    "A member: within so many seconds": "30",
    "The whole server: so many questions": "1",
    "The whole server: within so many seconds": "1",
}


async def look(newsroom: Newsroom, member: Member | None = None) -> Message:
    """Return what somebody gets who uses /settings."""
    used = await newsroom.discord.slash(member or newsroom.editor, newsroom.channel, "settings")
    return await used.reply()


def kept(bot: FootnoteBot, newsroom: Newsroom) -> ServerSettings:
    """Return the settings as they are kept."""
    return bot.state.server_settings.get(int(newsroom.channel.guild.id))


async def becomes(shown: Message, text: str) -> None:
    """Wait until the message says so."""
    await shown.until(lambda state: text in state.text)


async def test_at_first_the_defaults_are_shown(newsroom: Newsroom, own_archive: Library) -> None:
    """To the admin alone."""
    async with at_work(newsroom, own_archive):
        shown = await look(newsroom)
    assert shown.ephemeral
    assert "Mentions are answered **in every channel**." in shown.text
    assert "Admins are all who have the permission “Manage Server”." in shown.text
    assert "is seen by **everyone in the channel**." in shown.text
    assert (
        "A member may ask **5 questions within 20 seconds**, the whole server **60 questions "
        "within 60 seconds**." in shown.text
    )


async def test_readers_see_and_change_nothing(newsroom: Newsroom, own_archive: Library) -> None:
    """Neither with the command nor with what an admin was shown."""
    async with at_work(newsroom, own_archive) as bot:
        refusal = await look(newsroom, newsroom.reader)
        assert refusal.text == "You need the permission “Manage Server” for that."
        shown = await look(newsroom)
        pressed = await newsroom.discord.press(newsroom.reader, shown, label="Limits …")
        assert (await pressed.reply()).text == refusal.text
        await newsroom.discord.press(newsroom.editor, shown, label="Limits …")
        assert kept(bot, newsroom) == ServerSettings()


async def test_mentions_are_answered_in_the_channels_chosen(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """And nowhere else, until none is chosen any more."""
    other = newsroom.channel.guild.add_channel("questions")
    async with at_work(newsroom, own_archive) as bot:
        shown = await look(newsroom)
        kind = ComponentType.channel_select
        await newsroom.discord.pick(newsroom.editor, shown, other, kind=kind)
        await becomes(shown, f"answered **in <#{other.id}> and their threads**")
        assert kept(bot, newsroom).mention_channels == frozenset({int(other.id)})
        unheard = await newsroom.mention()
        await newsroom.discord.say(newsroom.reader, other, "<@bot> How many rode Tram 9?")
        await newsroom.discord.next_message(other)
        with pytest.raises(TimeoutError):
            await newsroom.discord.next_message(newsroom.channel, after=unheard, within=0.2)
        await newsroom.discord.pick(newsroom.editor, shown, kind=kind)
        await eventually(lambda: kept(bot, newsroom).mention_channels is None)
        heard = await newsroom.mention()
        await newsroom.discord.next_message(newsroom.channel, after=heard)


async def test_what_was_chosen_and_is_gone_is_told(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """A menu can't show it, and the bot would only seem silent."""
    async with at_work(newsroom, own_archive) as bot:
        gone = ServerSettings(mention_channels=frozenset({1}), admin_roles=frozenset({2}))
        bot.state.server_settings.save(int(newsroom.channel.guild.id), gone)
        shown = await look(newsroom)
    assert "answered **nowhere, as the chosen channels are gone: choose others" in shown.text
    assert "Admins are all who have the permission “Manage Server”." in shown.text


async def test_roles_make_admins(newsroom: Newsroom, own_archive: Library) -> None:
    """Whoever has one may change settings, too; everyone can't."""
    helper = newsroom.channel.guild.add_member("eve", permissions=Permissions.none())
    kind = ComponentType.role_select
    async with at_work(newsroom, own_archive) as bot:
        shown = await look(newsroom)
        everyone = newsroom.channel.guild.everyone
        picked = await newsroom.discord.pick(newsroom.editor, shown, everyone, kind=kind)
        assert "choose other roles" in (await picked.reply()).text
        await newsroom.discord.pick(newsroom.editor, shown, helper.roles[0], kind=kind)
        await becomes(shown, f"“Manage Server” or <@&{helper.roles[0].id}>.")
        assert kept(bot, newsroom).admin_roles == frozenset({int(helper.roles[0].id)})
        assert "How I behave" in (await look(newsroom, helper)).text


async def test_answers_become_private(newsroom: Newsroom, own_archive: Library) -> None:
    """Those to /ask and /timeline, until the button is pressed again after a restart."""
    async with at_work(newsroom, own_archive):
        shown = await look(newsroom)
        label = "Show answers to: Only whoever asks"
        await newsroom.discord.press(newsroom.editor, shown, label=label)
        await becomes(shown, "is seen by **only whoever asks**.")
        assert (await (await newsroom.ask()).reply()).ephemeral
        told = await newsroom.discord.slash(
            newsroom.reader, newsroom.channel, "timeline", topic="Tram 9"
        )
        assert (await told.reply()).ephemeral
    async with at_work(newsroom, own_archive) as bot:
        label = "Show answers to: Everyone in the channel"
        await newsroom.discord.press(newsroom.editor, shown, label=label)
        await eventually(lambda: not kept(bot, newsroom).private_by_default)
        assert not (await (await newsroom.ask()).reply()).ephemeral


async def test_limits_are_set_in_a_form(newsroom: Newsroom, own_archive: Library) -> None:
    """They hold for whatever is asked, timelines and claims included."""
    async with at_work(newsroom, own_archive) as bot:
        shown = await look(newsroom)
        pressed = await newsroom.discord.press(newsroom.editor, shown, label="Limits …")
        form = await pressed.modal()
        assert form.labels == list(LIMITS)
        values = LIMITS | {"The whole server: within so many seconds": "600"}
        await newsroom.discord.submit_modal(newsroom.editor, form, values)
        await becomes(shown, "the whole server **1 question within 600 seconds**")
        settings = kept(bot, newsroom)
        assert settings.user_cooldown == Cooldown(questions=2, seconds=30)
        assert settings.server_cooldown == Cooldown(questions=1, seconds=600)
        await (await newsroom.ask()).reply()
        told = await newsroom.discord.slash(
            newsroom.reader, newsroom.channel, "timeline", topic="Tram 9"
        )
        assert "This server asked 1 question within 600 seconds" in (await told.reply()).text
        claim = await newsroom.mention()
        checked = await newsroom.discord.message_command(
            newsroom.editor, newsroom.channel, "Check this claim", claim
        )
        assert "This server asked 1 question" in (await checked.reply()).text


@pytest.mark.parametrize("typed", ["many", "0", "-1", "2.5", "1000001", "²"])
async def test_what_is_no_number_is_told(
    newsroom: Newsroom, own_archive: Library, typed: str
) -> None:
    """With what can be given instead; nothing is changed."""
    async with at_work(newsroom, own_archive) as bot:
        shown = await look(newsroom)
        pressed = await newsroom.discord.press(newsroom.editor, shown, label="Limits …")
        values = LIMITS | {"A member: so many questions": typed}
        sent = await newsroom.discord.submit_modal(newsroom.editor, await pressed.modal(), values)
        told = await sent.reply()
        assert told.text.startswith(f"“{typed}” is no number of questions: press “Limits …” again")
        assert told.text.endswith("from 1 to 10,000.")
        assert kept(bot, newsroom) == ServerSettings()
