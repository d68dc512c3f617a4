"""`flask directory …`: commands for whoever runs the hub."""

from coordhub.directory.cli import counterparts, keeping, starter, trust
from coordhub.directory.cli.group import group

__all__ = ["counterparts", "group", "keeping", "starter", "trust"]
