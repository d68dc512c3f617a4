"""Who hears of a request, once and for the closest reason, and that an escalation is never lost."""

from datetime import date

import pytest
from sqlalchemy import select

from coordhub.accounts.models import Absence, Role
from coordhub.coordination import actions, sweeping
from coordhub.coordination.models import Deed, Seat
from coordhub.db import db
from coordhub.notifications import defaults, preferences
from coordhub.notifications.kinds import Subject, Way
from coordhub.notifications.models import Notification
from tests.coordination.clockwork.days import detroit, done
from tests.directory.entries import an_office
from tests.directory.starter import load_starter
from tests.factories import a_person

pytestmark = pytest.mark.onedb


@pytest.fixture
def starter(app):
    """The states with their time zones."""
    load_starter()


@pytest.fixture
def mei(cast, on_tuesday):
    """Mei directs the program of Michigan."""
    person = a_person("Mei Tran", role=Role.DIRECTOR, state_code="MI", time_zone="America/Detroit")
    db.session.commit()
    return person


@pytest.fixture
def michigan(starter, cast, mei):
    """Ben and Lou sit in one office, Kim in another, Mei directs the program."""
    offices = [an_office(key, name=key, state_code="MI") for key in ("mi-traverse", "mi-oceana")]
    people = {
        "ben": cast.ben,
        "lou": a_person("Lou Park", state_code="MI", time_zone="America/Detroit"),
        "kim": a_person("Kim Ito", state_code="MI", time_zone="America/Detroit"),
        "mei": mei,
    }
    for name, office in (("ben", offices[0]), ("lou", offices[0]), ("kim", offices[1])):
        db.session.add(Seat(user_id=people[name].id, office_id=office.id))
    db.session.commit()
    return people


def heard(number=None):
    """Return who heard of a request, and as which subject."""
    rows = db.session.scalars(select(Notification).order_by(Notification.id)).all()
    return {(row.user_id, row.subject) for row in rows if number in (None, row.about)}


def test_owner_office_and_director_each_hear_once_for_the_closest_reason(michigan, cast, ask):
    preferences.choose(michigan["lou"], {Subject.TO_STATE: Way.DAILY})
    preferences.choose(michigan["kim"], {Subject.TO_STATE: Way.DAILY})
    db.session.commit()

    ask()

    assert heard() == {
        (cast.ben.id, Subject.TO_ME),
        (michigan["lou"].id, Subject.TO_OFFICE),
        (michigan["kim"].id, Subject.TO_STATE),
        (michigan["mei"].id, Subject.TO_STATE),
    }
    assert len(db.session.scalars(select(Notification)).all()) == 4


def test_who_wants_nothing_of_their_office_does_not_hear_it_as_news_of_the_state(michigan, ask):
    preferences.choose(michigan["lou"], {Subject.TO_OFFICE: Way.NOTHING, Subject.TO_STATE: Way.DAILY})
    db.session.commit()

    ask()

    assert michigan["lou"].id not in {user_id for user_id, _ in heard()}


def test_members_of_the_state_hear_nothing_unless_they_chose_to(michigan, ask):
    ask()

    assert michigan["kim"].id not in {user_id for user_id, _ in heard()}


def test_the_office_to_which_a_request_moves_hears_of_it(michigan, cast, ask):
    neighbor = a_person("Una Reyes", state_code="MI")
    db.session.add(Seat(user_id=neighbor.id, office_id=db.session.get_one(Seat, michigan["kim"].id).office_id))
    request = ask()
    actions.assign(request, michigan["kim"], by=michigan["mei"])
    db.session.commit()

    assert (michigan["kim"].id, Subject.TO_ME) in heard()
    assert (neighbor.id, Subject.TO_OFFICE) in heard()


def test_giving_it_to_a_colleague_of_the_same_office_is_no_news_for_the_office(michigan, ask):
    neighbor = a_person("Una Reyes", state_code="MI")
    db.session.add(Seat(user_id=neighbor.id, office_id=db.session.get_one(Seat, michigan["ben"].id).office_id))
    request = ask()
    before = len(heard())
    actions.assign(request, michigan["lou"], by=michigan["mei"])
    db.session.commit()

    of_neighbor = [row for row in db.session.scalars(select(Notification)) if row.user_id == neighbor.id]
    assert len(of_neighbor) == 1
    assert len(heard()) > before


@pytest.mark.parametrize(("type_code", "urgency", "urgent"), [
    ("EMRG", "normal", True), ("MOVE", "emergency", True), ("MOVE", "normal", False),
])  # fmt: skip
def test_an_emergency_waits_for_no_burst(cast, on_tuesday, ask, type_code, urgency, urgent):
    ask(type_code=type_code, urgency=urgency)

    row = db.session.scalars(select(Notification).where(Notification.user_id == cast.ben.id)).one()
    assert row.is_urgent is urgent
    assert (row.mail_at == row.created_at) is urgent


@pytest.mark.parametrize("way", defaults.ways_for(Subject.LATE))
@pytest.mark.parametrize("chosen_by", ["director", "state", "nobody"])
@pytest.mark.parametrize("is_away", [False, True])
def test_an_escalation_reaches_the_director_in_the_hub_whatever_was_chosen(
    mei, ask, at, way, chosen_by, is_away
):  # fmt: skip
    request = ask()
    every = {subject: defaults.ways_for(subject)[0] for subject in Subject if subject != Subject.ACCOUNT}
    if chosen_by == "director":
        preferences.choose(mei, every | {Subject.LATE: way})
    elif chosen_by == "state":
        preferences.choose_for_state("MI", every | {Subject.LATE: way})
    if is_away:
        db.session.add(Absence(user=mei, first_day=date(2026, 6, 1), last_day=date(2026, 7, 31), delegate=None))
    db.session.commit()
    at(detroit(7, 10))

    done(sweeping.escalate())

    late = [row for row in db.session.scalars(select(Notification)) if row.subject == Subject.LATE]
    assert (mei.id, request.number) in {(row.user_id, row.about) for row in late}


def test_a_floor_stands_under_a_choice_of_nothing_for_what_is_late(mei, ask, at):
    preferences.choose(mei, {Subject.LATE: Way.NOTHING})
    db.session.commit()
    ask()
    at(detroit(7, 10))
    done(sweeping.escalate())

    of_mei = [row for row in db.session.scalars(select(Notification)) if row.user_id == mei.id]
    assert {row.way for row in of_mei if row.subject == Subject.LATE} == {Way.HUB}


def test_who_stands_in_hears_at_once_and_who_is_away_finds_it_in_the_digest(michigan, cast, ask):
    absence = Absence(
        user=cast.ben, first_day=date(2026, 6, 15), last_day=date(2026, 6, 19), delegate=michigan["lou"]
    )  # fmt: skip
    request = ask()
    db.session.add(absence)
    db.session.commit()
    actions.write(request, Deed.WRITE, "Bus at noon.", by=cast.rosa)
    db.session.commit()

    ways = {
        row.user_id: row.way
        for row in db.session.scalars(select(Notification).where(Notification.kind == "request-message"))
    }
    assert ways == {cast.ben.id: Way.DAILY, michigan["lou"].id: Way.AT_ONCE}
