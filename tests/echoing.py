"""A server that refuses everything, and repeats in its refusal all that it was sent."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(slots=True)
class Echo:
    """Where it listens, and what it was sent."""

    url: str = ""
    heard: list[str] = field(default_factory=list)


@contextmanager
def echoing(status: int = 401) -> Iterator[Echo]:
    """Refuse every request with this status until the end of the block."""
    echo = Echo()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            heard = f"{self.requestline}\n{self.headers}\n{self.rfile.read(length).decode()}"
            echo.heard.append(heard)
            body = json.dumps({"error": {"message": heard}, "message": heard}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        echo.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield echo
        finally:
            server.shutdown()
            thread.join()
