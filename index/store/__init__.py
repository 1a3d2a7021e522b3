"""What a generation of the index is kept in: Chroma, a lexical index and a catalogue."""
