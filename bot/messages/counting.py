"""Numbers with what they count."""


def counted(number: int, noun: str) -> str:
    """Return ``1 article`` or ``1,200 articles``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
