"""States, the District of Columbia and the island areas: codes, names, zones, capitals."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from coordhub.places.names import folded
from coordhub.places.points import Point

DATA = Path(__file__).parent / "data"
_WITH_ARTICLE = {"DC", "MP", "VI"}


@dataclass(frozen=True)
class State:
    """A state: USPS code, FIPS code, name, IANA zone of its capital, and the capital's point."""

    code: str
    fips: str
    name: str
    timezone: str
    point: Point

    @property
    def in_sentence(self) -> str:
        """The name as a sentence has it: the District of Columbia, but Ohio."""
        return f"the {self.name}" if self.code in _WITH_ARTICLE else self.name


def _read() -> dict[str, State]:
    with (DATA / "states.csv").open(encoding="utf-8", newline="") as file:
        return {row["state_code"]: _state(row) for row in csv.DictReader(file)}


def _state(row: Mapping[str, str]) -> State:
    point = Point(float(row["lat"]), float(row["lon"]))
    return State(row["state_code"], row["fips"], row["name"], row["timezone"], point)


STATES: Mapping[str, State] = _read()
_BY_NAME = (
    {folded(state.name): state for state in STATES.values()}
    | {code.lower(): state for code, state in STATES.items()}
    | {"virgin islands": STATES["VI"], "northern marianas": STATES["MP"], "washington dc": STATES["DC"]}
)


def state_named(text: str) -> State | None:
    """Return the state with this name or USPS code, capitals and accents aside; None when there is none."""
    return _BY_NAME.get(folded(text))
