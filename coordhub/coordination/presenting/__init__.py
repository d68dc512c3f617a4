"""A request in the words of its pages."""

from coordhub.coordination.presenting.calendar import calendar_of
from coordhub.coordination.presenting.page import (
    Page,
    deed_named,
    outcome_form,
    present,
)
from coordhub.coordination.presenting.team import answers
from coordhub.coordination.presenting.team import lines as team_lines
from coordhub.coordination.presenting.timeline import Entry, timeline
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
    "Entry",
    "Page",
    "answers",
    "calendar_of",
    "deed_named",
    "due_words",
    "facts",
    "outcome_form",
    "present",
    "status_of",
    "team_lines",
    "timeline",
    "waits_for_you",
    "week_words",
]
