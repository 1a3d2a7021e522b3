"""Marks that skip a test, with the reason, where something it needs isn't installed."""

import importlib.metadata

import pytest

from index.embedding.installed import PACKAGE

needs_model = pytest.mark.skipif(
    not list(importlib.metadata.distributions(name=PACKAGE)),
    reason=f"{PACKAGE} isn't installed (`make test` installs it)",
)
