"""Requests and their figures in the words of their pages."""

from coordhub.coordination.presenting.nation import Nation, nation
from coordhub.coordination.presenting.numbers import days_words, season_words, working_days
from coordhub.coordination.presenting.page import Page, deed_named, outcome_form, present
from coordhub.coordination.presenting.report import Report, report
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
    "Nation",
    "Page",
    "Report",
    "days_words",
    "deed_named",
    "due_words",
    "facts",
    "nation",
    "outcome_form",
    "present",
    "report",
    "season_words",
    "status_of",
    "timeline",
    "waits_for_you",
    "week_words",
    "working_days",
]
