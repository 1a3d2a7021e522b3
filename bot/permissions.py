"""What the bot asks of a server, and how Discord's permissions are called in its settings."""

from collections.abc import Iterable

from discord import Permissions

# The least that asking, answering and answering in threads need.
INVITE = Permissions(
    view_channel=True,
    send_messages=True,
    embed_links=True,
    read_message_history=True,
    create_public_threads=True,
    send_messages_in_threads=True,
)
# Where Discord's settings don't call it by the name in its programming interface.
_SPOKEN = {
    "manage_guild": "Manage Server",
    "send_messages_in_threads": "Send Messages in Threads",
}


def spoken(permissions: Iterable[str]) -> str:
    """Return permissions by the names under which a server's settings list them."""
    names = (_SPOKEN.get(name, name.replace("_", " ").title()) for name in permissions)
    return " and ".join(f"“{name}”" for name in names)
