"""`flask coordination …`: what the worker does by itself, by hand."""

from coordhub.coordination.cli import counting
from coordhub.coordination.cli.group import group

__all__ = ["counting", "group"]
