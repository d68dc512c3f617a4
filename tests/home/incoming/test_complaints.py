"""Complaints: letters of one kind stop, and the person finds a notice."""

from datetime import date

import pytest
from sqlalchemy import select

from coordhub import clock
from coordhub.db import db
from coordhub.directory.models import CheckLetter, CheckStop
from coordhub.home.incoming import receive
from coordhub.mail import outbox
from coordhub.mail.models import Incoming, IncomingEmail
from coordhub.notifications.kinds import Subject, Way
from coordhub.notifications.models import Notification
from coordhub.notifications.preferences import choose, wishes_of
from tests.directory.entries import a_contact
from tests.factories import a_topic_letter
from tests.mail.incoming.letters import spam_complaint

pytestmark = pytest.mark.onedb


@pytest.fixture
def hearing_all(cast):
    choose(cast.ben, {Subject.TOPIC: Way.AT_ONCE, Subject.REPLY: Way.AT_ONCE, Subject.UPDATE: Way.DAILY})
    db.session.commit()


def way(user, subject):
    return wishes_of([user])[user.id].way(subject)


def notices(user):
    found = select(Notification.title).where(Notification.user_id == user.id, Notification.kind == "letters-stopped")
    return list(db.session.scalars(found))


def test_letters_of_its_kind_stop_and_no_others(cast, sent, hearing_all):
    row = sent(kind="topic-new")
    words = receive(spam_complaint(message_id=row.message_id))

    assert words == "complaint: topic-new, topic stopped"
    assert [way(cast.ben, one) for one in (Subject.TOPIC, Subject.REPLY, Subject.TO_ME, Subject.AGENDA)] == [
        Way.DAILY,
        Way.AT_ONCE,
        Way.AT_ONCE,
        Way.DAILY,
    ]
    assert len(notices(cast.ben)) == 1
    assert db.session.scalar(select(IncomingEmail.kind)) == Incoming.COMPLAINT


def test_a_complaint_about_the_digest_stops_the_digest(cast, sent, hearing_all):
    row = sent(kind="daily-digest")
    receive(spam_complaint(message_id=row.message_id, recipient=row.address))

    assert [way(cast.ben, one) for one in (Subject.AGENDA, Subject.UPDATE)] == [Way.NOTHING, Way.HUB]
    assert way(cast.ben, Subject.TOPIC) == Way.AT_ONCE


def test_a_message_id_made_up_from_a_date_and_a_person_stops_nothing(cast, sent, hearing_all):
    sent(kind="daily-digest", message_key="digest.2026-06-16.u2")
    made_up = spam_complaint(message_id="<digest.2026-06-16.u2@hub.example.org>")

    assert receive(made_up) == "complaint: about no letter of ours"
    assert way(cast.ben, Subject.UPDATE) == Way.DAILY


def test_a_complaint_about_what_cannot_be_stopped_is_counted(cast, sent, hearing_all):
    row = sent(kind="package")

    assert receive(spam_complaint(message_id=row.message_id)) == "complaint: package, nothing to stop"
    assert notices(cast.ben) == []


def test_a_complaint_of_an_office_stops_questions_about_its_entry(cast, app):
    entry = a_contact("mep", emails="mep@example.org")
    asked = CheckLetter(
        entry=entry, due_on=date(2026, 6, 1), step_days=0, address="mep@example.org", sent_at=clock.now()
    )
    db.session.add(asked)
    db.session.flush()
    letter = outbox.put(
        a_topic_letter(address="mep@example.org"), dedup_key=f"entry-check:{asked.id}", kind="entry-check", user_id=None
    )
    db.session.commit()

    assert receive(spam_complaint(message_id=letter.message_id)) == "complaint: entry-check stopped"
    assert db.session.scalar(select(CheckStop.address)) == "mep@example.org"


@pytest.mark.parametrize("change_of", [{"message_id": "<x@y>"}, {"recipient": "else@example.org"}])
def test_a_complaint_about_no_letter_of_theirs_stops_nothing(cast, sent, hearing_all, change_of):
    row = sent()
    receive(spam_complaint(**({"message_id": row.message_id} | change_of)))

    assert way(cast.ben, Subject.TOPIC) == Way.AT_ONCE
    assert notices(cast.ben) == []
