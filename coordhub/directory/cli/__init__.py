"""`flask directory …`: commands for whoever runs the hub."""

from coordhub.directory.cli import exchange, keeping
from coordhub.directory.cli.group import group

__all__ = ["exchange", "group", "keeping"]
