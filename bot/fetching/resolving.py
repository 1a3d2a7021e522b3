"""Names of hosts to addresses, looked up where a slow name server keeps nobody else waiting."""

import socket

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.off_loop import off_loop


class SystemResolver(AbstractResolver):
    """Asks the system, in a thread a lookup.

    aiohttp's own asks in threads that all the rest of the process shares, Discord's connection
    included; whoever answers for a name can hold up each of them for half a minute.
    """

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return the addresses of a host."""
        found = await off_loop(
            socket.getaddrinfo, host, port, family=family, type=socket.SOCK_STREAM
        )
        return [
            ResolveResult(
                hostname=host,
                host=str(address[0]),
                port=port,
                family=each,
                proto=protocol,
                flags=socket.AI_NUMERICHOST,
            )
            for each, _, protocol, _, address in found
        ]

    async def close(self) -> None:
        """There is nothing to close."""
