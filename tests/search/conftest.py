"""The shared set of documents: what both databases must find alike, in the same order."""

import pytest

from coordhub import search
from coordhub.search import Audience, Document

EVERYBODY, MEMBERS, STAFF = Audience
DOCUMENTS = (
    Document("entry", "mi-office", 1, "Michigan Migrant Education Program", "Lansing 517-373-6066", EVERYBODY, "MI"),
    Document("entry", "mi-north", 2, "Northern Michigan Office", "Traverse City, Grand Traverse", EVERYBODY, "MI"),
    Document("entry", "fl-office", 3, "Immokalee Office", "Collier, 34142. Students from Michigan", EVERYBODY, "FL"),
    Document("entry", "pr-office", 4, "Departamento de Educación", "San Juan; español e inglés", EVERYBODY, "PR"),
    Document("entry", "tx-site", 5, "St. Joseph’s School", "Shawn O'Brien, obrien@example.org", EVERYBODY, "TX"),
    Document("entry", "nation", 6, "National Hotline", "Any state, bilingual", EVERYBODY),
    Document("entry", "mi-staff", 7, "Michigan Recruiters", "Night line of the Zumwalt team", MEMBERS, "MI"),
    Document("entry", "mi-draft", 8, "Michigan Quarantine", "An import nobody has looked at", STAFF, "MI"),
    Document("topic", "topic-1", 1, "Michigan in winter", "Who is open?", EVERYBODY),
)


@pytest.fixture
def indexed(app):
    """The documents, put into the index."""
    search.put_many(DOCUMENTS)
    return DOCUMENTS


@pytest.fixture
def found(app):
    """What a reader finds, as keys in order: `found("michigan", audience=Audience.MEMBERS)`."""

    def keys(text, kind="entry", audience=Audience.PUBLIC, **more):
        return [hit.key for hit in search.find(text, kind=kind, audience=audience, **more)]

    return keys
