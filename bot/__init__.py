"""The front ends: the command line, the conversation in a terminal, and the Discord bot."""
