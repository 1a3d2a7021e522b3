"""A checked claim is shown within Discord's limits, each verdict with its quotes."""

from hypothesis import given, settings

from bot.messages.claim_pages import claim_pages
from bot.messages.pages import PAGE_LIMIT
from index.verdict import CheckedClaim, CheckedStatement, Difference, Objection, Verdict
from tests.bot_answers import CITATION, everything, without_links
from tests.bot_tellings import checked_claims


@given(checked_claims())
@settings(max_examples=100, deadline=None)
def test_any_check_keeps_to_the_limits(checked: CheckedClaim) -> None:
    """Whatever was claimed and cited, it can be sent, has every verdict and cuts no link."""
    pages = claim_pages(checked)
    assert all(0 < sum(map(len, page)) <= PAGE_LIMIT for page in pages)
    shown = everything(pages)
    for statement in checked.statements:
        assert statement.verdict.value.replace("'", "’") in shown
    assert "](<" not in without_links(shown)


def test_a_verdict_stands_between_the_claim_and_the_quotes() -> None:
    """For and against, each with its footnote, and what is against with what it gives instead."""
    statement = CheckedStatement(
        text="The bridge reopened on Friday, @everyone!",
        verdict=Verdict.PARTLY,
        bearing_out=(1,),
        objections=(Objection(citation=1, difference=Difference.DATE),),
    )
    checked = CheckedClaim(claim="…", statements=(statement,), citations=(CITATION,))
    [(shown, sources)] = claim_pages(checked)
    quote = "“The bridge reopened on Monday.” [[1]](<https://example.org/bridge#:~:text=reopened>)"
    assert shown.splitlines() == [
        r"> The bridge reopened on Friday, \@everyone!",
        "**Partly.**",
        f"- For: {quote}",
        f"- Against, another date: {quote}",
    ]
    assert sources.startswith("-# [1] **[Harbor Bridge Reopens]")


def test_what_nothing_was_found_of_has_only_its_verdict() -> None:
    """No quote stands in for evidence."""
    statement = CheckedStatement(text="The moon is made of cheese.", verdict=Verdict.UNMENTIONED)
    [page] = claim_pages(CheckedClaim(claim="…", statements=(statement,)))
    assert page == ("> The moon is made of cheese.\n**The articles don’t say.**",)
