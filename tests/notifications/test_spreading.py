"""Announcements: one row in the deed, a row for each person by the worker, whatever happens to the worker."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from coordhub.accounts.models import Specialty
from coordhub.board import actions as board
from coordhub.board.actions import ensure_forums, start_topic
from coordhub.board.queries import forum_named
from coordhub.db import db
from coordhub.notifications import spreading
from coordhub.notifications.actions import announce
from coordhub.notifications.facts import post_from_json
from coordhub.notifications.kinds import Way
from coordhub.notifications.models import Announcement, Interest, InterestKind, MutedThing, Notification
from coordhub.notifications.spreading import spread
from tests.factories import a_person
from tests.statements import statements


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(spreading, "PEOPLE_AT_ONCE", 2)


def say(event_key="topic-1/post-1", **more):
    announce(kind="topic-new", about="topic-1", title="Bus lines", url="/board/topics/1", reason="it goes to all",
             event_key=event_key, actor_id=None, **more)  # fmt: skip
    db.session.commit()


def reached():
    return sorted(db.session.scalars(select(Notification.user_id)).all())


def everybody(cast):
    return sorted(one.id for one in (cast.rosa, cast.ben, cast.dana, cast.pat, cast.olive, cast.ada))


def test_everybody_approved_is_reached_once_in_batches(cast, on_tuesday, small_batches):
    say()

    assert spread(on_tuesday) == 6
    assert spread(on_tuesday) == 0
    assert reached() == everybody(cast)


def test_a_worker_that_died_between_two_batches_is_followed_by_one_that_goes_on(cast, on_tuesday, small_batches):
    say()
    assert spread(on_tuesday, at_most=1) == 2  # The first batch is committed; then the worker is gone.
    db.session.remove()

    assert spread(on_tuesday) == 4
    assert reached() == everybody(cast)


def test_what_a_batch_did_not_commit_is_done_again(cast, on_tuesday, small_batches, monkeypatch):
    say()

    def die(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(spreading, "_row", die)
    with pytest.raises(KeyboardInterrupt):
        spread(on_tuesday)
    db.session.rollback()
    monkeypatch.undo()

    assert spread(on_tuesday) == 6
    assert reached() == everybody(cast)


def test_two_workers_at_once_reach_nobody_twice(app, cast, on_tuesday, small_batches):
    for number in range(3):
        say(f"topic-1/post-{number}")

    def work():
        with app.app_context():
            try:
                spread(on_tuesday)
            finally:
                db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    spread(on_tuesday)

    assert reached() == sorted(everybody(cast) * 3)


def test_who_joins_meanwhile_is_reached_and_who_leaves_is_not(cast, on_tuesday, small_batches):
    say()
    spread(on_tuesday, at_most=1)
    new = a_person("Una Reyes")
    cast.pat.active = False
    db.session.commit()
    spread(on_tuesday)

    assert new.id in reached()
    assert cast.pat.id not in reached()


def test_an_announcement_to_one_state_stays_there(cast, on_tuesday):
    say(state_code="MI")
    spread(on_tuesday)

    assert reached() == [cast.ben.id]


def test_the_deed_writes_one_row_however_many_people_there_are(cast, on_tuesday):
    ensure_forums()
    forum = forum_named("pass")
    db.session.commit()
    start_topic(forum, "Units in July", "Who has proctors?", by=cast.rosa)
    with statements() as few:
        db.session.rollback()
        start_topic(forum, "Units in July", "Who has proctors?", by=cast.rosa)
    db.session.rollback()
    for _ in range(30):
        a_person()
    db.session.commit()
    with statements() as many:
        start_topic(forum, "Units in July", "Who has proctors?", by=cast.rosa)

    assert len(many) <= len(few) + 1
    assert db.session.scalar(select(func.count(Announcement.id))) == 1


@pytest.mark.onedb
@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (InterestKind.FORUM, "pass"),
        (InterestKind.SPECIALTY, Specialty.PASS),
        (InterestKind.STATE, "TX"),
        (InterestKind.WORDS, "proctors july"),
    ],
)
def test_a_topic_matches_interests_by_forum_specialty_state_and_words(cast, on_tuesday, kind, value):
    ensure_forums()
    db.session.add(Interest(user_id=cast.ben.id, kind=kind, value=value, way=Way.AT_ONCE))
    db.session.commit()
    start_topic(forum_named("pass"), "Units in July", "Who has proctors?", by=cast.rosa)
    db.session.commit()
    spread(on_tuesday)

    row = db.session.scalars(select(Notification).where(Notification.user_id == cast.ben.id)).one()
    assert row.way == Way.AT_ONCE
    assert row.mail_at == on_tuesday + timedelta(minutes=4)
    assert post_from_json(row.facts).by == "Rosa Delgado"


@pytest.mark.onedb
def test_every_forum_that_is_about_a_specialty_exists(app):
    from coordhub.board.rules import SPECIALTIES

    assert set(SPECIALTIES) <= {slug for slug, *_ in board.FORUMS}


def test_what_is_announced_about_a_muted_thing_stays_in_the_inbox(cast, on_tuesday):
    db.session.add(MutedThing(user_id=cast.ben.id, about="topic-1"))
    say()
    spread(on_tuesday)

    quiet = select(Notification.user_id).where(Notification.way == Way.HUB, Notification.mail_at.is_(None))
    assert db.session.scalars(quiet).all() == [cast.ben.id]
