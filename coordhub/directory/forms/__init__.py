"""Forms of the directory."""

from coordhub.directory.forms.counterparts import CounterpartForm, PartnerForm
from coordhub.directory.forms.entries import EntryForm, Offered, entry_form
from coordhub.directory.forms.find import FIELD_OF, FindForm

__all__ = ["FIELD_OF", "CounterpartForm", "EntryForm", "FindForm", "Offered", "PartnerForm", "entry_form"]
