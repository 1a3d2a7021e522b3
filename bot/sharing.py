"""`footnote share`: the index of this machine for those that follow it, read-only over HTTP."""

from pathlib import Path

from aiohttp import web

from index.errors import ConfigurationError
from index.store.shared_files import is_shared


def share(data: Path, *, host: str, port: int) -> None:
    """Serve the files of the index in ``data`` until SIGTERM or SIGINT.

    Raises:
        ConfigurationError: the address can't be had.
    """
    try:
        web.run_app(application(data), host=host, port=port, access_log=None, print=None)
    except OSError as error:
        raise ConfigurationError(
            f"{host}:{port} can't be listened on ({error.strerror}): choose another with --host "
            "and --port."
        ) from error


def application(data: Path) -> web.Application:
    """Return what answers ``GET /PATH`` with a file of the index, and everything else with 404."""
    root = data.resolve()

    async def respond(request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        file = root / path
        # Resolved, the path of a link would be another.
        if not is_shared(path) or file.resolve() != file or not file.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(file)

    app = web.Application()
    app.router.add_get("/{path:.*}", respond)
    return app
