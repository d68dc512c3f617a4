"""A request in the words of its pages."""

from coordhub.coordination.presenting.page import Page, deed_named, outcome_form, present
from coordhub.coordination.presenting.timeline import Around, Entry, Quote, positions_quoted, quote_of, timeline
from coordhub.coordination.presenting.words import (
    STATUS_WORDS,
    due_words,
    facts,
    status_of,
    waits_for_you,
    week_words,
)

__all__ = [
    "STATUS_WORDS",
    "Around",
    "Entry",
    "Page",
    "Quote",
    "deed_named",
    "due_words",
    "facts",
    "outcome_form",
    "positions_quoted",
    "present",
    "quote_of",
    "status_of",
    "timeline",
    "waits_for_you",
    "week_words",
]
