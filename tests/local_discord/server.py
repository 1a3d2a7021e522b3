"""The local Discord as a whole: a server on the loopback interface for the time of a test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web
from discord import Intents
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from tests.local_discord.actions import Actions
from tests.local_discord.call import API, Call
from tests.local_discord.faults import Fault
from tests.local_discord.files import Attachment, Files
from tests.local_discord.gateway import Gateway
from tests.local_discord.guild import Guild
from tests.local_discord.hub import PATIENCE, Found, Hub
from tests.local_discord.interaction import Patience
from tests.local_discord.people import User
from tests.local_discord.rest import Rest, Violation
from tests.local_discord.routes import ROUTES
from tests.local_discord.schemas import Schemas
from tests.local_discord.world import World

LARGEST_REQUEST = 25 * 1024 * 1024  # bytes
HEARTBEAT_INTERVAL = 41.25  # seconds, Discord's own
SHUTDOWN_TIMEOUT = 1.0  # seconds for requests under way when the test is over


class LocalDiscord(Actions):
    """A Discord for one bot, which may log in with ``token``.

    Args:
        openapi: Discord's OpenAPI description, against which every body is checked; None: none is.
        privileged_intents: those that the developer portal grants the bot.
        patience: how long interactions wait for the bot.
        heartbeat_interval: seconds between the heartbeats asked of the bot.
        shards: how many connections the bot is asked to open.
    """

    def __init__(
        self,
        *,
        openapi: Path | None = None,
        privileged_intents: Intents | None = None,
        patience: Patience | None = None,
        heartbeat_interval: float = HEARTBEAT_INTERVAL,
        shards: int = 1,
    ) -> None:
        intents = privileged_intents or Intents.none()
        world = World(Hub(), privileged_intents=intents, shards=shards)
        self._faults = world.files.faults
        gateway = Gateway(world, self._faults, heartbeat_interval=heartbeat_interval)
        super().__init__(world, gateway, patience or Patience())
        self._rest = Rest(world, self._faults, Schemas.load(openapi) if openapi else None)
        self._runner = web.AppRunner(
            self._build_app(), access_log=None, shutdown_timeout=SHUTDOWN_TIMEOUT
        )
        self._host = ""

    def _build_app(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST_REQUEST)
        app.router.add_get(Gateway.PATH, self.gateway.serve)
        app.router.add_get(Files.PATH, self.world.files.serve)
        self._rest.add_routes(app, ROUTES)
        return app

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0]
        self._host = f"{host}:{port}"
        self.world.files.origin = f"http://{self._host}"
        self.world.gateway_url = f"ws://{self._host}{Gateway.PATH}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.gateway.close()
        await self._runner.cleanup()

    @contextmanager
    def redirected(self) -> Iterator[None]:
        """Have discord.py talk to this server instead of the real Discord."""
        base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
        Route.BASE = f"http://{self._host}{API}"
        DiscordWebSocket.DEFAULT_GATEWAY = URL(self.world.gateway_url)
        try:
            yield
        finally:
            Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway

    @property
    def bot(self) -> User:
        """The bot's user."""
        return self.world.bot

    @property
    def token(self) -> str:
        """The token with which the bot may log in."""
        return self.world.token

    def reset_token(self) -> None:
        """Make the old token worthless, as the developer portal does on request."""
        self.world.reset_token()

    @property
    def requests(self) -> list[Call]:
        """Every REST request, oldest first."""
        return self._rest.requests

    @property
    def violations(self) -> list[Violation]:
        """The requests that a correct bot wouldn't have sent."""
        return self._rest.violations

    def add_guild(self, name: str) -> Guild:
        """Return a new guild, which the bot joins."""
        return self.world.add_guild(name)

    def upload(self, filename: str, content: bytes) -> Attachment:
        """Return a file to be given to a command."""
        return self.world.files.add(filename, content)

    def inject(self, fault: Fault) -> None:
        """Have a fault happen to the next requests that it matches."""
        self._faults.add(fault)

    async def until(
        self, probe: Callable[[], Found | None], *, wanted: str, within: float = PATIENCE
    ) -> Found:
        """Return the first truthy thing ``probe`` finds, looked for after every change."""
        return await self.world.hub.until(probe, wanted=wanted, within=within)
