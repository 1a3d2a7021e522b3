"""What a follow-up question really asks."""

import re
from dataclasses import dataclass

from index.answer import Answer, Citation
from index.conversation import Conversation
from index.follow_ups.antecedents import has_its_own, with_names
from index.follow_ups.substitution import substituted
from index.question import LONGEST_QUESTION, Question

# A question with fewer words of its own leans on the one before it.
_FEWEST_WORDS = 2
_SHOWN = 80  # characters of a quote whose speaker is asked for
_POLITE = r"(?:yes|yeah|yep|sure|ok(?:ay)?|please|and|so|well|thanks|thank you|can you|could you)"
_GO_ON = re.compile(
    rf"\W*+(?:{_POLITE}\b\W*+)*+"
    r"(?:(?:(?:tell|show|give) (?:me|us) )?(?:some |a (?:bit|little) |even )?more"
    r"(?: details?)?(?: (?:about|on) (?:it|that|this))?"
    r"|go on|go ahead|continue|keep going|(?:any|some)thing else|what else)?"
    rf"\W*+(?:{_POLITE}\b\W*+)*+",
    re.IGNORECASE,
)
_WHO_SAID = re.compile(
    r"\W*(?:and |but |so )?(?:who (?:\w+ )?(?:said|says|claim(?:s|ed)|told (?:you|us|them)"
    r"|state[sd]|wrote|reported|announced|thinks) (?:that|so|this|it)|says who|according to whom?"
    r"|whose (?:words|quote) (?:are|were|is|was) (?:that|those|these|this|it))\W*",
    re.IGNORECASE,
)
_BARE = re.compile(r"\W*(?:(?:and|but|so)\W+)?(?P<word>why|when|where|how)\W*", re.IGNORECASE)
_YES_OR_NO = re.compile(
    r"(?:do|does|did|is|are|was|were|has|have|had|will|would|can|could|should)\b", re.IGNORECASE
)
_POINTS_BACK = re.compile(
    r"^\W*(?:and|but|so|(?:what|how) about|what of)\b"
    r"|\b(?:he|she|they|it|him|her|them|his|hers|theirs?|its|this|these|those|there|then)\b"
    # Not where it opens a clause: "the report that the mayor called unfair".
    r"|\bthat(?:\W*$|(?= (?:happen|mean|cost|work|last|come|go|do|be|possible|true|many|much)))",
    re.IGNORECASE,
)
# A question that leans on another one, as it is put where nothing better is known.
_IN_CONTEXT = re.compile(r"[^()]*\((?P<context>.+)\)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """What is really asked.

    ``question`` stands alone. ``already`` is what was cited to it before, where more is wanted.
    ``quoted`` is what somebody said, where it is asked who.
    """

    question: str
    already: tuple[Citation, ...] = ()
    quoted: tuple[Citation, ...] = ()


def understand(question: str, conversation: Conversation) -> Inquiry:
    """Return what is asked in the light of what was asked and answered before, by rules alone."""
    if not conversation.answers or not any(map(str.isalnum, question)):
        return Inquiry(question=question)
    subject = _subject(conversation)
    if _GO_ON.fullmatch(question):
        return Inquiry(question=subject, already=_cited_to(subject, conversation))
    if _WHO_SAID.fullmatch(question) and (cited := conversation.cited):
        quote = _shortened(" ".join(cited[0].quote.split()))
        return Inquiry(question=f"Who said “{quote}”?", quoted=cited)
    whole = _whole(question, subject, conversation.answers[-1])
    return Inquiry(question=whole if len(whole) <= LONGEST_QUESTION else question)


def leans_back(question: str) -> bool:
    """Tell whether a question can't be understood without the one before it.

    One that brings a name of its own stands alone, whatever word it begins with.
    """
    understood = Question.understand(question)
    if understood.names:
        return False
    if len(understood.words) < _FEWEST_WORDS:
        return True
    return not all(map(has_its_own, _POINTS_BACK.finditer(question)))


def _subject(conversation: Conversation) -> str:
    """Return the last question, unless it only asked who said what was answered."""
    questions = [
        answer.whole_question
        for answer in conversation.answers
        if not _WHO_SAID.fullmatch(answer.question)
    ]
    return questions[-1] if questions else conversation.answers[-1].whole_question


def _cited_to(subject: str, conversation: Conversation) -> tuple[Citation, ...]:
    """Return what was cited in answer to a question."""
    answers = (answer for answer in conversation.answers if answer.whole_question == subject)
    return tuple(citation for answer in answers for citation in answer.citations)


def _whole(question: str, subject: str, last: Answer) -> str:
    """Return a question with what it leaves unsaid, as the one before has it."""
    if context := _IN_CONTEXT.fullmatch(subject):
        subject = context["context"]
    if whole := substituted(question, subject, last):
        return whole
    bare = _BARE.fullmatch(question)
    if bare and _YES_OR_NO.match(subject):
        return f"{bare['word'].capitalize()} {subject[0].lower()}{subject[1:]}"
    named = with_names(question, subject, last)
    return f"{named} ({subject})" if named == question and leans_back(question) else named


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rsplit(' ', 1)[0]} …"
