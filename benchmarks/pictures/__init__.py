"""The README's pictures, made of what Footnote really prints and sends.

``python -m benchmarks.pictures docs`` runs ``footnote ask`` in a terminal and the bot in the tests'
local Discord, both over ``seeds/``.
"""
