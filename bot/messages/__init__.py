"""Answers as Discord messages: within its limits, and harmless."""
