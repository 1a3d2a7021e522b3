"""The console on which foreign text is shown in a terminal."""

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from bot.command_line.harmless import harmless


class HarmlessConsole(Console):
    """A console on which text is only text: whatever commands a terminal is in the styles alone."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Yield the pieces of what is to be shown, none with anything in its text to obey."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=harmless(segment.text))
