"""What may be said of a failure of somebody else's program, whose own words may be anybody's."""

# Makers' libraries like to list every model they know.
LONGEST_REASON = 300  # characters


def kind_of(error: Exception) -> str:
    """Return the kind of a failure, with the status of HTTP where it has one."""
    status = getattr(error, "status_code", None)
    return f"{type(error).__name__} {status}" if isinstance(status, int) else type(error).__name__
