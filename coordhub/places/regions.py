"""Regions that people name instead of a county: which counties they are."""

import csv
from collections.abc import Mapping, Sequence

from coordhub.places.names import folded
from coordhub.places.states import DATA


def _read() -> dict[str, list[str]]:
    regions: dict[str, list[str]] = {}
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            regions.setdefault(folded(row["name"]), []).append(row["county_code"])
    return regions


REGIONS: Mapping[str, Sequence[str]] = _read()
