"""Telling people: once, never the one who did it, by letter only if they want it so."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from coordhub.db import db
from coordhub.mail.models import OutgoingEmail
from coordhub.notifications import actions, preferences, queries
from coordhub.notifications.actions import Recipient, notify
from coordhub.notifications.facts import RequestFacts
from coordhub.notifications.kinds import Subject, Way
from coordhub.notifications.models import Notification
from coordhub.notifications.reading import mark_shown_read
from tests.telling import write_letters


@pytest.fixture
def tell(cast, on_tuesday):
    """Return a function that tells people of a new reply."""

    def told(*people, kind="topic-reply", event_key="topic-1/post-2", about="topic-1", actor_id=None):
        facts = RequestFacts("R-2026-00001", "Move notice", "TX", "MI", None, "Answer by")
        recipients = [Recipient(one, "you wrote in this topic") for one in people]
        notify(recipients, kind=kind, about=about, title="Bus lines", url="/board/topics/1", event_key=event_key,
               actor_id=actor_id, facts=facts if kind.startswith("request") else None)  # fmt: skip
        db.session.commit()

    return told


def rows():
    return db.session.scalars(select(Notification).order_by(Notification.id)).all()


def letters():
    return db.session.scalars(select(OutgoingEmail)).all()


def test_nobody_is_told_of_their_own_deed(cast, tell):
    tell(cast.rosa, cast.ben, actor_id=cast.rosa.id)

    assert [row.user_id for row in rows()] == [cast.ben.id]


def test_the_same_event_told_twice_is_one_row_and_one_letter(cast, tell):
    tell(cast.ben, kind="request-message")
    tell(cast.ben, kind="request-message")

    write_letters()
    assert len(rows()) == len(letters()) == 1


def test_somebody_named_twice_is_told_once(cast, tell):
    tell(cast.ben, cast.ben)

    assert len(rows()) == 1


def test_by_default_requests_leave_at_once_and_the_board_waits_for_the_digest(cast, tell):
    tell(cast.ben, kind="request-message", event_key="a")
    tell(cast.ben, kind="topic-reply", event_key="b")
    write_letters()

    assert [letter.kind for letter in letters()] == ["request-message"]
    assert [row.letter_id is not None for row in rows()] == [True, False]


def test_who_wants_it_in_the_hub_gets_no_letter_and_finds_it_in_the_inbox(cast, tell):
    preferences.choose(cast.ben, {Subject.MINE: Way.HUB})
    tell(cast.ben, kind="request-message")

    assert write_letters() == 0
    assert queries.unread_count(cast.ben.id) == 1


def test_who_wants_nothing_of_a_subject_is_told_nothing(cast, tell):
    preferences.choose(cast.ben, {Subject.REPLY: Way.NOTHING})
    tell(cast.ben)

    assert rows() == []


def test_a_new_way_holds_for_what_is_not_told_yet(cast, tell):
    tell(cast.ben, kind="request-message")
    preferences.choose(cast.ben, {Subject.MINE: Way.WEEKLY})
    db.session.commit()

    assert write_letters() == 0
    assert [row.way for row in rows()] == [Way.WEEKLY]


def test_what_waited_for_the_digest_still_comes_in_one_when_its_subject_is_wanted_at_once(cast, tell):
    tell(cast.ben)
    preferences.choose(cast.ben, {Subject.REPLY: Way.AT_ONCE})
    db.session.commit()

    assert [(row.way, row.mail_at) for row in rows()] == [(Way.DAILY, None)]


def test_what_stood_in_the_hub_for_long_is_no_news_when_a_digest_is_chosen(cast, tell, at, on_tuesday):
    preferences.choose(cast.ben, {Subject.REPLY: Way.HUB})
    tell(cast.ben, event_key="old")
    at(on_tuesday + timedelta(days=8))
    tell(cast.ben, event_key="new")
    preferences.choose(cast.ben, {Subject.REPLY: Way.DAILY})
    db.session.commit()

    assert [row.way for row in rows()] == [Way.HUB, Way.DAILY]


def test_several_events_about_one_thing_count_as_one_unread(cast, tell):
    for number in (1, 2, 3):
        tell(cast.ben, event_key=f"e{number}")
    tell(cast.ben, event_key="other", about="topic-2")

    assert queries.unread_count(cast.ben.id) == 2
    assert [(group.about, group.unread) for group in queries.inbox(cast.ben.id)] == [("topic-2", 1), ("topic-1", 3)]


def test_reading_one_thing_leaves_the_others_unread(cast, tell):
    tell(cast.ben, cast.rosa, event_key="a")
    tell(cast.ben, event_key="b", about="topic-2")

    actions.mark_read(cast.ben, "topic-1")
    db.session.commit()

    assert queries.unread_count(cast.ben.id) == 1
    assert queries.unread_count(cast.rosa.id) == 1


def test_marking_all_read_touches_nobody_else(cast, tell):
    tell(cast.ben, cast.rosa)

    mark_shown_read(cast.ben, which=None, newest_id=None)
    db.session.commit()

    assert queries.unread_count(cast.ben.id) == 0
    assert queries.unread_count(cast.rosa.id) == 1
