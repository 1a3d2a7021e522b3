"""How fast Footnote is, measured as ratios to what it can be compared with: ``make bench``."""
