"""What a page carries: its article, what it says of itself, and its furniture."""
