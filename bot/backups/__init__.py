"""What can't be made again, kept in one file: what people left behind, servers' own articles."""
