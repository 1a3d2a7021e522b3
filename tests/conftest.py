"""Fixtures that several test files share."""

pytest_plugins = ["tests.bot_fixtures"]
