"""Twenty thousand questions in Discord while things go wrong: ``python -m benchmarks.long_run``."""
