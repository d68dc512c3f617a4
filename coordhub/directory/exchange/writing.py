"""Writing entries as CSV, XLSX and GeoJSON. The reader's sight decides what is in them.

CSV and XLSX carry every field under its name, so that they import back unchanged; GeoJSON is for maps.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from coordhub.directory.exchange.reading import CELL_LENGTH
from coordhub.directory.exchange.safe_cells import guarded
from coordhub.directory.exchange.seen import seen_row
from coordhub.directory.fields import FIELDS
from coordhub.directory.kinds import ChannelKind, Visibility
from coordhub.directory.models import Entry
from coordhub.directory.words import address, as_of, what_it_is
from coordhub.errors import Conflict

NAMES = [field.name for field in FIELDS]
_NARROW, _WIDE = 10, 60  # columns of a sheet, in characters
# XML has no such signs, so a sheet cannot hold them.
_NO_XML = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}


def csv_of(entries: Iterable[Entry], sight: Visibility) -> bytes:
    """Return entries as CSV (RFC 4180), with the mark by which spreadsheet programs know UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(NAMES)
    writer.writerows([guarded(cell) for cell in seen_row(entry, sight)] for entry in entries)
    return text.getvalue().encode("utf-8-sig")


def xlsx_of(entries: Iterable[Entry], sight: Visibility) -> bytes:
    """Return entries as an Excel file in which every cell is text. Raises Conflict for a text that no cell holds."""
    rows = [seen_row(entry, sight) for entry in entries]
    for row in rows:
        if max(map(len, row)) > CELL_LENGTH:
            raise Conflict(f"“{row[0]}” has a text that is too long for Excel. Take the CSV file instead.")
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Directory")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(NAMES))}{len(rows) + 1}"
    for number, name in enumerate(NAMES):
        longest = max([len(name) + 4, *(len(row[number]) for row in rows[:200])])
        sheet.column_dimensions[get_column_letter(number + 1)].width = min(max(longest, _NARROW), _WIDE)
    sheet.append([_cell(sheet, name, bold=True) for name in NAMES])
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def geojson_of(entries: Iterable[Entry], sight: Visibility) -> bytes:
    """Return entries as a FeatureCollection (RFC 7946: longitude first); one without a point has no geometry.

    Its properties are what a public page shows, so that a map made from it can be published.
    """
    features = [_feature(entry) for entry in entries if entry.visibility in sight.seen]
    found = {"type": "FeatureCollection", "features": features}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def _feature(entry: Entry) -> dict[str, Any]:
    point = None if entry.lat is None else {"type": "Point", "coordinates": [entry.lon, entry.lat]}
    given = {
        "key": entry.key,
        "kind": entry.entry_kind.value,
        "name": entry.name,
        "what": what_it_is(entry),
        "state": entry.state_code,
        "address": address(entry),
        "phone": _public(entry, (ChannelKind.PHONE,)),
        "email": _public(entry, (ChannelKind.EMAIL,)),
        "website": entry.website,
        "point_basis": entry.point_basis,
        "age": as_of(entry).words,
        "source": entry.source,
    }
    properties = {name: value for name, value in given.items() if value}
    return {"type": "Feature", "id": entry.key, "geometry": point, "properties": properties}


def _public(entry: Entry, kinds: Sequence[ChannelKind]) -> str:
    shown = [one for one in entry.channels if one.kind in kinds and one.visibility == Visibility.PUBLIC]
    return "; ".join(f"{one.value} x{one.extension}" if one.extension else one.value for one in shown)


def _cell(sheet: Any, text: str, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, text.translate(_NO_XML))
    # Text that begins with = would be a formula otherwise.
    cell.data_type = "s"
    cell.number_format = "@"
    if bold:
        cell.font = Font(bold=True)
    return cell
