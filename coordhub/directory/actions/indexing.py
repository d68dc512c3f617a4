"""What is derived from an entry for searching: its cell of the grid, unit vector, facets, and its full text."""

from collections.abc import Iterable

from coordhub.directory.facets import facets_of
from coordhub.directory.kinds import SEARCHED_AS
from coordhub.directory.models import Entry
from coordhub.directory.words import searched_text
from coordhub.places.grid import cell_of
from coordhub.places.points import Point
from coordhub.search import Audience, put


def index_entry(entry: Entry) -> None:
    """Bring what is derived from a stored, fully loaded entry up to date, in the open transaction."""
    derive(entry)
    put(
        kind=SEARCHED_AS,
        key=entry.key,
        object_id=entry.id,
        title=entry.name,
        body=searched_text(entry),
        audience=Audience(entry.visibility.value),
        state_code=entry.state_code,
    )


def derive(entry: Entry) -> None:
    """Set the columns that follow from others: unit vector, cell, facets."""
    entry.facets = facets_of(entry)
    if entry.lat is None or entry.lon is None:
        entry.ux = entry.uy = entry.uz = entry.cell = None
        return
    point = Point(entry.lat, entry.lon)
    entry.ux, entry.uy, entry.uz = point.unit_vector
    entry.cell = cell_of(point)


def index_entries(entries: Iterable[Entry]) -> int:
    """Index several stored, fully loaded entries and return how many."""
    number = 0
    for entry in entries:
        index_entry(entry)
        number += 1
    return number
