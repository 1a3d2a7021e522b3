"""Feeds that servers watch: read, polled, and their articles added."""
