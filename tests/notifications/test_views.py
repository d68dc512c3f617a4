"""Preferences, state defaults and deeds on notices, seen from outside."""

import pytest
from sqlalchemy import select

from coordhub.accounts.models import Absence, Role
from coordhub.audit.models import AuditEntry
from coordhub.db import db
from coordhub.notifications import preferences
from coordhub.notifications.defaults import subjects_for
from coordhub.notifications.forms import USUAL, name_of
from coordhub.notifications.kinds import Subject, Way
from coordhub.notifications.models import Choice, Preference, StateChoice
from tests.client import CheckingClient
from tests.factories import a_person
from tests.home.telling import tell

PREFERENCES, STATE_DEFAULTS = "/notifications/preferences", "/notifications/state-defaults"
APPROVED = ("rosa", "ben", "dana", "pat", "olive", "ada")
TIMES = {"digest_hour": "9", "weekly_day": "4", "is_quiet_at_night": "y", "quiet_from": "20", "quiet_until": "6"}


def choice_of(user, **other):
    wishes = preferences.wishes_of([user])[user.id]
    ways = {name_of(one): wishes.way(one).value for one in subjects_for(user.role)}
    return TIMES | ways | other


def way_of(user, subject):
    db.session.expire_all()
    return preferences.wishes_of([user])[user.id].way(subject)


@pytest.mark.parametrize("name", APPROVED)
def test_everybody_approved_chooses_what_to_hear(cast, client, name):
    person = getattr(cast, name)
    client.sign_in(person)

    assert client.post(PREFERENCES, data=choice_of(person, way_update="weekly")).status_code == 303
    chosen = db.session.get(Preference, person.id)
    assert (chosen.digest_hour, chosen.weekly_day, chosen.quiet_from, chosen.is_quiet_on_weekends) == (9, 4, 20, False)
    assert way_of(person, Subject.UPDATE) == Way.WEEKLY


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", PREFERENCES),
        ("get", STATE_DEFAULTS),
        ("get", "/notifications/interests"),
        ("get", "/inbox/notices"),
        ("post", "/notifications/usual"),
        ("post", "/notifications/notices"),
        ("post", "/notifications/read-all"),
        ("post", "/notifications/interests/1"),
    ],
)
def test_a_visitor_signs_in_first_and_somebody_unapproved_waits(cast, client, method, path):
    assert "/sign-in" in getattr(client, method)(path).location
    client.sign_in(cast.sam)
    assert getattr(client, method)(path).location == "/waiting"


@pytest.mark.onedb
def test_looking_at_the_preferences_stores_nothing(cast, client):
    client.sign_in(cast.ben).get(PREFERENCES)

    assert db.session.scalar(select(Preference)) is None


def test_saving_what_is_shown_chooses_nothing(cast, client):
    client.sign_in(cast.ben).post(PREFERENCES, data=choice_of(cast.ben))

    assert db.session.scalar(select(Choice)) is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"digest_hour": "25"}, "Choose one of what is offered here."),
        ({"weekly_day": "x"}, "Choose one of what is offered here."),
        ({"way_late": "nothing"}, "Choose one of what is offered here."),
        ({"way_agenda": "at-once"}, "Choose one of what is offered here."),
        ({"way_topic": ""}, "Choose one of what is offered here."),
        ({"quiet_until": "20"}, "Choose an hour other than the first one"),
    ],
)
@pytest.mark.onedb
def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_changes(cast, client, wrong, sentence):
    answer = client.sign_in(cast.ben).post(PREFERENCES, data=choice_of(cast.ben, way_update="weekly") | wrong)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalar(select(Preference)) is db.session.scalar(select(Choice)) is None


@pytest.mark.onedb
def test_the_table_offers_only_what_a_subject_can_have_and_says_who_chose(cast, client):
    preferences.choose(cast.ben, {Subject.REPLY: Way.HUB})
    preferences.choose_for_state("MI", {Subject.TOPIC: Way.AT_ONCE})
    db.session.commit()
    page = client.sign_in(cast.ben).get(PREFERENCES).text

    def row(subject):
        return page.split(f'<tr id="row-{subject}"')[1].split("</tr>")[0]

    assert row("late").count('type="radio"') == 4
    assert row("late").count("Not offered") == 1
    assert "A late request always reaches the hub." in page
    assert "Your choice" in row("reply")
    assert "Your state’s choice" in row("topic")
    assert "Usual for recruiters" in row("update")
    assert "row-figures" not in page  # for directors only


@pytest.mark.onedb
def test_the_next_digest_is_said_in_words(cast, client, on_tuesday):
    page = client.sign_in(cast.ben).get(PREFERENCES).text

    assert "Your next daily digest: <b>Wednesday, June 17, 7 AM Eastern</b>" in page


@pytest.mark.onedb
def test_who_is_away_sees_who_stands_in_and_that_the_digest_waits_for_the_return(cast, client, on_tuesday):
    today, colleague = on_tuesday.date(), a_person("Mei Tran", state_code="MI")
    db.session.add(
        Absence(user_id=cast.ben.id, first_day=today, last_day=today.replace(day=19), delegate_id=colleague.id)
    )
    db.session.commit()
    page = client.sign_in(cast.ben).get(PREFERENCES).text

    assert "Mei Tran stands in" in page
    assert "waits for your return: <b>Saturday, June 20, 7 AM Eastern</b>" in page
    assert f"/coordination/team/{cast.ben.id}" in page


def test_back_to_the_usual_takes_back_every_choice_and_keeps_the_hours(cast, client):
    client.sign_in(cast.ben).post(PREFERENCES, data=choice_of(cast.ben, way_update="at-once", way_reply="nothing"))
    client.post("/notifications/usual")

    assert way_of(cast.ben, Subject.UPDATE) == Way.WEEKLY
    assert db.session.scalar(select(Choice)) is None
    assert db.session.get(Preference, cast.ben.id).digest_hour == 9


def state_choice(**other):
    return {name_of(one): USUAL for one in subjects_for(Role.DIRECTOR)} | other


@pytest.mark.parametrize("name", ["ben", "dana", "pat", "olive", "ada"])
def test_only_a_director_sets_what_a_state_hears(cast, client, name):
    client.sign_in(getattr(cast, name))

    assert client.get(STATE_DEFAULTS).status_code == 403
    assert client.post(STATE_DEFAULTS, data=state_choice(way_topic="at-once")).status_code == 403
    assert db.session.scalar(select(StateChoice)) is None


def test_a_director_sets_the_usual_of_the_state_and_own_choices_stay_above(cast, client):
    chose, left, other = a_person(state_code="TX"), a_person(state_code="TX"), cast.ben
    preferences.choose(chose, {Subject.TOPIC: Way.HUB})
    db.session.commit()

    assert client.sign_in(cast.rosa).get(STATE_DEFAULTS).status_code == 200
    assert client.post(STATE_DEFAULTS, data=state_choice(way_topic="at-once")).status_code == 303
    ways = [way_of(one, Subject.TOPIC) for one in (chose, left, other)]
    assert ways == [Way.HUB, Way.AT_ONCE, Way.WEEKLY]
    written = db.session.scalars(select(AuditEntry).where(AuditEntry.deed == "state-defaults-set")).all()
    assert [(one.actor_id, one.about, one.detail) for one in written] == [(cast.rosa.id, "state-TX", "topic=at-once")]

    client.post(STATE_DEFAULTS, data=state_choice())
    assert way_of(left, Subject.TOPIC) == Way.DAILY
    client.post(STATE_DEFAULTS, data=state_choice())
    entries = select(AuditEntry).where(AuditEntry.deed == "state-defaults-set")
    assert len(db.session.scalars(entries).all()) == 2  # saving what is there is no deed


@pytest.mark.onedb
def test_a_state_cannot_go_below_the_floor(cast, client):
    answer = client.sign_in(cast.rosa).post(STATE_DEFAULTS, data=state_choice(way_late="nothing"))

    assert answer.status_code == 422
    assert db.session.scalar(select(StateChoice)) is None


def deed(client: CheckingClient, about, name, **more):
    return client.post("/notifications/notices", data={"about": about, "deed": name} | more)


def test_one_thing_is_marked_read_and_unread_and_the_filters_stay(cast, client):
    tell(cast.ben, "topic-1", times=2)
    tell(cast.rosa, "topic-1")
    client.sign_in(cast.ben)

    back = deed(client, "topic-1", "read", place="notices", what="board", unread="1", before="")
    assert back.location == "/inbox/notices?what=board&unread=1"
    assert "all read" in client.get("/inbox/notices").text
    assert deed(client, "topic-1", "unread").location == "/inbox"
    assert "1 unread" in client.get("/inbox/notices").text
    assert "1 unread" in client.sign_in(cast.rosa).get("/inbox/notices").text


@pytest.mark.parametrize(
    ("about", "what", "status"),
    [("topic-2", "read", 404), ("", "mute", 404), ("topic-1", "burn", 400), ("topic-1", "", 400)],
)
@pytest.mark.onedb
def test_deeds_on_what_one_was_never_told_of_or_that_do_not_exist_are_refused(cast, client, about, what, status):
    tell(cast.ben, "topic-1")
    tell(cast.rosa, "topic-2")

    assert deed(client.sign_in(cast.ben), about, what).status_code == status


def test_marking_all_reaches_what_the_filter_shows_and_nothing_that_came_later(cast, client):
    tell(cast.ben, "topic-1")
    tell(cast.ben, "R-2026-00001", kind="request-message")
    last = tell(cast.ben, "topic-2")
    tell(cast.ben, "topic-3")
    client.sign_in(cast.ben).post("/notifications/read-all", data={"what": "board", "newest": str(last)})

    page = client.get("/inbox/notices?unread=1").text
    assert ("About topic-3" in page, "About R-2026-00001" in page) == (True, True)
    assert ("About topic-1" in page, "About topic-2" in page) == (False, False)
