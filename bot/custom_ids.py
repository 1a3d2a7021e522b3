"""What the custom ids of buttons and menus may say, and nothing else is looked at.

Whoever presses could send anything in their place. So each kind is a closed pattern whose parts are
bounded, and within what Discord allows; what an id names is looked up by whoever may see it.
"""

import re
from collections.abc import Iterable

# Of the answers that are kept; `index.library` gives twelve of its digits.
ANSWER_ID = r"([0-9a-z]{1,32})"
PAGE = r"([1-9][0-9]{0,6})"


def is_known(custom_id: str, patterns: Iterable[re.Pattern[str]]) -> bool:
    """Tell whether a custom id is one that the bot writes."""
    return any(pattern.fullmatch(custom_id) for pattern in patterns)
