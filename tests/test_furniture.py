"""The page's sentences are told from the article's by their wording."""

import pytest

from index.page.furniture import boxed_author, is_furniture, without_furniture

PAGE = [
    "You've used all your free articles.",
    "You have read 3 of 3 free articles this month.",
    "Subscribe and support our newsroom to continue reading.",
    "TRY 7 DAYS FREEAlready a member? Sign in",
    "Subscribe now and save up to $90.",
    "This article is for subscribers only.",
    "Join The Ashford Herald for exclusive access.",
    "You must be logged in to post a comment.",
    "Toggle Menu",
    "Skip to main content",
    "Current Issue",
    "Share Share",
    "Share this article",
    "Facebook Twitter WhatsApp",
    "Follow us on Instagram and YouTube",
    "Read more",
    "RELATED: Council votes on the bridge",
    "► More: What the bridge will cost",
    "COMMENTS",
    "Comments (12)",
    "Leave a Reply",
    "Required fields are marked with a star",
    "Advertisement",
    "Story continues below the video.",
    "We use cookies to improve your visit. By continuing, you agree to our terms.",
    "Accept all cookies",
    "Sign up for our free weekly newsletter. Get the news straight to your inbox.",
    "The views expressed in this article are the author's own.",
    "© 2024 The Ashford Herald. All rights reserved.",
    "Contributing: The Associated Press",
    "— The Herald's Ann Field and Bea Hill contributed to this report.",
    "– Ann Field",
    "Photo by Ann Field",
    "Ann Field/Getty Images",
    "LONDON (Reuters) —",
    "Follow Ann Field on Twitter: @annfield",
    "* * *",
]

ARTICLE = [
    "Readers who had reached the limit of free articles were asked to subscribe, the paper said.",
    "“Subscribe now and save,” the advertisement read.",
    "Subscribe to fewer newsletters, the doctor told her.",
    "Share prices fell on Monday.",
    "Share the load.",
    "Sign up for the choir closes on Friday.",
    "You can sign up for the vaccine until 30 June.",
    "You must be 18 to view the film.",
    "Get fewer letters in your inbox, says a study.",
    "Register by Friday to vote.",
    "The newsletter of the club has 300 readers.",
    "He wrote in the newsletter: leave now.",
    "Comments on the plan are due by Friday.",
    "By using encryption, the app protects privacy.",
    "The company uses cookies that its bakery makes.",
    "Views expressed by voters on Tuesday varied.",
    "Copyright law has changed.",
    "Contact detectives at tips@police.example.",
    "Related companies fell as well.",
    "Supporting journalism was her life’s work.",
    "This story is one the mayor likes to tell to members of the council.",
    "To get it to work, the agency sent two engineers.",
    "Council sues Reuters",
    "More than 200 scientists contributed to this report.",
    "Home at last.",
    "1962",
]


@pytest.mark.parametrize("paragraph", PAGE)
def test_the_page_is_recognised(paragraph: str) -> None:
    """A paragraph of nothing but furniture goes."""
    assert is_furniture(paragraph)


@pytest.mark.parametrize("paragraph", ARTICLE)
def test_the_article_is_kept(paragraph: str) -> None:
    """A sentence that speaks of what pages have stays, alone and within a paragraph."""
    assert without_furniture(paragraph) == paragraph
    within = f"The mayor spoke on Tuesday. {paragraph} Nobody answered."
    assert without_furniture(within) == within


def test_a_notice_is_cut_off_a_paragraph() -> None:
    """Notices before and behind the article's sentences go, one between them stays."""
    prose = "The bridge is shut. Sign up for our newsletter. It opens in spring."
    assert without_furniture(f"{prose} Sign up for our newsletter. Read more here.") == prose
    assert without_furniture("Workers cross the bridge. Ann Field/Getty Images") == (
        "Workers cross the bridge."
    )


@pytest.mark.parametrize(
    ("paragraph", "author"),
    [
        ("Ann FieldAnn Field is a contributing writer. She lives in Ashford.", "Ann Field"),
        ("Ann Field is the transport correspondent of The Ashford Herald.", "Ann Field"),
        ("Ann Field, a baker, has two shops.", None),
        ("The bridge is a monument.", None),
    ],
)
def test_a_box_names_the_author(paragraph: str, author: str | None) -> None:
    """A name run together with itself, or with a journalist's profession, is an author's."""
    assert boxed_author(paragraph) == author
