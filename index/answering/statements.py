"""Which sentences of a message state something that articles could bear out."""

import re

from index.text.paragraphs import split_paragraphs
from index.text.sentences import split_sentences
from index.text.words import content_terms

# Of a longer message the beginning is checked: each statement takes as long as a question.
MOST_STATEMENTS = 5
_LONGEST_STATEMENT = 600  # characters
_FEWEST_WORDS, _FEWEST_TERMS = 3, 2
_QUESTION = re.compile(r"\?[\"'”’)\]]*\Z")
_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|day|afternoon|evening|night)|thanks?|thank you|cheers"
    r"|welcome|congrat\w*|happy|bye|goodbye|see you|please|lol|wow)\b",
    re.IGNORECASE,
)
_LONGEST_GREETING = 6  # words
_ADDRESS = re.compile(r"https?://\S+")
# Two statements in one sentence.
_SEAM = re.compile(r"; (?:and |but )?|, (?:and|but|while|whereas) ")
_SHORTEST_CLAUSE = 5  # words


def statements_in(text: str) -> list[str]:
    """Return the sentences that state something; questions, greetings and links are left out."""
    lines = split_paragraphs(_ADDRESS.sub(" ", text))
    sentences = (line[start:end] for line in lines for start, end in split_sentences(line))
    return [sentence for sentence in sentences if _states_something(sentence)]


def clauses_of(statement: str) -> list[str]:
    """Return the two or more statements that one sentence joins, or none."""
    clauses = [clause.strip() for clause in _SEAM.split(statement)]
    are_whole = all(len(clause.split()) >= _SHORTEST_CLAUSE for clause in clauses)
    return clauses if len(clauses) > 1 and are_whole else []


def _states_something(sentence: str) -> bool:
    words = sentence.split()
    is_greeting = len(words) <= _LONGEST_GREETING and _GREETING.match(sentence)
    return (
        len(words) >= _FEWEST_WORDS
        and len(set(content_terms(sentence))) >= _FEWEST_TERMS
        and len(sentence) <= _LONGEST_STATEMENT
        and not _QUESTION.search(sentence)
        and not is_greeting
    )
