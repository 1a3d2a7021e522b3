"""A link highlights the quoted words, and no others, in the page that the article was read from."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from index.article import Article
from index.link import text_fragment_link
from index.reading import find, read
from index.text.sentences import Span
from tests.browser import CHROMIUM, DRIVER, Browser, browser

pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER),
    reason="chromium and chromedriver aren't installed (apt-get install chromium chromium-driver)",
)

HEADLINE = "The ferry to Holm Island has stopped for the winter"
# More than a window of text on either side: without the link, nobody would see the quote.
STORY = "".join(
    f"<p>On day {number} of the storm the keeper of the lighthouse wrote into his book that the "
    "wind had not turned, and that nobody had come to relieve him since the autumn.</p>"
    for number in range(1, 9)
)
LATER = STORY.replace("day", "night")
LONG = (
    "The council, which had met in the town hall until long after midnight, voted by nine to "
    "four to buy the ferry from its owner and to have it repaired in the yard of Skarvik before "
    "the spring tides"
)


@dataclass(frozen=True, slots=True)
class Case:
    """What the page holds, the quoted words between ⟦ and ⟧, and these as the article has them."""

    body: str
    quote: str
    fragment: str = ""


CASES = {
    "short": Case("<p>She waited. ⟦It left at noon.⟧ She wept.</p>", "It left at noon."),
    "long": Case(f"<p>She waited. ⟦{LONG}.⟧ She wept.</p>", f"{LONG}."),
    "a paragraph": Case(f"<p>⟦{LONG}.⟧</p>", f"{LONG}."),
    "twice, told by what goes before": Case(
        "<p>He waited. It left at noon. He slept.</p><p>She waited. ⟦It left at noon.⟧</p>",
        "It left at noon.",
    ),
    "twice, told by what follows": Case(
        "<p>It left at noon. He slept.</p><p>⟦It left at noon.⟧ She wept.</p>",
        "It left at noon.",
    ),
    "twice, told by the paragraph before": Case(
        "<p>He asked.</p><p>It left at noon.</p><p>She asked.</p><p>⟦It left at noon.⟧</p>",
        "It left at noon.",
    ),
    "twice, told past an advertisement": Case(
        "<p>It left at noon. He slept.</p><p>She asked.</p><div class='advert'>Buy now!</div>"
        "<p>⟦It left at noon.⟧ She wept.</p>",
        "It left at noon.",
    ),
    "a long one that begins as another does": Case(
        f"<p>{LONG}, says the report.</p><p>⟦{LONG}, says the mayor.⟧</p>",
        f"{LONG}, says the mayor.",
    ),
    "a long one that begins as the headline does": Case(
        f"<p>⟦{HEADLINE}, because {LONG}.⟧</p>", f"{HEADLINE}, because {LONG}."
    ),
    "a long one that ends as it goes on": Case(
        f"<p>⟦It will be repaired in the yard of Skarvik. {LONG}, and it will be repaired in the "
        "yard of Skarvik.⟧ It sails in May.</p>",
        f"It will be repaired in the yard of Skarvik. {LONG}, and it will be repaired in the "
        "yard of Skarvik.",
    ),
    "marks that mean something in an address": Case(
        "<p>So: ⟦R&amp;D – 3.4-fold, #1, 100% “sure”, a+b=c; (or) is it?⟧ Yes.</p>",
        "R&D – 3.4-fold, #1, 100% “sure”, a+b=c; (or) is it?",
    ),
    "any alphabet": Case(
        "<p>Quoth: ⟦Žluťoučký kůň čeká, Привет, мир, 🐎 naïve Ångström.⟧ Indeed.</p>",
        "Žluťoučký kůň čeká, Привет, мир, 🐎 naïve Ångström.",
    ),
    "accents written apart": Case(
        "<p>Quoth: ⟦The cafe\u0301 of Dvor\u030ca\u0301k.⟧ Indeed.</p>", "The café of Dvořák."
    ),
    "typographic quotation marks": Case(
        "<p>⟦“It’s ‘gone’,” said the ferryman’s wife.⟧ He nodded.</p>",
        "“It’s ‘gone’,” said the ferryman’s wife.",
    ),
    "spaces that don't break": Case(
        "<p>In all ⟦5&nbsp;000&#x202f;people &amp; 3&#x2009;horses\n   left.⟧ He nodded.</p>",
        "5 000 people & 3 horses left.",
    ),
    "soft hyphens and nothing seen": Case(
        "<p>Now ⟦the light&shy;house&#x200b; keeper&#xfeff; left&#x200e;.⟧ He nodded.</p>",
        "the lighthouse keeper left.",
    ),
    "markup within": Case(
        "<p>Now ⟦the <b>light</b>house <a href='/x'>keeper <i>le</i>ft</a>.⟧ He nodded.</p>",
        "the lighthouse keeper left.",
    ),
    "capitals by style": Case(
        "<p>⟦<span style='text-transform: uppercase'>the keeper</span> left.⟧ He nodded.</p>",
        "the keeper left.",
    ),
    "two paragraphs": Case(
        "<p>Now. ⟦The keeper left.</p><p>He took the dog.⟧ It was dark.</p>",
        "The keeper left.\n\nHe took the dog.",
    ),
    "three paragraphs": Case(
        f"<p>⟦The keeper left.</p><p>{LONG}.</p><p>He took the dog.⟧ It was dark.</p>",
        f"The keeper left.\n\n{LONG}.\n\nHe took the dog.",
    ),
    "a line break": Case(
        "<p>⟦The keeper left.<br>He took the dog.⟧ It was dark.</p>",
        "The keeper left.\n\nHe took the dog.",
    ),
    "an item of a list": Case(
        "<ul><li>⟦The keeper left the light.⟧</li><li>He took the dog along.</li></ul>",
        "- The keeper left the light.",
    ),
    "items of a list": Case(
        "<ul><li>⟦The keeper left the light.</li><li>He took the dog along.⟧</li></ul>",
        "- The keeper left the light.\n\n- He took the dog along.",
    ),
    "a long word in front": Case(
        f"<p>⟦{'Llanfair' * 12}-gogogoch {LONG}.⟧ He nodded.</p>",
        f"{'Llanfair' * 12}-gogogoch {LONG}.",
    ),
    "a page with a fragment": Case(
        "<h2 id='news'>News</h2><p>She waited. ⟦It left at noon.⟧ She wept.</p>",
        "It left at noon.",
        fragment="#news",
    ),
    "a page with a directive": Case(
        "<p>She waited. ⟦It left at noon.⟧ She wept.</p>",
        "It left at noon.",
        fragment="#:~:text=lighthouse",
    ),
}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for all cases."""
    with browser() as started:
        yield started


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_quoted_words_are_highlighted(
    case: Case, chromium: Browser, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """All of them and nothing else, scrolled into the window."""
    body = f"<article><h1>{HEADLINE}</h1>{STORY}{case.body}{LATER}</article>"
    article = _read(body, tmp_path)
    start = article.text.rindex(case.quote)
    name = "".join(filter(str.isalpha, request.node.name))
    address = chromium.serve(name, body.replace("⟦", "<!--[-->").replace("⟧", "<!--]-->"))
    link = text_fragment_link(
        replace(article, url=address + case.fragment), Span(start, start + len(case.quote))
    )
    assert link
    lit = chromium.highlighted(link)
    wanted = chromium.marked(like=lit)
    assert wanted.any(), "the quote is not in the window"
    # A space between highlight and context may belong to either.
    assert np.sum(lit & wanted) / np.sum(lit | wanted) > 0.9, link


def test_other_words_are_not_taken_for_the_quoted_ones(chromium: Browser) -> None:
    """The measurement itself can fail: a link to other words misses those that are marked."""
    body = f"{STORY}<p>She waited. <!--[-->It left at noon.<!--]--> She wept.</p>"
    lit = chromium.highlighted(f"{chromium.serve('other', body)}#:~:text=She%20waited.")
    assert lit.any()
    assert not (lit & chromium.marked(like=lit)).any()


def _read(body: str, folder: Path) -> Article:
    """Return the article of a page as it is indexed."""
    page = f"<!doctype html><html><head><title>{HEADLINE}</title></head><body>{body}</body></html>"
    (folder / "page.html").write_text(page.replace("⟦", "").replace("⟧", ""), "utf-8")
    [article] = (found for source in find([folder]) for found in read(source))
    assert isinstance(article, Article)
    return article
