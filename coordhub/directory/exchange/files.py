"""The kinds of files that entries leave as."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from coordhub.directory.exchange.vcards import vcards_of
from coordhub.directory.exchange.writing import csv_of, geojson_of, xlsx_of
from coordhub.directory.kinds import Visibility
from coordhub.directory.models import Entry


@dataclass(frozen=True)
class FileKind:
    """A kind of file: what browsers call it, and what writes it as far as a reader sees."""

    media_type: str
    write: Callable[[Iterable[Entry], Visibility], bytes]


WRITERS: Mapping[str, FileKind] = {
    "csv": FileKind("text/csv; charset=utf-8", csv_of),
    "xlsx": FileKind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_of),
    "geojson": FileKind("application/geo+json", geojson_of),
    "vcf": FileKind("text/vcard; charset=utf-8", vcards_of),
}
