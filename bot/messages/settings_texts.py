"""How the bot behaves in a server, in sentences."""

from collections.abc import Collection, Iterable

from bot.state.server_settings import ServerSettings

HEADING = "**How I behave in this server**"


def mentions_text(settings: ServerSettings, existing: Collection[int]) -> str:
    """Return where mentions are answered; ``existing`` are the channels there are."""
    chosen = settings.mention_channels
    if chosen is None:
        where = "in every channel"
    elif places := _listed(f"<#{each}>" for each in sorted(chosen.intersection(existing))):
        where = f"in {places} and their threads"
    else:
        where = "nowhere, as the chosen channels are gone: choose others, or none"
    return f"Mentions are answered **{where}**.\n-# None chosen means all. /ask works everywhere."


def admins_text(settings: ServerSettings, existing: Collection[int]) -> str:
    """Return who counts as admin; ``existing`` are the roles there are."""
    roles = [f"<@&{each}>" for each in sorted(settings.admin_roles.intersection(existing))]
    who = _listed(["the permission “Manage Server”", *roles], "or")
    return (
        f"Admins are all who have {who}.\n-# Discord shows my admin commands to other roles once "
        "the server’s settings, under Integrations, say so."
    )


def privacy_text(settings: ServerSettings) -> str:
    """Return who sees answers."""
    who = "only whoever asks" if settings.private_by_default else "everyone in the channel"
    return (
        f"What /ask and /timeline answer is seen by **{who}**.\n"
        "-# Whoever uses /ask can choose otherwise."
    )


def limits_text(settings: ServerSettings) -> str:
    """Return how much may be asked."""
    return (
        f"A member may ask **{settings.user_cooldown.spoken}**, the whole server "
        f"**{settings.server_cooldown.spoken}**."
    )


def _listed(parts: Iterable[str], joint: str = "and") -> str:
    *others, last = ["", *parts]
    listed = ", ".join(filter(None, others))
    return f"{listed} {joint} {last}" if listed else last
