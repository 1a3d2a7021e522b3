"""HTTP answers as discord.py understands them."""

import json
from collections.abc import Mapping

from aiohttp import web


def json_answer(
    payload: object, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    """Return an answer of exactly ``application/json``; discord.py reads none with a charset."""
    body = json.dumps(payload).encode()
    return web.Response(body=body, status=status, headers=headers, content_type="application/json")
