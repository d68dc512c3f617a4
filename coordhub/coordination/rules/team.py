"""The people of a state as routing sees them: where each sits, who is there today, who stands in for whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from coordhub.accounts.models import Role, Specialty, User
from coordhub.coordination.types import RequestType
from coordhub.directory.models import Entry
from coordhub.directory.rules import seasons
from coordhub.formats import day

# Some roles are a specialty by themselves (domain guide, section 2), so nobody has to name it as well.
SPECIALTY_OF_ROLE = {Role.RECRUITER: Specialty.RECRUITMENT, Role.SITE_MANAGER: Specialty.PASS}


@dataclass(frozen=True)
class Colleague:
    """Somebody who acts for a state. `away_until` is the last day of an absence that holds today.

    The `office` comes with its counties, specialties and closures; `delegate_id` is the person who stands in today.
    """

    user: User
    office: Entry | None = None
    is_backup: bool = False
    away_until: date | None = None
    delegate_id: int | None = None

    def covers(self, county_code: str | None) -> bool:
        """Say whether this person answers for a county; for no county nobody does."""
        return county_code in self._counties

    def skills_for(self, type_: RequestType) -> list[Specialty]:
        """Return what this person answers for of what a type needs, in the type's order."""
        return [one for one in type_.specialties if one in self._specialties]

    def fits(self, type_: RequestType) -> bool:
        """Say whether a type is for this person: they have the specialty, have named none at all, or it needs none."""
        return not type_.specialties or not self._specialties or bool(self.skills_for(type_))

    def office_covers(self, county_code: str | None) -> bool:
        """Say whether the office answers for a county."""
        return county_code in self._counties_of_office

    def office_skills_for(self, type_: RequestType) -> list[Specialty]:
        """Return what the office answers for of what a type needs, in the type's order."""
        return [one for one in type_.specialties if one in self._specialties_of_office]

    # A page asks about each county of a state, so what a row says is gathered once.
    @cached_property
    def _counties(self) -> frozenset[str]:
        return frozenset(one.county_code for one in self.user.counties)

    @cached_property
    def _specialties(self) -> frozenset[Specialty]:
        named = {one.specialty for one in self.user.specialties}
        of_role = SPECIALTY_OF_ROLE.get(self.user.role)
        return frozenset(named | {of_role} if of_role else named)

    @cached_property
    def _counties_of_office(self) -> frozenset[str]:
        return frozenset(one.county_code for one in self.office.counties) if self.office else frozenset()

    @cached_property
    def _specialties_of_office(self) -> frozenset[Specialty]:
        return frozenset(one.specialty for one in self.office.specialties) if self.office else frozenset()


@dataclass(frozen=True)
class Team:
    """The people of a state on one day, and by id the `offices` in which they sit, with the fallbacks of these."""

    people: Sequence[Colleague]
    today: date
    offices: Mapping[int, Entry] = field(default_factory=dict)
    _office_reasons: dict[int, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def reason_against(self, one: Colleague) -> str:
        """Return why somebody cannot answer today, as the end of a sentence; empty when they can."""
        if one.away_until is not None:
            return f"away until {day(one.away_until)}"
        return self.office_reason(one.office) if one.office else ""

    def office_reason(self, office: Entry) -> str:
        """Return why nobody answers in an office today, as the end of a sentence; empty when somebody does."""
        if office.id not in self._office_reasons:
            self._office_reasons[office.id] = self._reason_of(office)
        return self._office_reasons[office.id]

    def is_there(self, one: Colleague) -> bool:
        """Say whether somebody can answer today."""
        return not self.reason_against(one)

    def member(self, user_id: int | None) -> Colleague | None:
        """Return the colleague with this id; None for nobody of the team."""
        return self._by_id.get(user_id) if user_id is not None else None

    def stand_in(self, missed: Colleague, type_: RequestType) -> Colleague | None:
        """Return who answers today in the place of somebody who cannot; None when nobody was named for that.

        First the delegate, or the delegate's own delegate; then people of the office that the closed one falls back on.
        A chain that turns in a circle ends.
        """
        seen = {missed.user.id}
        following = self.member(missed.delegate_id)
        while following is not None and following.user.id not in seen:
            if self.is_there(following):
                return following
            seen.add(following.user.id)
            following = self.member(following.delegate_id)
        return self._in_fallback_office(missed, type_)

    def backup_of(self, person: User) -> User | None:
        """Return who hears when `person` is late, somebody who is there today and not `person`; None for nobody.

        The backup of their office, else the state's default, else a colleague of the office.
        """
        own = self.member(person.id)
        office_id = own.office.id if own and own.office else None
        there = [one for one in self.people if one.user.id != person.id and self.is_there(one)]
        near = [one for one in there if office_id is not None and one.office is not None and one.office.id == office_id]
        ladder = ([one for one in near if one.is_backup], [one for one in there if one.user.is_state_default], near)
        return next((group[0].user for group in ladder if group), None)

    def _in_fallback_office(self, missed: Colleague, type_: RequestType) -> Colleague | None:
        office, seen = missed.office, set[int]()
        while office is not None and office.id not in seen and self.office_reason(office):
            seen.add(office.id)
            office = self.offices.get(office.fallback_id or 0)
            there = [one for one in self.people if one.office and office and one.office.id == office.id]
            there = [one for one in there if self.is_there(one)]
            if there:
                return min(there, key=lambda one: (not one.skills_for(type_), not one.is_backup, by_name(one)))
        return None

    def _reason_of(self, office: Entry) -> str:
        until = seasons.closed_until(((one.starts_on, one.ends_on) for one in office.closures), self.today)
        if until is not None:
            return f"the office {office.name} is closed until {day(until)}"
        if not seasons.in_season(office.season_starts, office.season_ends, self.today):
            season = seasons.season_words(office.season_starts, office.season_ends)
            return f"the office {office.name} works {season} only"
        return ""

    @cached_property
    def _by_id(self) -> Mapping[int, Colleague]:
        return {one.user.id: one for one in self.people}


def by_name(one: Colleague) -> tuple[str, int]:
    """Return the order of people who fit alike."""
    return one.user.display_name, one.user.id or 0
