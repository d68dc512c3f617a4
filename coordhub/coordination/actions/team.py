"""Arranging a state's team: who sits where, who is away, who is backup, who takes what has no other owner."""

from datetime import date

from sqlalchemy import false, update
from sqlalchemy.exc import IntegrityError

from coordhub import clock
from coordhub.accounts.models import Absence, User
from coordhub.audit.actions import record
from coordhub.coordination import queries, rules
from coordhub.coordination.models import Seat
from coordhub.db import db
from coordhub.directory.kinds import EntryKind
from coordhub.directory.models import Entry
from coordhub.errors import Conflict, NotAllowed

ONLY_THEY = "Only they themself and the state’s director set this."
ONLY_DIRECTORS = "Only the director of the state sets this."


def choose_office(person: User, office: Entry | None, *, by: User) -> None:
    """Let `person` sit in an office of their state from now on, None for nowhere; the backup mark stays behind.

    Raises NotAllowed for somebody else's seat and for an office of another state.
    """
    if not rules.may_arrange(by, person):
        raise NotAllowed(ONLY_THEY)
    if office is not None and (office.entry_kind != EntryKind.OFFICE or office.state_code != person.state_code):
        raise NotAllowed("Choose an office of your own state.")
    seat = queries.seat_of(person)
    if (seat.office_id if seat else None) == (office.id if office else None):
        return
    if office is None:
        db.session.delete(seat)
    elif seat is None:
        _add_seat(person, office)
    else:
        seat.office_id, seat.is_backup = office.id, False
    record(by.id, "office-chosen", f"user-{person.id}", office.key if office else "")


def mark_backup(person: User, *, is_backup: bool, by: User) -> None:
    """Make `person` the one backup of the office in which they sit, or take the mark back."""
    if not rules.may_direct(by, person.state_code):
        raise NotAllowed(ONLY_DIRECTORS)
    seat = queries.seat_of(person)
    if seat is None:
        raise NotAllowed(f"{person.display_name} sits in no office yet. Choose the office first.")
    # One statement, so that an office has one backup also when two people press at once.
    marked = Seat.user_id == person.id if is_backup else false()
    db.session.execute(update(Seat).where(Seat.office_id == seat.office_id).values(is_backup=marked))
    record(by.id, "backup-marked" if is_backup else "backup-unmarked", f"user-{person.id}")


def make_state_default(person: User, *, by: User) -> None:
    """Let `person`, and nobody else of the state, take what has no other owner."""
    if person.state_code is None or not rules.may_direct(by, person.state_code):
        raise NotAllowed(ONLY_DIRECTORS)
    if not (person.is_member and person.active):
        raise NotAllowed("Choose somebody who works on the hub.")
    # One statement, so that a state has one default also when two directors choose at once.
    db.session.execute(
        update(User).where(User.state_code == person.state_code).values(is_state_default=User.id == person.id)
    )
    record(by.id, "state-default-chosen", f"user-{person.id}")


def add_absence(person: User, first: date, last: date, delegate: User | None, *, by: User) -> Absence:
    """Enter days on which `person` is away; new requests go to the delegate meanwhile, who also hears of open ones.

    Raises NotAllowed with what is wrong about them; forms ask rules.faults_of_absence() first.
    """
    if not rules.may_arrange(by, person):
        raise NotAllowed(ONLY_THEY)
    today = clock.today_in(person.time_zone)
    others = queries.absences_from([person], today, to_change=True)
    faults = rules.faults_of_absence(person, first, last, delegate, others, today)
    if faults:
        raise NotAllowed(" ".join(sentence for found in faults.values() for sentence in found))
    absence = Absence(user=person, first_day=first, last_day=last, delegate=delegate)
    db.session.add(absence)
    record(by.id, "absence-entered", f"user-{person.id}", f"{first} to {last}")
    return absence


def remove_absence(person: User, absence: Absence, *, by: User) -> None:
    """Take an absence of `person` off: they are there."""
    if not rules.may_arrange(by, person) or absence.user_id != person.id:
        raise NotAllowed(ONLY_THEY)
    record(by.id, "absence-removed", f"user-{person.id}", f"{absence.first_day} to {absence.last_day}")
    db.session.delete(absence)


def _add_seat(person: User, office: Entry) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(Seat(user_id=person.id, office_id=office.id))
    except IntegrityError as error:
        raise Conflict("Somebody else chose an office for them at this moment. Look again, then decide.") from error
