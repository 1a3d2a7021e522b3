"""A server's settings are its own, and safe where nobody has set anything."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.state.server_settings import Cooldown, ServerSettings
from bot.state.state import State

IDS = st.frozensets(st.integers(0, (1 << 63) - 1), max_size=5)
COOLDOWNS = st.builds(Cooldown, questions=st.integers(1, 100), seconds=st.floats(1, 1e6))
SETTINGS = st.builds(
    ServerSettings,
    mention_channels=st.none() | IDS,
    private_by_default=st.booleans(),
    admin_roles=IDS,
    user_cooldown=COOLDOWNS,
    server_cooldown=COOLDOWNS,
)


def test_nothing_is_set_at_first(state: State) -> None:
    """Mentions are answered everywhere, in public, and no role makes an admin."""
    for server in (1, None):
        found = state.server_settings.get(server)
        assert found == ServerSettings()
        assert found.mention_channels is None
        assert not found.private_by_default
        assert not found.admin_roles


@given(chosen=SETTINGS)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_settings_are_read_back_as_they_were_set(state: State, chosen: ServerSettings) -> None:
    """Each server has its own."""
    state.server_settings.save(1, chosen)
    assert state.server_settings.get(1) == chosen
    assert state.server_settings.get(2) == ServerSettings()


def test_changes_at_once_are_all_kept(state: State) -> None:
    """Two admins who change different things don't undo each other's."""

    def add_role(role: int) -> None:
        state.server_settings.change(
            1, lambda before: replace(before, admin_roles=before.admin_roles | {role})
        )

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add_role, range(8)))
    assert state.server_settings.get(1) == ServerSettings(admin_roles=frozenset(range(8)))


def test_what_another_version_stored_is_no_trouble() -> None:
    """A setting it doesn't name is the default, one that isn't known any more is passed over."""
    stored = {"private_by_default": True, "colour": "red"}
    assert ServerSettings.from_json(stored) == ServerSettings(private_by_default=True)
