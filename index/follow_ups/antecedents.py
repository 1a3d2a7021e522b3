"""Whom and what "he", "she" and "it" stand for in a follow-up question."""

import re

from index.answer import Answer
from index.follow_ups.names import NAME, names_in, uncapitalised
from index.text.words import content_terms

_PERSON = re.compile(r"\b(?:he|she|him|his|hers|her)\b", re.IGNORECASE)
_THING = re.compile(r"\b(?:it|its)\b", re.IGNORECASE)
_POSSESSIVES = frozenset({"his", "her", "its", "their"})
_ENOUGH_BEFORE = 2  # words that say something: one of them is the owner
_OWNERS = frozenset({"his", "hers", "its"})
# Where "her" is whose, not whom.
_HAS = re.compile(r" (?!(?:in|on|at|to|for|from|with|by|about|of|and|or|as|when|before|after)\b)\w")
_AUXILIARY = r"(?:did|does|do|has|have|had|is|was|are|were|will|would|can|could)"
_ASKED_ABOUT = re.compile(rf"(?:\bwho (?:is|was|are|were)|\b{_AUXILIARY}) (?P<name>{NAME})")
_SAID = r"(?:said|says|told|added|warned|claimed|announced|wrote|explained|according to)"
_SPEAKER = re.compile(
    rf"\b{_SAID} (?:(?:the|a|an|its|his|her|their) [a-z’' -]+,? )?(?P<name>{NAME})"
    rf"|(?P<before>{NAME}),? {_SAID}\b"
)
# A thing named with what it is of, or at the end, where no verb can follow.
_THING_ASKED_ABOUT = re.compile(
    rf"\b{_AUXILIARY} (?P<thing>(?:the|an?) \w+ of (?:the )?{NAME})"
    rf"|\b{_AUXILIARY} (?P<last>(?:the|an?) \w+(?: \w+)?)(?=\W*\Z)"
)


def with_names(question: str, base: str, last: Answer) -> str:
    """Return a question with what its pronouns stand for, as far as that is plain."""
    for pronoun, find in (_PERSON, _person), (_THING, _thing):
        match = pronoun.search(question)
        if match is None or has_its_own(match) or names_in(question[: match.start()]):
            continue
        if name := find(base, last):
            question = _replaced(pronoun, name, question)
    return question


def has_its_own(pronoun: re.Match[str]) -> bool:
    """Tell whether it stands for something in the question itself: "the tram on its first day"."""
    before = content_terms(pronoun.string[: pronoun.start()])
    return pronoun[0].lower() in _POSSESSIVES and len(before) >= _ENOUGH_BEFORE


def _replaced(pronoun: re.Pattern[str], name: str, question: str) -> str:
    def inflected(found: re.Match[str]) -> str:
        word = found[0].lower()
        owns = word in _OWNERS or (word == "her" and _HAS.match(question, found.end()))
        return f"{name}’s" if owns else name

    return pronoun.sub(inflected, question)


def _person(base: str, last: Answer) -> str | None:
    """Return who was asked about, else who speaks in the answer, else a full name in it."""
    asked = _ASKED_ABOUT.search(uncapitalised(base))
    if asked and not any(map(str.isdigit, asked["name"])):
        return asked["name"]
    for sentence in last.sentences:
        if speaker := _SPEAKER.search(sentence.text):
            return speaker[speaker.lastgroup or 0]
    told = (match["name"] for sentence in last.sentences for match in names_in(sentence.text))
    if full := next((name for name in told if " " in name), None):
        return full
    names = names_in(base)
    return names[0]["name"] if len(names) == 1 else None


def _thing(base: str, _: Answer) -> str | None:
    """Return the thing that was asked about."""
    if thing := _THING_ASKED_ABOUT.search(uncapitalised(base)):
        return thing[thing.lastgroup or 0]
    names = names_in(base)
    return names[0]["name"] if len(names) == 1 else None
