"""The REST routes, a file for each part of Discord's interface."""

from collections.abc import Mapping

from tests.local_discord.rest import Handler
from tests.local_discord.routes import (
    application,
    callbacks,
    channels,
    messages,
    threads,
    webhooks,
)

ROUTES: Mapping[str, Handler] = {
    **application.ROUTES,
    **callbacks.ROUTES,
    **channels.ROUTES,
    **messages.ROUTES,
    **threads.ROUTES,
    **webhooks.ROUTES,
}
