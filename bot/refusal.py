"""What the bot says instead of doing what it was asked."""

from index.errors import FootnoteError

NO_INDEX = "There is no index of the articles yet: /rebuild makes one."


class Refusal(FootnoteError):
    """A request that isn't carried out; the message tells its sender why and what to do."""


class ToldAlready(Refusal):
    """What its sender was told a moment ago; where telling is a message of its own, it isn't."""
