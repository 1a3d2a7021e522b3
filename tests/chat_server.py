"""A local server that speaks OpenAI's chat interface and says what a test has it say."""

import asyncio
import json
import re
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from aiohttp import web

from index.settings import Settings

_OFFER = re.compile(r'<passage key="(\w+)">\n(.*?)\n</passage>', re.DOTALL)
_PIECE = 7  # letters: words, markers and keys all come torn apart


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


Behaviour = Callable[[Prompt, web.Request], Awaitable[web.StreamResponse]]


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

    def as_model_of(self, settings: Settings, *, patience: float) -> Settings:
        """Return the settings with this server as their language model."""
        return replace(
            settings,
            language_model="openai-like/local",
            language_model_url=self.address,
            language_model_key="local-key",
            language_model_timeout=patience,
        )

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        assert body["stream"] is True
        told = {message["role"]: message["content"] for message in body["messages"]}
        prompt = Prompt(told["system"], told["user"])
        self.prompts.append(prompt)
        self.keys.append(request.headers.get("Authorization"))
        turn = min(len(self.prompts), len(self.behaviours)) - 1
        return await self.behaviours[turn](prompt, request)


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


def says(words: str | Callable[[Prompt], str], *, ending: str | None = "stop") -> Behaviour:
    """Reply with these words, or with what they make of the prompt, a few letters at a time."""
    return sends(lambda prompt: reply_events(_worded(words, prompt), ending=ending))


def sends(events: Callable[[Prompt], Iterable[bytes]], *, torn: bool = False) -> Behaviour:
    """Reply with these bytes as a stream of events; ``torn``: then break the connection."""

    async def behave(prompt: Prompt, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for event in events(prompt):
            await response.write(event)
        if torn and request.transport:
            request.transport.abort()
        return response

    return behave


def fails(status: int, message: str = "no such luck") -> Behaviour:
    """Reply with an error."""

    async def behave(_: Prompt, __: web.Request) -> web.StreamResponse:
        return web.json_response({"error": {"message": message}}, status=status)

    return behave


def limits_the_rate(retry_after: int) -> Behaviour:
    """Reply that it is too much, and when to come again."""

    async def behave(_: Prompt, __: web.Request) -> web.StreamResponse:
        return web.json_response(
            {"error": {"message": "too many requests"}},
            status=429,
            headers={"Retry-After": str(retry_after)},
        )

    return behave


def stalls(words: str = "") -> Behaviour:
    """Never end a reply, perhaps after a few words."""

    async def behave(prompt: Prompt, request: web.Request) -> web.StreamResponse:
        if words:
            await sends(lambda _: reply_events(words, ending=None, done=False))(prompt, request)
        await asyncio.Event().wait()
        raise AssertionError("nobody sets the event")

    return behave


def reply_events(words: str, *, ending: str | None = "stop", done: bool = True) -> Iterator[bytes]:
    """Yield a reply as OpenAI's interface sends it: a few letters an event, then why it ends."""
    for start in range(0, len(words), _PIECE):
        yield event({"content": words[start : start + _PIECE]})
    if ending:
        yield event({}, ending)
    if done:
        yield b"data: [DONE]\n\n"


def event(delta: dict[str, str], ending: str | None = None) -> bytes:
    """Return one event of a reply."""
    chunk = {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "local",
        "choices": [{"index": 0, "delta": delta, "finish_reason": ending}],
    }
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


def _worded(words: str | Callable[[Prompt], str], prompt: Prompt) -> str:
    return words if isinstance(words, str) else words(prompt)
