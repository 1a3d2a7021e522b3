"""A terminal session: the bytes a command writes to a real terminal, drawn as an SVG."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from contextlib import suppress
from io import StringIO

from rich.console import Console
from rich.padding import Padding
from rich.terminal_theme import TerminalTheme
from rich.text import Text

_COLUMNS, _ROWS = 96, 60
_MARGIN = 2  # columns
_PROMPT = ("$ ", "bold green")
_GROUND, _INK = (30, 31, 34), (230, 232, 236)
_RED, _GREEN, _YELLOW = (240, 113, 120), (126, 231, 135), (242, 201, 76)
_BLUE, _MAGENTA, _CYAN = (86, 180, 233), (199, 146, 234), (137, 221, 255)
_THEME = TerminalTheme(
    _GROUND, _INK, [_GROUND, _RED, _GREEN, _YELLOW, _BLUE, _MAGENTA, _CYAN, _INK]
)
# rich's own frame loads a font from elsewhere, which pages that show a picture don't allow. It has
# 20 units more at its top, for a window's buttons.
_FRAME = """<svg viewBox="0 20 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font: {char_height}px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect width="{terminal_width}" height="{terminal_height}"/>
</clipPath>{lines}</defs>
<rect fill="#1e1f22" y="20" width="{width}" height="{height}" rx="10"/>
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""


def run_in_terminal(command: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return what a command writes to the terminal it runs in.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, _COLUMNS, 0, 0))
    terminal = {**os.environ, **environment, "TERM": "xterm-256color"}
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=its, env=terminal) as process:
        os.close(its)
        written = _read_all(ours)
    os.close(ours)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return written.replace("\r\n", "\n")


def _read_all(terminal: int) -> str:
    parts = []
    with suppress(OSError):  # how Linux says that nobody writes to it any more
        while part := os.read(terminal, 1 << 16):
            parts.append(part)
    return b"".join(parts).decode()


def session_svg(exchanges: Mapping[str, str]) -> str:
    """Return the picture of commands as typed, each with what it wrote below."""
    width = _COLUMNS + 2 * _MARGIN
    console = Console(record=True, width=width, file=StringIO(), highlight=False)
    for number, (typed, written) in enumerate(exchanges.items()):
        session = Text.assemble("\n" if number else "", _PROMPT, typed, "\n")
        session.append_text(Text.from_ansi(written.rstrip()))
        console.print(Padding(session, (0, _MARGIN)))
    return console.export_svg(theme=_THEME, code_format=_FRAME, unique_id="footnote")


def ask(question: str, environment: Mapping[str, str]) -> str:
    """Return what ``footnote ask`` writes to a terminal."""
    return run_in_terminal([sys.executable, "-m", "bot", "ask", question], environment)
