"""Measure the look-up of typed places in the bundled gazetteer: time, and how often the first guess at a slip is right.

A time is that of one look-up in a warm process; "worst" is the slowest query of the sample, not a mean. A slip is one
random edit of a name: a letter put in, left out or replaced, or two neighbors swapped. The first guess is the place
that was understood, else the first alternative. No method is always right, as a slip may lead to another town's name or
be as near to one: of all names without a state, a guess that knew every edit's chances would get about 98 % right.
"""

import random
import statistics
import string
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.measuring import milliseconds_each, seconds, verdict
from coordhub.places.boundaries import state_at
from coordhub.places.build import build_gazetteer
from coordhub.places.gazetteer import Gazetteer
from coordhub.places.locate import locate
from coordhub.places.points import Point
from coordhub.places.states import DATA, STATES

SEED = 20260616
SLIPS = 500
ROUNDS = 10  # of SLIPS, for a figure that depends less on the seed
MOST_MS, MOST_MS_OF_SLIP, LEAST_RIGHT = 1.0, 15.0, 98.0
AWKWARD = (
    "1234 Martin Luther King Junior Boulevard Northwest, Traverze City, Michgan",
    "Nothwest Fourth Stret Oklahma City Oklahmoa",
    "Migrant Camp Road 12 behind the packing house near Sprngfield",
    "Califronia",
    "Yakma Conty Washigton",
    "Kenai Penninsula Burough",
    "Saint Petersberg Floridda",
    "Winstn Salem Nort Carolina 99999",
    "Escuela de los Trabajadores Migrantes Imokalee",
    "asdf",
    "qwertyuiopasdfghjklzxcvbnm",
    "Ft Wrth",
)
Name = tuple[str, str]


def run() -> None:
    """Print both tables."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "gazetteer.db"
        build_gazetteer(DATA, file)
        gazetteer = Gazetteer(file)
        cold = seconds(lambda: locate(gazetteer, "Traverze City")) * 1000
        times(gazetteer)
        print(f"the first slip of a process, which reads all names: {cold:.0f} ms")
        guesses(gazetteer)
        gazetteer.close()


def times(gazetteer: Gazetteer) -> None:
    """Print how long look-ups take."""
    chance = random.Random(SEED)
    towns, counties = gazetteer.names(None).meant, gazetteer.county_names(None).meant
    zips = [one.zip for digit in "0123456789" for one in gazetteer.zips_like(digit, 5000)]
    found = [county for code, _ in counties if (county := gazetteer.county(code))]
    some_towns, some_counties = chance.sample(towns, SLIPS), chance.sample(found, SLIPS)
    print(f"{'look-up':26}{'number':>8}{'median ms':>11}{'worst ms':>10}")
    row(gazetteer, "ZIP code", chance.sample(zips, SLIPS), MOST_MS)
    row(gazetteer, "town and state", [f"{name}, {code}" for name, code in some_towns], MOST_MS)
    row(gazetteer, "town alone", [name for name, _ in some_towns], MOST_MS)
    row(gazetteer, "county and state", [f"{one.long_name}, {one.state_code}" for one in some_counties], MOST_MS)
    row(gazetteer, "county alone", [one.long_name for one in some_counties], MOST_MS)
    row(gazetteer, "slip in town and state", [f"{slipped(*one)}, {one[0][1]}" for one in slips(towns)], MOST_MS_OF_SLIP)
    row(gazetteer, "slip in town alone", [slipped(*one) for one in slips(towns)], MOST_MS_OF_SLIP)
    row(gazetteer, "awkward", AWKWARD, MOST_MS_OF_SLIP)
    points = [one.point for one in some_counties]
    took = milliseconds_each(state_at, [Point(one.latitude, one.longitude) for one in points])
    print(f"{'state of a point':26}{len(took):8}{statistics.median(took):11.3f}{max(took):10.3f}")


def row(gazetteer: Gazetteer, name: str, queries: Sequence[str], most: float) -> None:
    """Print one line of the first table."""
    took = milliseconds_each(lambda query: locate(gazetteer, query), queries)
    words = verdict(max(took), at_most=most, unit=" ms")
    print(f"{name:26}{len(took):8}{statistics.median(took):11.3f}{max(took):10.3f}  {words}")


def guesses(gazetteer: Gazetteer) -> None:
    """Print how often the first guess is right."""
    print(f"\n{SLIPS} slips, seed {SEED}, and {ROUNDS} times as many")
    print(f"{'unique names':26}{'of':>8}{'right %':>9}{'mean %':>8}")
    every, towns = unique_names(gazetteer), unique_towns(gazetteer)
    for name, pool, with_state in (
        ("towns", towns, False),
        ("towns, state typed", towns, True),
        ("all, with post offices", every, False),
        ("all, state typed", every, True),
    ):
        shares = [share_right(gazetteer, pool, with_state, SEED + turn) for turn in range(ROUNDS)]
        words = verdict(shares[0], at_least=LEAST_RIGHT, unit=" %")
        print(f"{name:26}{len(pool):8}{shares[0]:9.1f}{statistics.mean(shares):8.1f}  {words}")


def unique_names(gazetteer: Gazetteer) -> list[Name]:
    """Return the names, with their states, that nothing else in the gazetteer has."""
    names = gazetteer.names(None)
    count = Counter(names.folded)
    return [meant for folded, meant in zip(names.folded, names.meant, strict=True) if count[folded] == 1]


def unique_towns(gazetteer: Gazetteer) -> list[Name]:
    """Return those of towns whose population is known that no other such town has."""
    names = gazetteer.names(None)
    known = [
        (folded, meant)
        for folded, meant in zip(names.folded, names.meant, strict=True)
        if any(town.population for town in gazetteer.towns(*meant))
    ]
    count = Counter(folded for folded, _ in known)
    return [meant for folded, meant in known if count[folded] == 1]


def share_right(gazetteer: Gazetteer, pool: Sequence[Name], with_state: bool, seed: int) -> float:
    """Return the percentage of SLIPS random slips in names of `pool` that the first guess leads back."""
    right = 0
    for (name, code), chance in slips(pool, seed):
        typed = slipped((name, code), chance)
        found = locate(gazetteer, f"{typed}, {code}" if with_state else typed)
        first = found.place or next(iter(found.alternatives), None)
        right += first is not None and first.label == f"{name}, {STATES[code].name}"
    return 100 * right / SLIPS


def slips(pool: Sequence[Name], seed: int = SEED) -> Iterable[tuple[Name, random.Random]]:
    """Return SLIPS names of `pool` and what decides about each one's slip."""
    chance = random.Random(seed)
    return [(one, chance) for one in chance.sample(pool, SLIPS)]


def slipped(named: Name, chance: random.Random) -> str:
    """Return the name with one letter put in, left out or replaced, or two neighbors swapped."""
    name = named[0]
    at, letter = chance.randrange(len(name)), chance.choice(string.ascii_lowercase)
    edited = chance.choice(
        [
            name[:at] + letter + name[at:],
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at + 1 :],
            name[:at] + name[at : at + 2][::-1] + name[at + 2 :],
        ]
    )
    return edited if edited.lower() != name.lower() else slipped(named, chance)
