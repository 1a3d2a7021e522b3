"""How much may still be asked, by each person and in each server."""

import time
from collections.abc import Hashable
from typing import Any

from discord.ext.commands import CooldownMapping

from bot.refusal import Refusal
from bot.state.answers import Occasion
from bot.state.server_settings import Cooldown, ServerSettings


class Allowances:
    """Counts questions; a class because it remembers them."""

    def __init__(self) -> None:
        self._counted: dict[Cooldown, CooldownMapping[Any]] = {}

    def charge(self, occasion: Occasion, settings: ServerSettings) -> None:
        """Count one question.

        Raises:
            Refusal: it is one too many; says how long to wait.
        """
        server, cooldown = occasion.server, settings.user_cooldown
        if wait := self._count((server, occasion.asker), cooldown):
            raise Refusal(f"You asked {cooldown.spoken}: ask again in {wait} s.")
        cooldown = settings.server_cooldown
        if server is not None and (wait := self._count(server, cooldown)):
            raise Refusal(f"This server asked {cooldown.spoken}: ask again in {wait} s.")

    def _count(self, who: Hashable, cooldown: Cooldown) -> int:
        """Return how many seconds there are to wait, rounded up from any at all."""
        counted = self._counted.setdefault(
            cooldown,
            CooldownMapping.from_cooldown(cooldown.questions, cooldown.seconds, lambda key: key),
        )
        # Told the time: discord.py's own clock may be put back, and would keep people waiting.
        now = time.monotonic()
        bucket = counted.get_bucket(who, now)
        assert bucket
        wait = bucket.update_rate_limit(now)
        return max(1, round(wait)) if wait else 0
