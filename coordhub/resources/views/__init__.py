"""Pages of events and updates."""
