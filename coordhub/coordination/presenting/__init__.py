"""A request in the words of its pages."""

from coordhub.coordination.presenting.calendar import calendar_of
from coordhub.coordination.presenting.nation import Nation, nation
from coordhub.coordination.presenting.numbers import (
    days_words,
    season_words,
    working_days,
)
from coordhub.coordination.presenting.page import (
    Page,
    deed_named,
    outcome_form,
    present,
)
from coordhub.coordination.presenting.queue import (
    COUNTED,
    SHOW_WORDS,
    WAYS,
    WHOSE_WORDS,
    acknowledged_words,
    assigned_words,
    counted,
    filter_words,
    partners_of,
    rows_of,
    types_by_name,
)
from coordhub.coordination.presenting.report import Report, report
from coordhub.coordination.presenting.team import answers
from coordhub.coordination.presenting.team import lines as team_lines
from coordhub.coordination.presenting.timeline import (
    Around,
    Entry,
    Quote,
    positions_quoted,
    quote_of,
    timeline,
)
from coordhub.coordination.presenting.words import (
    due_words,
    status_of,
    waits_for_you,
)
from coordhub.coordination.types import URGENCIES

__all__ = [
    "COUNTED",
    "SHOW_WORDS",
    "URGENCIES",
    "WAYS",
    "WHOSE_WORDS",
    "Around",
    "Entry",
    "Nation",
    "Page",
    "Quote",
    "Report",
    "acknowledged_words",
    "answers",
    "assigned_words",
    "calendar_of",
    "counted",
    "days_words",
    "deed_named",
    "due_words",
    "filter_words",
    "nation",
    "outcome_form",
    "partners_of",
    "positions_quoted",
    "present",
    "quote_of",
    "report",
    "rows_of",
    "season_words",
    "status_of",
    "team_lines",
    "timeline",
    "types_by_name",
    "waits_for_you",
    "working_days",
]
