"""Chromium without a window, and pages on this machine for it to open."""

import io
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
from matplotlib.image import imread
from numpy.typing import NDArray
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")

_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
    " --disable-dev-shm-usage --hide-scrollbars --window-size=800,600"
).split()
# What is highlighted becomes a solid area of a colour that nothing else has.
_COLOUR = (200, 30, 90)
_TOLERANCE = 25  # where letters of that colour end, the browser rounds
_STYLE = """<style>
  ::target-text { background: rgb(200 30 90); color: rgb(200 30 90) }
  body { font: 20px/30px sans-serif; background: white; color: gray }
  a { color: gray }
</style>"""
# Where the text between the comments <!--[--> and <!--]--> is seen, in pixels.
_MARKED = """
const comments = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT);
const [first, last] = [comments.nextNode(), comments.nextNode()];
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const areas = [];
while (texts.nextNode()) {
  const text = texts.currentNode;
  const isBehind = first.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING;
  const isAhead = last.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_PRECEDING;
  if (!isBehind || !isAhead) continue;
  const range = document.createRange();
  range.selectNode(text);
  for (const area of range.getClientRects())
    areas.push([area.top, area.bottom, area.left, area.right].map(Math.round));
}
return areas;
"""

Area = NDArray[np.bool_]
"""Which of the window's pixels belong to something."""


class Browser:
    """Opens pages and sees what it highlights in them.

    A class because it keeps the one Chromium that all pages are opened in.
    """

    def __init__(self, driver: Chrome, pages: dict[str, str], address: str) -> None:
        self._driver = driver
        self._pages = pages
        self._address = address

    def serve(self, name: str, body: str) -> str:
        """Return the address of a new page."""
        self._pages[f"/{name}"] = f"<!doctype html><meta charset=utf-8>{_STYLE}<body>{body}"
        return f"{self._address}/{name}"

    def highlighted(self, link: str) -> Area:
        """Return the area that is highlighted once the link is open."""
        self._driver.get(link)
        pixels = imread(io.BytesIO(self._driver.get_screenshot_as_png()), format="png")
        distance: NDArray[np.float64] = np.abs(pixels[..., :3] * 255 - _COLOUR).max(axis=-1)
        return distance < _TOLERANCE

    def marked(self, like: Area) -> Area:
        """Return the area of what stands between the page's first two comments."""
        area = np.zeros_like(like)
        found: Any = self._driver.execute_script(_MARKED)
        # A word too long for its line makes a page that is scrolled sideways too.
        for top, bottom, left, right in np.maximum(found, 0):
            area[top:bottom, left:right] = True
        return area


@contextmanager
def browser() -> Iterator[Browser]:
    """Lend a browser that knows nothing yet."""
    pages: dict[str, str] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path in pages else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(pages.get(self.path, "").encode())

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with chromium() as driver:
            yield Browser(driver, pages, f"http://127.0.0.1:{server.server_port}")
        server.shutdown()


@contextmanager
def chromium(*, scale: int = 1) -> Iterator[Chrome]:
    """Lend a Chromium that draws everything at a scale."""
    options = ChromeOptions()
    options.binary_location = CHROMIUM or ""
    with tempfile.TemporaryDirectory() as profile:
        for flag in (
            *_FLAGS,
            f"--force-device-scale-factor={scale}",
            f"--user-data-dir={profile}",
        ):
            options.add_argument(flag)
        driver = Chrome(options=options, service=Service(DRIVER))
        try:
            yield driver
        finally:
            driver.quit()
