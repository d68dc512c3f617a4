"""Who did what, when, about what."""
