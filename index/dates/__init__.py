"""Dates as exactly as known, the forms they are written in, and the days a question names."""
