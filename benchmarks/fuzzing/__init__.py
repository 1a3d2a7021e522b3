"""Properties tried with bytes that are chosen by the code they reach: ``make fuzz``."""
