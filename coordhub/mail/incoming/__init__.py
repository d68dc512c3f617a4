"""Reading one letter that came in: what it is, which letter of ours it is about, what it says."""

from coordhub.mail.incoming.answers import Answer, answer_in
from coordhub.mail.incoming.message import SIZE_LIMIT, Received, read
from coordhub.mail.incoming.reports import Report, complaint_in, reports_in
from coordhub.mail.incoming.signs import is_automatic, looks_returned

__all__ = [
    "SIZE_LIMIT",
    "Answer",
    "Received",
    "Report",
    "answer_in",
    "complaint_in",
    "is_automatic",
    "looks_returned",
    "read",
    "reports_in",
]
