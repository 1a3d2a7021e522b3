"""From ranked passages to an answer whose every sentence is backed by what it cites."""
