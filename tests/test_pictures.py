"""The README's pictures are there, small, and show what was sent and printed."""

import re
import subprocess
import sys

import pytest

from benchmarks.pictures.markdown import to_html
from benchmarks.pictures.terminal import run_in_terminal, session_svg
from tests.modules import ROOT

_PICTURES = re.findall(r'docs/[\w.-]+(?=[)"])', (ROOT / "README.md").read_text("utf-8"))
_LARGEST = 200_000  # bytes; pages with several of them have to load at once


@pytest.mark.parametrize("picture", _PICTURES)
def test_every_picture_is_there_and_small(picture: str) -> None:
    """None is a broken link, and none keeps a reader waiting."""
    assert 0 < (ROOT / picture).stat().st_size < _LARGEST


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "**Sources** for *it*",
            '<div class="line"><strong>Sources</strong> for <em>it</em></div>',
        ),
        (r"\*not\* <b> 1\.", '<div class="line">*not* &lt;b&gt; 1.</div>'),
        (
            "-# [[1]](<https://x.example/a_b>) “so”",
            '<div class="small"><a href="https://x.example/a_b">[1]</a> “so”</div>',
        ),
        ("> a **b\\*c**", '<div class="quote">a <strong>b*c</strong></div>'),
        ("- `/ask`", '<div class="item"><code>/ask</code></div>'),
        ("<@7> when?", '<div class="line"><span class="mention">@footnote</span> when?</div>'),
        ("a\n\nb", '<div class="line">a</div><div class="gap"></div><div class="line">b</div>'),
    ],
)
def test_markdown_is_shown_as_discord_shows_it(text: str, shown: str) -> None:
    """Marks become what they mean, and what is escaped stays as it is."""
    assert to_html(text, {"7": "footnote"}) == shown


def test_a_terminal_session_shows_what_the_command_wrote() -> None:
    """To a terminal, with its colours; the picture loads nothing from elsewhere."""
    program = r"import sys; print(sys.stdout.isatty(), '\x1b[33myellow\x1b[0m')"
    written = run_in_terminal([sys.executable, "-c", program], {})
    assert written == "True \x1b[33myellow\x1b[0m\n"
    picture = session_svg({"footnote ask": written})
    assert "yellow" in picture
    assert "url(http" not in picture


def test_a_command_that_fails_makes_no_picture() -> None:
    """A traceback isn't what the README shows."""
    with pytest.raises(subprocess.CalledProcessError):
        run_in_terminal([sys.executable, "-c", "raise SystemExit(1)"], {})
