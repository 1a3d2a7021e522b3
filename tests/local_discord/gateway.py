"""The gateway: the websocket on which Discord tells a bot what happens."""

import contextlib
from collections.abc import Iterable

from aiohttp import web
from discord import Intents

from tests.local_discord.connection import Connection
from tests.local_discord.faults import Faults
from tests.local_discord.guild import Guild
from tests.local_discord.hub import PATIENCE, Json
from tests.local_discord.session import Op, Session, Shard
from tests.local_discord.world import World

GOING_AWAY = 1001
WRONG_TOKEN = 4004
INVALID_SHARD = 4010
INTENTS_NOT_ALLOWED = 4014
CLEAN_CLOSES = (1000, GOING_AWAY)  # a bot that closes so doesn't mean to resume

PRIVILEGED = Intents(members=True, presences=True, message_content=True).value


class Gateway:
    """Every connection and session, and the trouble a test can make for them.

    ``identifies`` and ``resumes`` count logins, ``presences`` are those the bot showed; while
    ``silent`` is set, heartbeats go unanswered.
    """

    PATH = "/gw/"

    def __init__(self, world: World, faults: Faults, *, heartbeat_interval: float) -> None:
        self._world = world
        self._faults = faults
        self._heartbeat_interval = heartbeat_interval
        self._connections: set[Connection] = set()
        self._sessions: dict[str, Session] = {}
        self.identifies = 0
        self.resumes = 0
        self.presences: list[Json] = []
        self.silent = False
        world.hub.subscribe(self._publish)

    async def attended(self, *, within: float = PATIENCE) -> None:
        """Return once a bot is logged in, with all its shards, to hear of what happens."""
        shards = self._world.shards
        await self._world.hub.until(
            lambda: len(self._sessions) >= shards, wanted="a bot to log in", within=within
        )

    def ask_to_reconnect(self) -> None:
        """Tell the bot to connect again and resume (op 7)."""
        for connection in self._connections:
            connection.send(Op.RECONNECT)

    def invalidate(self) -> None:
        """End the bot's session, so that it has to identify anew (op 9)."""
        self._sessions.clear()
        for connection in self._connections:
            connection.send(Op.INVALID_SESSION, False)

    def drop(self) -> None:
        """Cut every connection without a word."""
        for connection in self._connections:
            connection.drop()

    async def close(self) -> None:
        """Close every connection as Discord does before it restarts."""
        for connection in tuple(self._connections):
            await connection.socket.close(code=GOING_AWAY)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer a bot that connects, until the connection ends."""
        fault = await self._faults.meet(f"GET {self.PATH}", request)
        if fault is not None:
            return fault
        connection = Connection(request)
        self._connections.add(connection)
        connection.send(Op.HELLO, {"heartbeat_interval": round(self._heartbeat_interval * 1000)})
        async with contextlib.aclosing(connection.frames()) as frames:
            async for frame in frames:
                if close_code := self._receive(connection, frame):
                    await connection.socket.close(code=close_code)
        self._connections.discard(connection)
        if connection.session and connection.socket.close_code in CLEAN_CLOSES:
            self._sessions.pop(connection.session.id, None)
        return connection.socket

    def _publish(self, event: str, payload: Json) -> None:
        for session in self._sessions.values():
            if session.shard.concerns(event, payload):
                self._tell(session, event, payload)

    def _tell(self, session: Session, event: str, payload: Json) -> None:
        frame = session.add(event, payload)
        for connection in self._connections:
            if frame and connection.session is session:
                connection.send_event(frame)

    def _receive(self, connection: Connection, frame: Json) -> int | None:
        match frame:
            case {"op": Op.HEARTBEAT} if not self.silent:
                connection.send(Op.HEARTBEAT_ACK)
            case {"op": Op.IDENTIFY, "d": login}:
                return self._identify(connection, login)
            case {"op": Op.PRESENCE, "d": presence}:
                self.presences.append(presence)
                self._world.hub.notify()
            case {"op": Op.RESUME, "d": login}:
                return self._resume(connection, login)
        return None

    def _identify(self, connection: Connection, login: Json) -> int | None:
        if login["token"] != self._world.token:
            return WRONG_TOKEN
        if login["intents"] & PRIVILEGED & ~self._world.privileged_intents.value:
            return INTENTS_NOT_ALLOWED
        shard = Shard(*login.get("shard", ()))
        if not shard.exists:
            return INVALID_SHARD
        session = Session(bot_id=self._world.bot.id, intents=login["intents"], shard=shard)
        self._sessions[session.id] = connection.session = session
        guilds = [guild for guild in self._world.guilds.values() if shard.has(guild.id)]
        self._tell(session, "READY", self._ready(session, guilds))
        for guild in guilds:
            # Of a guild that the bot joins only now, this wouldn't be said.
            self._tell(session, "GUILD_CREATE", guild.payload() | {"unavailable": False})
        self.identifies += 1
        self.presences += filter(None, [login.get("presence")])
        self._world.hub.notify()
        return None

    def _ready(self, session: Session, guilds: Iterable[Guild]) -> Json:
        return {
            "v": 10,
            "user": self._world.bot.own_payload(),
            "guilds": [{"id": guild.id, "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "shard": [session.shard.number, session.shard.count],
            "resume_gateway_url": self._world.gateway_url,
            "application": {"id": self._world.bot.id, "flags": 0},
        }

    def _resume(self, connection: Connection, login: Json) -> int | None:
        if login["token"] != self._world.token:
            return WRONG_TOKEN
        session = self._sessions.get(login["session_id"])
        if session is None:
            connection.send(Op.INVALID_SESSION, False)
            return None
        for missed in session.frames[login["seq"] :]:
            connection.send_event(missed)
        connection.session = session
        self._tell(session, "RESUMED", {})
        self.resumes += 1
        self._world.hub.notify()
        return None
