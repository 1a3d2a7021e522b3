"""Rebuilds in a loop under processes that ask without pause: ``python -m benchmarks.soak``."""
