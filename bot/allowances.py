"""How much may still be asked, by each person and in each server."""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from discord.ext.commands import CooldownMapping

from bot.refusal import Refusal, ToldAlready
from bot.state.answers import Occasion
from bot.state.server_settings import Cooldown, ServerSettings

# Whoever goes on asking is told again after this, and their server's settings are looked at anew.
_QUIET = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class _Told:
    """What somebody was told, until when that holds, and until when it needn't be said again."""

    why: str
    waits_until: float
    quiet_until: float


class Allowances:
    """Counts questions; a class because it remembers them, and who was told to wait.

    ``clock`` tells seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._counted: dict[Cooldown, CooldownMapping[Any]] = {}
        self._told: dict[Hashable, _Told] = {}

    def charge(self, occasion: Occasion, settings: ServerSettings) -> None:
        """Count one question.

        Raises:
            Refusal: it is one too many; says how long to wait.
            ToldAlready: likewise, and so was the one before.
        """
        server, cooldown = occasion.server, settings.user_cooldown
        who = (server, occasion.asker)
        if wait := self._count(who, cooldown):
            raise self._refusal(who, f"You asked {cooldown.spoken}", wait)
        cooldown = settings.server_cooldown
        if server is not None and (wait := self._count(server, cooldown)):
            raise self._refusal(who, f"This server asked {cooldown.spoken}", wait)

    def require_patience(self, server: int | None, asker: int) -> None:
        """See that whoever was told to wait doesn't go on asking; looks nothing up.

        Raises:
            ToldAlready: they do.
        """
        now, told = self._clock(), self._told.get((server, asker))
        if told and now < min(told.quiet_until, told.waits_until):
            wait = max(1, round(told.waits_until - now))
            raise ToldAlready(f"{told.why}: ask again in {wait} s.")

    def _refusal(self, who: Hashable, why: str, wait: int) -> Refusal:
        now, told = self._clock(), self._told.get(who)
        is_known = told is not None and now < min(told.quiet_until, told.waits_until)
        if not is_known:
            # Those whose time is over are forgotten as others come.
            self._told = {one: said for one, said in self._told.items() if said.waits_until > now}
            self._told[who] = _Told(why, now + wait, now + _QUIET)
        return (ToldAlready if is_known else Refusal)(f"{why}: ask again in {wait} s.")

    def _count(self, who: Hashable, cooldown: Cooldown) -> int:
        """Return how many seconds there are to wait, rounded up from any at all."""
        counted = self._counted.setdefault(
            cooldown,
            CooldownMapping.from_cooldown(cooldown.questions, cooldown.seconds, lambda key: key),
        )
        # Told the time: discord.py's own clock may be put back, and would keep people waiting.
        now = self._clock()
        bucket = counted.get_bucket(who, now)
        assert bucket
        wait = bucket.update_rate_limit(now)
        return max(1, round(wait)) if wait else 0
