"""An article's text without the furniture of the page it stood on."""

import re

from index.furniture import boxed_author, without_furniture
from index.paragraphs import split_paragraphs

# Lines under which a page lists other articles.
_TEASERS_FOLLOW = re.compile(
    r"related(?: (?:articles?|stor(?:y|ies)|news|content|topics|coverage|posts?))?"
    r"|latest (?:from|in|on) [^.?!]{1,40}"
    r"|more (?:from|in|on) [^.?!]{1,40}|more (?:stories|news|articles)"
    r"|(?:most|top|popular) (?:read|popular|viewed|shared|stories|news|articles|posts)"
    r"|(?:you )?(?:may|might) also (?:like|be interested in)"
    r"|(?:recommended|suggested)(?: (?:for you|stories|articles|reading))?"
    r"|(?:what to )?read (?:next|also)|also (?:read|in the news)|trending(?: now)?"
    r"|editors?['’]?s?['’]? picks?|don['’]t miss",
    re.IGNORECASE,
)
_LONGEST_TEASER = 300


def clean(text: str) -> str:
    """Return the article's own paragraphs, a blank line between them.

    Notices, buttons and boxes go wherever they stand, lists of other articles and boxes about the
    author where the text ends, and a paragraph that stands twice is kept once. No paragraph is
    changed otherwise, and cleaning twice changes nothing more.
    """
    paragraphs = [*filter(None, map(without_furniture, split_paragraphs(text)))]
    paragraphs = _without_teasers(_without_repetitions(paragraphs))
    while paragraphs and boxed_author(paragraphs[-1]):
        paragraphs.pop()
    return "\n\n".join(paragraphs)


def _without_repetitions(paragraphs: list[str]) -> list[str]:
    """Keep the first of equal paragraphs of prose; labels and list items may recur on purpose."""
    seen: set[str] = set()
    kept = []
    for paragraph in paragraphs:
        if paragraph not in seen or not _is_prose(paragraph):
            kept.append(paragraph)
        seen.add(paragraph)
    return kept


def _without_teasers(paragraphs: list[str]) -> list[str]:
    """Cut the text where nothing but teasers follow, and drop the labels of other lists."""
    labels = {place for place, line in enumerate(paragraphs) if _is_label(line)}
    end = _end_of_article(paragraphs, labels)
    return [line for place, line in enumerate(paragraphs[:end]) if place not in labels]


def _end_of_article(paragraphs: list[str], labels: set[int]) -> int:
    """Return the place of the first label with more headlines and clipped sentences than prose."""
    end = len(paragraphs)
    sentences = 0
    for place in reversed(range(len(paragraphs))):
        if place in labels and sentences <= (len(paragraphs) - place - 1) / 2:
            end = place
        if _is_prose(paragraphs[place]):
            if len(paragraphs[place]) > _LONGEST_TEASER:
                break
            sentences += 1
    return end


def _is_label(paragraph: str) -> bool:
    return _TEASERS_FOLLOW.fullmatch(paragraph.rstrip(" :>»")) is not None


def _is_prose(paragraph: str) -> bool:
    ending = paragraph.rstrip("\"'”’)")
    is_clipped = ending.endswith("...") or not ending.endswith((".", "!", "?"))
    return not is_clipped and not boxed_author(paragraph)
