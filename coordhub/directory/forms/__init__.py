"""Forms of the directory."""

from coordhub.directory.forms.find import FIELD_OF, FindForm

__all__ = ["FIELD_OF", "FindForm"]
