"""Measurements of Footnote: question sets, floors and the chart of the README."""
