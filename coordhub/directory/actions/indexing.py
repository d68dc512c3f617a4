"""What is derived from an entry for searching: its cell of the grid, unit vector, facets, and its full text."""

from collections.abc import Iterator

from coordhub.directory import queries
from coordhub.directory.facets import facets_of
from coordhub.directory.kinds import SEARCHED_AS
from coordhub.directory.models import Entry
from coordhub.directory.rules.counterparts import stands_by_county_only
from coordhub.directory.words import searched_text
from coordhub.places.grid import cell_of
from coordhub.places.points import Point
from coordhub.search import Audience, Document, put_many, rebuild


def derive(entry: Entry) -> None:
    """Set the columns that follow from others: unit vector, cell, facets, whether only its counties lead to it."""
    entry.facets = facets_of(entry)
    entry.only_by_county = stands_by_county_only(entry)
    if entry.lat is None or entry.lon is None:
        entry.ux = entry.uy = entry.uz = entry.cell = None
        return
    point = Point(entry.lat, entry.lon)
    entry.ux, entry.uy, entry.uz = point.unit_vector
    entry.cell = cell_of(point)


def put_into_index(entry: Entry) -> None:
    """Bring the full text of a stored, fully loaded entry up to date, in the open transaction."""
    put_many([document_of(entry)])


def document_of(entry: Entry) -> Document:
    """Return what the full-text index learns of an entry."""
    return Document(
        kind=SEARCHED_AS,
        key=entry.key,
        object_id=entry.id,
        title=entry.name,
        body=searched_text(entry),
        audience=Audience(entry.visibility.value),
        state_code=entry.state_code,
    )


def reindex() -> int:
    """Derive everything anew for every entry and return how many there are."""
    number = 0

    def documents() -> Iterator[Document]:
        nonlocal number
        last = 0
        while entries := queries.whole_entries(after=last):
            for entry in entries:
                derive(entry)
                yield document_of(entry)
            last, number = entries[-1].id, number + len(entries)

    rebuild(SEARCHED_AS, documents())
    return number
