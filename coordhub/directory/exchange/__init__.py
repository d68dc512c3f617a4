"""Lists that leave the directory and come back: reading files, writing files. Knows text, no session."""

from coordhub.directory.exchange.reading import ListRead, UnreadableList, read_list

__all__ = ["ListRead", "UnreadableList", "read_list"]
