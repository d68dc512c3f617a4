"""The digest: what needs its reader and what is new, once a local date, daily or weekly, written a batch at a time."""

from coordhub.notifications.digests.lines import (
    NEWS,
    Contents,
    DigestLine,
    News,
    Section,
    contents_of,
)
from coordhub.notifications.digests.people import (
    PEOPLE_AT_ONCE,
    Batch,
    Due,
    ids_due,
    ids_with_digest,
    take,
    take_due,
)
from coordhub.notifications.digests.previewing import Preview, preview
from coordhub.notifications.digests.sending import Lines, Others, write
from coordhub.notifications.digests.writing import Parts, Press

__all__ = [
    "NEWS",
    "PEOPLE_AT_ONCE",
    "Batch",
    "Contents",
    "DigestLine",
    "Due",
    "Lines",
    "News",
    "Others",
    "Parts",
    "Press",
    "Preview",
    "Section",
    "contents_of",
    "ids_due",
    "ids_with_digest",
    "preview",
    "take",
    "take_due",
    "write",
]
