"""Permissions are asked for sparingly and called as Discord's settings call them."""

from bot.permissions import INVITE, spoken


def test_the_invitation_asks_for_what_answering_needs() -> None:
    """The number in the invite link is the published one."""
    assert INVITE.value == 309_237_730_304


def test_permissions_are_called_as_in_the_settings() -> None:
    """A reader finds the permission under the name that is told."""
    assert spoken(["manage_guild", "send_messages"]) == "“Manage Server” and “Send Messages”"
