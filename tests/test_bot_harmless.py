"""Whatever articles say, it is shown as it stands and has no effect in Discord."""

from index.library import Library
from tests.bot_fixtures import Newsroom, at_work

TRAP = (
    "The director of the fish market, Bo Chen, said that @everyone is *welcome* at <#42>, where "
    "[free fish](https://evil.example) is given to <@&7>."
)


async def test_a_quote_notifies_nobody_and_links_nowhere(
    newsroom: Newsroom, own_archive: Library
) -> None:
    """Mentions, formatting and links of an article come out as plain text."""
    (own_archive.settings.articles[0] / "market.txt").write_text(TRAP, encoding="utf-8")
    own_archive.rebuild()
    async with at_work(newsroom, own_archive):
        await newsroom.mention("What did Bo Chen, the director of the fish market, say?")
        answer = await newsroom.discord.next_message(newsroom.channel)
    assert r"that \@everyone is \*welcome\* at \<#42>, where" in answer.text
    assert r"\[free fish\](https\://evil.example) is given to \<@&7>." in answer.text
    assert not answer.mentions_everyone
