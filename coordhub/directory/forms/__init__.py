"""Forms of the directory."""

from coordhub.directory.forms.entries import EntryForm, Offered, entry_form
from coordhub.directory.forms.find import FIELD_OF, FindForm

__all__ = ["FIELD_OF", "EntryForm", "FindForm", "Offered", "entry_form"]
