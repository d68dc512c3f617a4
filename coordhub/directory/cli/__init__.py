"""`flask directory …`: commands for whoever runs the hub."""

from coordhub.directory.cli import counterparts, exchange, facts, keeping, trust
from coordhub.directory.cli.group import group

__all__ = ["counterparts", "exchange", "facts", "group", "keeping", "trust"]
