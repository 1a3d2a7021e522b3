"""Those who manage a server can rebuild the index and watch it, while answers go on."""

import dataclasses
import shutil

import pytest
from discord import Permissions
from filelock import FileLock

from bot.client import FootnoteBot
from bot.cogs.rebuild import progress_text, report_text
from bot.refusal import NO_INDEX
from bot.state.server_settings import ServerSettings
from index.errors import ArticleError
from index.library import Library
from index.progress import Progress
from index.rebuild import RebuildReport
from tests.bot_fixtures import FIGURE, Newsroom, at_work
from tests.local_discord import Interaction, Patience
from tests.local_discord.people import Member

NEWS = "The city council voted to plant nine hundred lime trees along the canal."
REPORT = RebuildReport(
    added=1,
    changed=0,
    removed=2,
    unchanged=3_000,
    failed=(),
    articles=3_001,
    passages=40_000,
    generation="000002",
    seconds=12.34,
)


async def test_an_editor_rebuilds_while_answers_go_on(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """Progress becomes the report; meanwhile questions are answered and no second one begins."""
    (own_archive.settings.articles[0] / "trees.txt").write_text(NEWS)
    async with at_work(newsroom, own_archive):
        rebuild = await newsroom.discord.slash(newsroom.editor, newsroom.channel, "rebuild")
        shown = await rebuild.reply()
        assert shown.text == "Rebuilding the index …"
        second = await newsroom.discord.slash(newsroom.editor, newsroom.channel, "rebuild")
        refusal = await second.reply()
        assert (refusal.ephemeral, "already" in refusal.text) == (True, True)
        asked = await newsroom.ask()
        assert FIGURE in (await asked.reply()).text
        assert shown.text.startswith("Rebuilding the index")
        report = await shown.until(lambda state: "up to date" in state.content, within=30)
        assert "7 articles" in report.content
        assert "1 added, 0 changed, 0 removed, 6 unchanged, 0 failed" in report.content
        later = await newsroom.ask("What will the city council plant?")
        assert "lime trees" in (await later.reply()).text


async def test_a_servers_own_articles_are_rebuilt_along(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """The report tells of them after everyone's."""
    own_archive.of(newsroom.channel.guild.id).add("trees.txt", NEWS.encode())
    async with at_work(newsroom, own_archive):
        rebuild = await newsroom.discord.slash(newsroom.editor, newsroom.channel, "rebuild")
        shown = await rebuild.reply()
        report = await shown.until(lambda state: "up to date" in state.content, within=30)
    everyones, _, own = report.content.partition("\n**The index of this server’s own articles")
    assert "6 articles" in everyones
    assert " up to date:** 1 article, 1 passage." in own


@pytest.mark.usefixtures("bot")
async def test_a_reader_may_not_rebuild(newsroom: Newsroom) -> None:
    """Even where a server lets everyone use the command, the bot asks for the permission."""
    asked = await newsroom.discord.slash(newsroom.reader, newsroom.channel, "rebuild")
    refusal = await asked.reply()
    assert refusal.ephemeral
    assert refusal.text == "You need the permission “Manage Server” for that."


@pytest.mark.parametrize("newsroom", [Patience(token=0)], indirect=True)
async def test_a_rebuild_longer_than_its_interaction_reports_in_the_channel(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """When Discord no longer lets the progress be edited, the report is a message of its own."""
    async with at_work(newsroom, own_archive):
        rebuild = await newsroom.discord.slash(newsroom.editor, newsroom.channel, "rebuild")
        shown = await rebuild.reply()
        report = await newsroom.discord.next_message(newsroom.channel, after=shown, within=30)
        assert "0 added, 0 changed, 0 removed, 6 unchanged" in report.text


async def test_a_failed_rebuild_says_why(newsroom: Newsroom, own_archive: Library) -> None:
    """The reason stands in place of the progress."""
    shutil.rmtree(own_archive.settings.articles[0])
    own_archive.settings.articles[0].mkdir()
    async with at_work(newsroom, own_archive):
        rebuild = await newsroom.discord.slash(newsroom.editor, newsroom.channel, "rebuild")
        shown = await rebuild.reply()
        failure = await shown.until(lambda state: "failed" in state.content, within=30)
        assert "There is no article to read" in failure.content


async def test_a_rebuild_is_undone(newsroom: Newsroom, own_archive: Library) -> None:
    """The index before it answers again, until there is none to go back to."""
    [folder] = own_archive.settings.articles
    (folder / "trees.txt").write_text(NEWS)
    own_archive.rebuild()
    async with at_work(newsroom, own_archive):
        told = await (await undo(newsroom, newsroom.editor)).reply()
        assert "Generation 000001 of <t:" in told.text
        assert "with 6 articles, in place of 000002." in told.text
        asked = await newsroom.ask("What will the city council plant?")
        assert "lime trees" not in (await asked.reply()).text
        refusal = await (await undo(newsroom, newsroom.editor)).reply()
    assert refusal.ephemeral
    assert refusal.text.startswith("There is no generation before 000001 that can still answer")


async def test_for_other_servers_only_the_owner_undoes(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """Whoever invites the bot is an admin of a server, and might be anybody."""
    own_archive.rebuild(full=True)
    newsroom.discord.add_guild("Other")
    newsroom.discord.world.owner = newsroom.editor.user
    manages = Permissions(manage_guild=True)
    helper = newsroom.channel.guild.add_member("eve", permissions=manages)
    async with at_work(newsroom, own_archive):
        refusal = await (await undo(newsroom, helper)).reply()
        assert refusal.ephemeral
        assert refusal.text.startswith("Other servers are answered from the same articles")
        told = await (await undo(newsroom, newsroom.editor)).reply()
        assert "Generation 000001" in told.text


async def test_without_an_index_there_is_none_to_undo(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """The command that makes one is named."""
    async with at_work(newsroom, own_archive):
        (own_archive.settings.data / "CURRENT").unlink()
        refusal = await (await undo(newsroom, newsroom.editor)).reply()
    assert refusal.text == NO_INDEX


async def test_a_rebuild_under_way_is_not_undone(newsroom: Newsroom, own_archive: Library) -> None:
    """Two at once would leave which of them counts to chance."""
    async with at_work(newsroom, own_archive):
        with FileLock(own_archive.settings.data / "rebuild.lock"):
            refusal = await (await undo(newsroom, newsroom.editor)).reply()
    assert refusal.text == "The index is being rebuilt already: wait until that is done."


async def test_a_reader_may_not_undo(newsroom: Newsroom, bot: FootnoteBot) -> None:
    """It takes what a rebuild takes."""
    refusal = await (await undo(newsroom, newsroom.reader)).reply()
    assert refusal.text == "You need the permission “Manage Server” for that."


async def test_an_admin_role_is_enough(newsroom: Newsroom, own_archive: Library) -> None:
    """Its members may do what otherwise needs the permission."""
    helper = newsroom.channel.guild.add_member("eve", permissions=Permissions.none())
    chosen = ServerSettings(admin_roles=frozenset({int(helper.roles[0].id)}))
    async with at_work(newsroom, own_archive) as bot:
        bot.state.server_settings.save(int(newsroom.channel.guild.id), chosen)
        told = await (await undo(newsroom, helper)).reply()
    assert told.text.startswith("There is no generation before 000001")


async def undo(newsroom: Newsroom, member: Member) -> Interaction:
    """Have somebody use /rebuild to take one back."""
    return await newsroom.discord.slash(member, newsroom.channel, "rebuild", undo=True)


def test_progress_is_one_line() -> None:
    """It shows how far a step has come, as far as its end is known."""
    assert progress_text(Progress("Reading articles", 1_234, 0)).endswith("Reading articles: 1,234")
    assert progress_text(Progress("Embedding passages", 30, 40)) == (
        "Rebuilding the index ▰▰▰▰▰▰▰▰▰▱▱▱ Embedding passages: 30 of 40"
    )


def test_a_report_counts_and_names_what_failed() -> None:
    """What couldn't be read is listed with its reason, as it stands."""
    failed = (ArticleError("a_b.pdf", "it has *no* text"),)
    text = report_text(dataclasses.replace(REPORT, failed=failed))
    assert text.splitlines() == [
        "**The index is up to date:** 3,001 articles, 40,000 passages.",
        "1 added, 0 changed, 2 removed, 3,000 unchanged, 1 failed, in 12.3 s",
        r"- a\_b.pdf: it has \*no\* text",
    ]


def test_a_report_of_many_failures_fits_in_a_message() -> None:
    """Some of them are named, the others counted."""
    failed = tuple(ArticleError(f"{number}.txt", "long " * 99) for number in range(1_000))
    text = report_text(dataclasses.replace(REPORT, failed=failed))
    assert len(text) <= 2_000
    assert text.endswith("\n… and 995 more.")
