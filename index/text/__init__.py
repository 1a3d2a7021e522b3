"""Paragraphs, sentences, passages and words, as exact spans."""
