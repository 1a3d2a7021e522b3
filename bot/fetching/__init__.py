"""Fetching from the web on behalf of people who aren't trusted."""
