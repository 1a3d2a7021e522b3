"""Files attached to messages, kept where the bot can fetch them."""

import mimetypes
from dataclasses import dataclass

from aiohttp import web

from tests.local_discord.faults import Faults
from tests.local_discord.hub import Hub, Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file as it hangs on a message or is given to a command."""

    id: str
    filename: str
    content: bytes
    url: str

    @property
    def _content_type(self) -> str:
        guessed, _ = mimetypes.guess_type(self.filename)
        if guessed and guessed.startswith("text/"):
            return f"{guessed}; charset=utf-8"
        return guessed or "application/octet-stream"

    def payload(self) -> Json:
        """Return the attachment as Discord sends it."""
        return {
            "id": self.id,
            "filename": self.filename,
            "size": len(self.content),
            "content_type": self._content_type,
            "url": self.url,
            "proxy_url": self.url,
        }


class Files:
    """Every uploaded file, served under ``origin`` (known once the server listens).

    Downloads run into the same ``faults`` as requests.
    """

    PATH = "/attachments/{attachment_id}/{filename}"

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self.faults = Faults()
        self._attachments: dict[str, Attachment] = {}
        self.origin = ""

    def add(self, filename: str, content: bytes) -> Attachment:
        """Keep a file and return it as an attachment."""
        attachment_id = self._hub.next_id()
        path = self.PATH.format(attachment_id=attachment_id, filename=filename)
        url = f"{self.origin}{path}"
        attachment = Attachment(id=attachment_id, filename=filename, content=content, url=url)
        self._attachments[attachment_id] = attachment
        return attachment

    async def serve(self, request: web.Request) -> web.Response:
        """Answer a download, if no fault does."""
        if failure := await self.faults.meet(f"{request.method} {request.path}", request):
            return failure
        attachment = self._attachments.get(request.match_info["attachment_id"])
        return web.Response(body=attachment.content) if attachment else web.Response(status=404)
