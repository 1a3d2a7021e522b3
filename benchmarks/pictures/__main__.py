"""All pictures, drawn anew into a folder."""

import asyncio
import sys
from contextlib import closing
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from selenium.webdriver.common.by import By

from benchmarks.pictures.conversation import converse
from benchmarks.pictures.page import page
from benchmarks.pictures.terminal import ask, session_svg
from index.library import Library
from index.settings import Settings
from tests.browser import chromium
from tests.local_discord import Message

_SEEDS = Path(__file__).parents[2] / "seeds"
_COLOURS = 96
_QUESTIONS = (
    "How many North Korean troops has Moscow hired?",
    "Who won the World Cup?",
)


def draw(folder: Path) -> None:
    """Draw every picture of the README but the scorecard's."""
    with TemporaryDirectory() as place:
        # In quotes, whatever .env says.
        settings = {"ARTICLES_DIR": str(_SEEDS), "DATA_DIR": place, "LANGUAGE_MODEL": ""}
        with closing(Library.open(Settings.from_mapping(settings))) as library:
            library.rebuild()
            session = {f'footnote ask "{asked}"': ask(asked, settings) for asked in _QUESTIONS}
            (folder / "terminal.svg").write_text(session_svg(session), "utf-8")
            talk = asyncio.run(converse(library))
    photograph(
        {
            folder / "answer.png": [talk.question, talk.answer],
            folder / "sources.png": [talk.sources],
            folder / "timeline.png": [talk.timeline],
        }
    )


def photograph(pictures: dict[Path, list[Message]]) -> None:
    """Show messages in a browser, and keep each file's as a picture twice their size.

    Few colours, and so a small file: what is shown is text.
    """
    with chromium(scale=2) as driver, TemporaryDirectory() as place:
        shown = Path(place) / "messages.html"
        for path, messages in pictures.items():
            shown.write_text(page(messages), "utf-8")
            driver.get(shown.as_uri())
            height = driver.execute_script("return document.body.scrollHeight")
            driver.set_window_size(800, height + 200)
            taken = driver.find_element(By.TAG_NAME, "main").screenshot_as_png
            picture = Image.open(BytesIO(taken)).convert("RGB")
            # Rare colours, such as a thumb's, count like the common ones.
            few = picture.quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
            few.save(path, optimize=True)


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
