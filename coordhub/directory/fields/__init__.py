"""The fields of an entry, as lists, histories, imports and exports write them: one table, used by all of them."""

from coordhub.directory.fields.cells import WrongCell
from coordhub.directory.fields.channels import ChannelValue
from coordhub.directory.fields.table import BY_NAME, CHANNELS, FIELDS, LINKS, Field, Links, snapshot

__all__ = ["BY_NAME", "CHANNELS", "FIELDS", "LINKS", "ChannelValue", "Field", "Links", "WrongCell", "snapshot"]
