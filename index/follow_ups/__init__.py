"""Questions that lean on those before them, so understood that they stand alone."""
