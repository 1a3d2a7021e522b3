"""When a feed is visited next: no oftener than it wants, and more rarely the longer it fails."""

from dataclasses import dataclass

_MOST_DOUBLINGS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often feeds are visited, in seconds, and how many articles one visit may bring.

    So that feeds which were added together aren't visited together for ever, each wait is longer
    by up to a tenth of itself.
    """

    usual: float = 30 * 60
    longest: float = 24 * 60 * 60
    articles: int = 10
    spread: float = 0.1

    def after_success(self, *wishes: float | None, chance: float) -> float:
        """Return how long to wait, as the feed and its server wish within bounds.

        ``chance`` is a number from 0 to 1 drawn for this wait.
        """
        wished = max((wish for wish in wishes if wish is not None), default=0.0)
        return self._spread(max(self.usual, wished), chance)

    def after_failure(self, failures: int, *, retry_after: float | None, chance: float) -> float:
        """Return how long to wait after so many failures in a row: twice as long each time."""
        patience = self.usual * 2 ** min(failures - 1, _MOST_DOUBLINGS)
        return self._spread(max(patience, retry_after or 0.0), chance)

    def _spread(self, seconds: float, chance: float) -> float:
        return min(seconds, self.longest) * (1 + self.spread * chance)
