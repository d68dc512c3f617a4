"""Who gets what is asked of a state: the facts that routing decides by, in a constant number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from coordhub.accounts.models import Absence, User
from coordhub.accounts.queries import absences_between, members_of
from coordhub.coordination import rules
from coordhub.coordination.models import CoordinationRequest, Seat
from coordhub.coordination.rules import Colleague, Team
from coordhub.coordination.types import RequestType
from coordhub.db import db
from coordhub.directory.kinds import ChannelKind, EntryKind, Visibility
from coordhub.directory.models import Channel, Entry
from coordhub.directory.queries.nearby import standing


def route_for(
    state_code: str,
    type_: RequestType,
    county_code: str | None,
    county_name: str | None,
    *,
    today: date,
    entry: Entry | None = None,
) -> rules.Route | None:
    """Return who of a state gets a request on `today`, the state's date; None when nobody of it is on the hub.

    `entry` is the office, contact or PASS site that the sender chose: its people come first.
    """
    return rules.route_in(team_of(state_code, today), type_, county_code, county_name, chosen(entry) if entry else None)


def team_of(state_code: str, today: date) -> Team:
    """Return the members of a state with their offices, the fallbacks of these, and who is away on `today`."""
    people = members_of(state_code)
    ids = [one.id for one in people]
    seats = {one.user_id: one for one in db.session.scalars(select(Seat).where(Seat.user_id.in_(ids)))}
    offices = _offices_of([one.office_id for one in seats.values()])
    away = {one.user_id: one for one in absences_between(ids, today, today)}
    return Team([_colleague(one, seats.get(one.id), offices, away.get(one.id)) for one in people], today, offices)


def chosen(entry: Entry) -> rules.Chosen:
    """Return an entry that a sender chose, with the addresses by which its people are known."""
    found = select(Channel.value).where(Channel.entry_id == entry.id, Channel.kind == ChannelKind.EMAIL)
    return rules.Chosen(entry, frozenset(one.lower() for one in db.session.scalars(found)))


def route_within(request: CoordinationRequest, office: Entry, *, today: date) -> rules.Route | None:
    """Return who of an office of the state asked would take a request over from its owner; None when nobody could."""
    team = team_of(request.to_state, today)
    others = replace(team, people=[one for one in team.people if one.user.id != request.owner_id])
    found = rules.route_in(others, request.type, request.to_county_code, request.to_county_name, chosen(office))
    return found if found and found.is_chosen else None


def backup_for(request: CoordinationRequest, today: date) -> User | None:
    """Return who hears when the owner of a request is late, None when nobody of the state is there but the owner."""
    return team_of(request.to_state, today).backup_of(request.owner)


def _offices_of(office_ids: Sequence[int]) -> dict[int, Entry]:
    """Return the offices that members may see, and all on which they fall back, with what routing looks at."""
    if not office_ids:
        return {}
    chain = select(Entry.id, Entry.fallback_id).where(Entry.id.in_(office_ids)).cte("chain", recursive=True)
    chain = chain.union(select(Entry.id, Entry.fallback_id).join(chain, Entry.id == chain.c.fallback_id))
    found = (
        select(Entry)
        .where(Entry.id.in_(select(chain.c.id)), Entry.entry_kind == EntryKind.OFFICE, standing(Visibility.MEMBERS))
        .options(selectinload(Entry.counties), selectinload(Entry.specialties), selectinload(Entry.closures))
    )
    return {one.id: one for one in db.session.scalars(found)}


def _colleague(user: User, seat: Seat | None, offices: Mapping[int, Entry], absence: Absence | None) -> Colleague:
    office = offices.get(seat.office_id) if seat else None
    return Colleague(
        user=user,
        office=office,
        is_backup=office is not None and seat is not None and seat.is_backup,
        away_until=absence.last_day if absence else None,
        delegate_id=absence.delegate_id if absence else None,
    )
