"""`flask directory …`: commands for whoever runs the hub."""

from coordhub.directory.cli import facts, keeping, starter
from coordhub.directory.cli.group import group

__all__ = ["facts", "group", "keeping", "starter"]
