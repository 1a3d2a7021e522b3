"""The REST interface: every request is recorded, checked, and answered by its route."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

from tests.local_discord.answers import json_answer
from tests.local_discord.call import API, Call
from tests.local_discord.faults import IS_LOST, Faults
from tests.local_discord.refusals import Reason, Refusal, refuse_body
from tests.local_discord.schemas import Schemas
from tests.local_discord.world import World

_log = logging.getLogger(__name__)

Handler = Callable[[World, Call], object]

TOKEN_IN_PATH = ("/interactions/", "/webhooks/")  # these need no bot token
VIOLATIONS = {Reason.INVALID_BODY, Reason.EMPTY_MESSAGE, Reason.NO_SUCH_ROUTE}


@dataclass(frozen=True, slots=True)
class Violation:
    """A request that a correct bot wouldn't send, and what Discord says against it."""

    request: str
    words: str


class Rest:
    """Answers requests, and keeps them with the violations among them."""

    def __init__(self, world: World, faults: Faults, schemas: Schemas | None) -> None:
        self._world = world
        self._faults = faults
        self._schemas = schemas
        self.requests: list[Call] = []
        self.violations: list[Violation] = []

    def add_routes(self, app: web.Application, routes: Mapping[str, Handler]) -> None:
        """Serve each ``METHOD /template`` with its handler, and refuse all other paths."""
        for name, handler in routes.items():
            method, template = name.split()
            app.router.add_route(method, API + template, self._responder(template, handler))
        app.router.add_route("*", API + "/{unknown:.*}", self._responder("", _refuse))

    def _responder(
        self, template: str, handler: Handler
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def respond(request: web.Request) -> web.Response:
            call = await Call.read(template, request)
            self.requests.append(call)
            answer = await self._faults.meet(str(call), request)
            if answer is None:
                answer = self._answer(call, handler, request.headers.get("Authorization"))
            if request.get(IS_LOST) and request.transport:
                request.transport.abort()
            call.status = answer.status
            self._world.hub.notify()
            return answer

        return respond

    def _answer(self, call: Call, handler: Handler, authorization: str | None) -> web.Response:
        try:
            self._check(call, authorization)
            payload = handler(self._world, call)
        except Refusal as refusal:
            _log.warning("%s is refused: %s", call, refusal)
            if refusal.reason in VIOLATIONS:
                self.violations.append(Violation(str(call), str(refusal)))
            return json_answer(refusal.payload(), status=refusal.status)
        return web.Response(status=204) if payload is None else json_answer(payload)

    def _check(self, call: Call, authorization: str | None) -> None:
        needs_token = not call.template.startswith(TOKEN_IN_PATH)
        if needs_token and authorization != f"Bot {self._world.token}":
            raise Refusal(Reason.UNAUTHORIZED)
        if self._schemas and call.template:
            refuse_body(self._schemas.problems(call.method, call.template, call.body))


def _refuse(world: World, call: Call) -> None:
    raise Refusal(Reason.NO_SUCH_ROUTE)
