"""Words that set one figure apart from another whose words are otherwise the same."""

import re
from collections.abc import Mapping

from index.text.words import content_terms

# What sets apart figures whose other words are the same: both must have it, or neither.
_DISTINCTIONS = {
    "killed": r"kill\w*|dead|die[sd]?|deaths?|deadly|fatal\w*|casualt\w+",
    "wounded": r"wound\w*|injur\w*|hurt|casualt\w+",
    "missing": r"missing|unaccounted",
    "captured": r"captur\w+|prisoners?",
    "arrested": r"arrest\w*|detain\w*",
    "displaced": r"displaced|fled|flee\w*|evacuat\w+|homeless",
    "rescued": r"rescued|saved",
    "intended": r"(?-i:will|may)|would|could|might|plan\w*|expect\w*|forecast\w*"
    r"|project(?:ed|s|ions?)|target\w*|aim\w*|hop(?:e[sd]?|ing)|budgeted"
    r"|propos\w*|want\w*|should|goals?"
    r"|promis\w*|pledg\w*|if|need\w*|ask\w*|request\w*|offer\w*",
    "rate": r"per|each|every|daily|weekly|monthly|annual(?:ly)?|yearly"
    r"|an? (?:day|night|week|month|year|person|head|hour|ticket|barrel|piece|tonne)",
    "average": r"average|median|typical(?:ly)?|mean",
    "highest": r"maximum|peak\w*|record|highest|fastest|largest|biggest|capacity",
    "lowest": r"minimum|lowest|slowest|smallest|cheapest",
    "beginning": r"first|initial(?:ly)?|originally|beg[aiu]n\w*|start\w*|before|previous(?:ly)?",
    "second": r"second",
    "third": r"third",
    "end": r"final(?:ly)?|end(?:ed|s)?",
    "growing": r"r[io]se\w*|risen|increas\w*|gr[eo]w\w*|gain\w*|jump\w*|climb(?:ed|s)?|added",
    "shrinking": r"f[ae]ll\w*|decreas\w*|declin\w*|drop\w*|shr[aiu]nk|cut",
    "profit": r"profits?|profitable",
    "revenue": r"revenues?|sales|turnover|sold",
    "debt": r"debts?|owe[sd]?|deficit",
    "import": r"imports?|imported",
    "export": r"exports?|exported",
    "for": r"support\w*|approv\w*|favou?r\w*|agree\w*|yes",
    "against": r"oppos\w*|disapprov\w*|against|disagree\w*|reject\w*",
    "north": r"north\w*",
    "south": r"south\w*",
    "east": r"east\w*",
    "west": r"west\w*",
}
# Who is counted: children are people too, but not all of them.
_GROUPS = {
    "children": r"child(?:ren)?|minors?|kids?|boys?|girls?|bab(?:y|ies)",
    "women": r"wom[ae]n|girls?",
    "men": r"m[ae]n|boys?",
    "civilians": r"civilians?",
    "troops": r"soldiers?|troops?|servicemen|fighters|military",
}
_GROUP_PATTERNS = {
    name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _GROUPS.items()
}
_DISTINCTION_PATTERNS = {
    name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _DISTINCTIONS.items()
}
_FATES = frozenset({"killed", "wounded"})


def distinctions_in(text: str) -> frozenset[str]:
    """Return what the words of a text set a figure apart by."""
    return _matching(text, _DISTINCTION_PATTERNS)


def groups_in(text: str) -> frozenset[str]:
    """Return the groups of people that a text counts."""
    return _matching(text, _GROUP_PATTERNS)


def without_distinctions(text: str) -> str:
    """Return the text without the words that set a figure apart."""
    for pattern in _DISTINCTION_PATTERNS.values():
        text = pattern.sub("", text)
    return text


def subject_terms(text: str) -> frozenset[str]:
    """Return the terms of a text short of its numbers, with one for all that die, or are hurt."""
    fates = distinctions_in(text) & _FATES
    for fate in fates:
        text = _DISTINCTION_PATTERNS[fate].sub("", text)
    return fates.union(term for term in content_terms(text) if not term[0].isdigit())


def _matching(text: str, patterns: Mapping[str, re.Pattern[str]]) -> frozenset[str]:
    return frozenset(name for name, pattern in patterns.items() if pattern.search(text))
