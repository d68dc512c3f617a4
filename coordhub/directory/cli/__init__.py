"""`flask directory …`: commands for whoever runs the hub."""

from coordhub.directory.cli import keeping, starter, trust
from coordhub.directory.cli.group import group

__all__ = ["group", "keeping", "starter", "trust"]
