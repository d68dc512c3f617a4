"""Who of the receiving state gets a request, and why (domain guide, section 4, "who gets it")."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from coordhub.accounts.models import Role, Specialty, User
from coordhub.coordination.rules.team import Colleague, Team, by_name
from coordhub.coordination.types import RequestType
from coordhub.directory.models import Entry
from coordhub.formats import day
from coordhub.workdays import days

CLOSURES_AHEAD = timedelta(days=366)  # what is farther away moves no target


@dataclass(frozen=True)
class Route:
    """Who gets a request, and why, in words that follow "because".

    `passed_over` are colleagues who would come first but cannot answer now, each with the reason. `backup` hears when
    the acknowledgment is late. `closed` are coming days on which the `office` is closed. `note` is a sentence about
    what did not go as one would expect, empty as a rule. `is_chosen` says that the person belongs to the chosen entry.
    """

    person: User
    because: str
    office: Entry | None = None
    backup: User | None = None
    passed_over: tuple[tuple[str, str], ...] = ()
    closed: frozenset[date] = frozenset()
    note: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Chosen:
    """The entry of the directory that a sender chose, and the addresses that it lists."""

    entry: Entry
    addresses: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Rung:
    """People who match alike, the best fit first, and the words for each of them."""

    people: Sequence[Colleague]
    words: Callable[[Colleague], str]


def route_in(
    team: Team, type_: RequestType, county_code: str | None, county_name: str | None, chosen: Chosen | None = None
) -> Route | None:
    """Choose who of a state's `team` gets a request today; None when nobody of the state is on the hub.

    Order: whom the sender chose; who covers the county and has the specialty; sits in an office that covers it, where
    they or the office have the specialty; has it for the whole state; sits in an office that has it; covers the county
    without it; sits in an office that covers the county; the state's default; its director; then anybody. For a type
    that needs no specialty the county decides alone. Whoever cannot answer today is passed over, and on each rung
    somebody who stands in for them comes before the next rung. When nobody is there, it goes to the best match anyway.
    """
    of_entry = list(_chosen_rungs(team.people, chosen)) if chosen else []
    ladder = [*of_entry, *_ladder(team.people, type_, county_code, county_name)]
    passed: dict[int, tuple[str, str]] = {}
    for number, rung in enumerate(ladder):
        found = _on_rung(team, type_, rung, passed)
        if found is not None:
            return _noted(found, chosen, of_entry, is_chosen=number < len(of_entry))
    first = next((rung for rung in ladder if rung.people), None)
    if first is None:
        return None
    return _noted(_all_away(team, first), chosen, of_entry, is_chosen=first in of_entry)


def _on_rung(team: Team, type_: RequestType, rung: _Rung, passed: dict[int, tuple[str, str]]) -> Route | None:
    """Return the first on a rung who is there, else who stands in; notes in `passed` who is not there."""
    missing = []
    for one in rung.people:
        reason = team.reason_against(one)
        if not reason:
            return _to(team, one, rung.words(one), passed)
        passed[id(one)] = (one.user.display_name, reason)
        missing.append(one)
    for one in missing:
        instead = team.stand_in(one, type_)
        if instead is not None:
            return _to(team, instead, f"stands in for {one.user.display_name}, who {rung.words(one)}", passed)
    return None


def _to(team: Team, one: Colleague, because: str, passed: dict[int, tuple[str, str]]) -> Route:
    return Route(
        person=one.user,
        because=because,
        office=one.office,
        backup=team.backup_of(one.user),
        passed_over=tuple(passed.values()),
        closed=_closed_days(one.office, team.today) if one.office else frozenset(),
    )


def _all_away(team: Team, rung: _Rung) -> Route:
    """Return the best match although nobody is there, with a plain word about it."""
    one = rung.people[0]
    until = f", {one.user.display_name} until {day(one.away_until)}" if one.away_until else ""
    found = _to(team, one, f"{rung.words(one)}, though nobody of the state is there today", {})
    return replace(found, note=f"Nobody of the state is there today{until}. The request waits for them.")


def _noted(found: Route, chosen: Chosen | None, of_entry: Sequence[_Rung], *, is_chosen: bool) -> Route:
    if chosen is None or is_chosen:
        return replace(found, is_chosen=is_chosen)
    somebody = any(rung.people for rung in of_entry)
    why = "can answer today" if somebody else "uses the hub"
    return replace(found, note=f"Nobody of {chosen.entry.name} {why}, so it goes another way. {found.note}".strip())


def _closed_days(office: Entry, today: date) -> frozenset[date]:
    last = today + CLOSURES_AHEAD
    spans = ((max(one.starts_on, today), min(one.ends_on, last)) for one in office.closures)
    return frozenset(closed for starts, ends in spans for closed in days(starts, ends))


def _chosen_rungs(people: Sequence[Colleague], chosen: Chosen) -> Iterator[_Rung]:
    """Yield who belongs to an entry: its keeper, who has its address, who sits there or in its office."""
    entry = chosen.entry
    yield _Rung([one for one in people if one.user.id == entry.keeper_id], _always(f"keeps the entry {entry.name}"))
    with_address = sorted((one for one in people if one.user.email in chosen.addresses), key=by_name)
    yield _Rung(with_address, _always(f"has the address listed for {entry.name}"))
    seats = ((entry.id, "sits in the office you chose"), (entry.parent_id, f"sits in the office of {entry.name}"))
    for office_id, words in seats:
        seated = [one for one in people if one.office and one.office.id == office_id]
        yield _Rung(sorted(seated, key=by_name), _always(words))


def _ladder(
    people: Sequence[Colleague], type_: RequestType, county_code: str | None, county_name: str | None
) -> Iterator[_Rung]:
    covers = f"covers {county_name or 'the county'}"
    ranked = sorted(people, key=lambda one: _fit(one, type_, county_code))
    covering = [one for one in ranked if one.covers(county_code)]
    near = [one for one in ranked if one.office_covers(county_code)]
    skilled = [one for one in ranked if one.skills_for(type_)]
    in_office = [one for one in ranked if one.office_skills_for(type_)]
    missing = f", and nobody there today answers for {_named(type_.specialties, 'or')}" if type_.specialties else ""
    answers = "answers for the state on the hub" if len(people) > 1 else "is the one person of the state on the hub"
    # Whoever named no specialty at all counts as fit for every type, after those who have it: _fit() puts them there.
    yield _Rung([one for one in covering if one.fits(type_)], _always(covers))
    near_and_skilled = [one for one in near if one.skills_for(type_) or one.office_skills_for(type_)]
    yield _Rung(near_and_skilled, lambda one: f"{_sits(one)} {covers}")
    yield _Rung(skilled, lambda one: f"answers for {_named(one.skills_for(type_))}")
    yield _Rung(in_office, lambda one: f"{_sits(one)} answers for {_named(one.office_skills_for(type_))}")
    yield _Rung(covering, _always(f"{covers}{missing}"))
    yield _Rung(near, lambda one: f"{_sits(one)} {covers}{missing}")
    yield _Rung(
        [one for one in ranked if one.user.is_state_default], _always("takes what has no other owner in the state")
    )
    yield _Rung([one for one in ranked if one.user.role == Role.DIRECTOR], _always("directs the state’s program"))
    yield _Rung(ranked, _always(answers))


def _fit(one: Colleague, type_: RequestType, county_code: str | None) -> tuple[object, ...]:
    """Return the order within a rung: the specialty, the county, who is not tied to other counties, the name."""
    here, office_here = one.covers(county_code), one.office_covers(county_code)
    elsewhere = bool(one.user.counties) and not here
    office_elsewhere = one.office is not None and bool(one.office.counties) and not office_here
    return not one.skills_for(type_), not here, elsewhere, office_elsewhere, by_name(one)


def _always(words: str) -> Callable[[Colleague], str]:
    return lambda _: words


def _sits(one: Colleague) -> str:
    return f"sits in {one.office.name if one.office else 'an office'}, which"


def _named(specialties: Sequence[Specialty], word: str = "and") -> str:
    return f" {word} ".join("PASS" if one == Specialty.PASS else one.value for one in specialties)
