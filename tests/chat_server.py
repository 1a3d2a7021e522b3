"""A local server that speaks OpenAI's chat interface and says what a test has it say."""

import asyncio
import re
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

_OFFER = re.compile(r'<passage key="(\w+)">\n(.*?)\n</passage>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the model was told."""

    system: str
    user: str

    @property
    def offers(self) -> dict[str, str]:
        """What is offered, title and all, by key."""
        return dict(_OFFER.findall(self.user))

    def key_of(self, words: str) -> str:
        """Return the key of the first passage that has the words."""
        return next(key for key, text in self.offers.items() if words in text)


Behaviour = Callable[[Prompt], Awaitable[web.Response]]


@dataclass
class ChatServer:
    """Behaves as it is told: the first behaviour for the first request, the last for the rest."""

    behaviours: list[Behaviour] = field(default_factory=list)
    prompts: list[Prompt] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    address: str = ""

    async def start(self) -> web.AppRunner:
        """Listen on a free port."""
        application = web.Application()
        application.router.add_post("/v1/chat/completions", self._complete)
        runner = web.AppRunner(application, handler_cancellation=True, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        self.address = f"http://{host}:{port}/v1"
        return runner

    async def _complete(self, request: web.Request) -> web.Response:
        messages = (await request.json())["messages"]
        told = {message["role"]: message["content"] for message in messages}
        prompt = Prompt(told["system"], told["user"])
        self.prompts.append(prompt)
        self.keys.append(request.headers.get("Authorization"))
        turn = min(len(self.prompts), len(self.behaviours)) - 1
        return await self.behaviours[turn](prompt)


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    """Run a server on an event loop of its own."""
    server = ChatServer()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    runner = asyncio.run_coroutine_threadsafe(server.start(), loop).result()
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def says(words: str | Callable[[Prompt], str], *, ending: str = "stop") -> Behaviour:
    """Reply with these words, or with what they make of the prompt."""

    async def behave(prompt: Prompt) -> web.Response:
        text = words if isinstance(words, str) else words(prompt)
        return web.json_response(_completion(text, ending))

    return behave


def fails(status: int) -> Behaviour:
    """Reply with an error."""

    async def behave(_: Prompt) -> web.Response:
        return web.json_response({"error": {"message": "no such luck"}}, status=status)

    return behave


def stalls() -> Behaviour:
    """Never reply."""

    async def behave(_: Prompt) -> web.Response:
        await asyncio.Event().wait()
        raise AssertionError("nobody sets the event")

    return behave


def _completion(text: str, ending: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": text}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "local",
        "choices": [{"index": 0, "message": message, "finish_reason": ending}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }
