"""An article's text without the furniture of the page it stood on."""

import re

from index.page.furniture import boxed_author, without_furniture
from index.text.paragraphs import split_paragraphs

# Lines above a list of other articles, and how much of the list may be whole sentences: below the
# plain ones every headline may have its summary, below the others anything may follow.
_LABELS = (
    (
        re.compile(
            r"related(?: (?:articles?|stor(?:y|ies)|news|content|topics|coverage|posts?))?"
            r"|more (?:stories|news|articles)|(?:what to )?read (?:next|also)|also read"
            r"|(?:most|top|popular) (?:read|popular|viewed|shared|stories|news|articles|posts)"
            r"|(?:you )?(?:may|might) also (?:like|be interested in)|trending(?: now)?"
            r"|(?:recommended|suggested)(?: (?:for you|stories|articles|reading))?"
            r"|editors?['’]?s?['’]? picks?|don['’]t miss",
            re.IGNORECASE,
        ),
        1 / 2,
    ),
    (re.compile(r"(?:latest|more) (?:from|in|on) [^.?!]{1,40}", re.IGNORECASE), 0),
)
_LONGEST_TEASER = 300
_SHORTEST_REPETITION = 40


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
    """Keep the first of equal paragraphs of prose; answers and labels may recur on purpose."""
    seen: set[str] = set()
    kept = []
    for paragraph in paragraphs:
        may_recur = len(paragraph) < _SHORTEST_REPETITION or not _is_prose(paragraph)
        if may_recur or paragraph not in seen:
            kept.append(paragraph)
        seen.add(paragraph)
    return kept


def _without_teasers(paragraphs: list[str]) -> list[str]:
    """Cut the text where nothing but teasers follow, and drop the labels of other lists."""
    end = _end_of_article(paragraphs)
    return [line for line in paragraphs[:end] if _summaries_below(line) is None]


def _end_of_article(paragraphs: list[str]) -> int:
    """Return where the article ends: at a label with no more sentences below than it allows."""
    end = len(paragraphs)
    sentences = 0
    for place in reversed(range(len(paragraphs))):
        line = paragraphs[place]
        share = _summaries_below(line)
        if share is not None and sentences <= share * (end - place - 1):
            end = place
            sentences = 0
        if _is_prose(line):
            if len(line) > _LONGEST_TEASER:
                break
            sentences += 1
    return end


def _summaries_below(line: str) -> float | None:
    """Return what share of the list below the label may be sentences, None for other lines."""
    label = line.rstrip(" :>»")
    return next((share for pattern, share in _LABELS if pattern.fullmatch(label)), None)


def _is_prose(paragraph: str) -> bool:
    ending = paragraph.rstrip("\"'”’)")
    is_clipped = ending.endswith("...") or not ending.endswith((".", "!", "?"))
    return not is_clipped and not boxed_author(paragraph)
