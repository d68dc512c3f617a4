"""Pages that mix features."""
