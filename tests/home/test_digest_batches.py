"""Digests in batches: constant statements, nobody lost or told twice, whoever fails, is away or moves."""

import logging
import re
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from coordhub.accounts.models import Absence, Role
from coordhub.coordination.models import Status, Tally
from coordhub.coordination.models import Way as Direction
from coordhub.db import db
from coordhub.home.actions import due_digests, send_due_digests
from coordhub.mail.models import OutgoingEmail
from coordhub.notifications import rules
from coordhub.notifications.actions import Recipient, mark_read, notify
from coordhub.notifications.digests import Press, writing
from coordhub.notifications.kinds import Subject, Way
from coordhub.notifications.models import Digest, DigestKind, Notification
from coordhub.notifications.preferences import choose, choose_times, preference_of
from coordhub.resources.models import Event, EventKind, EventState
from tests.conftest import empty_tables
from tests.coordination.queue.conftest import a_request, people, put
from tests.factories import a_person
from tests.home.test_digests import digests_of, words_of
from tests.statements import statements
from tests.telling import send_digests

__all__ = ["people", "put"]  # fixtures
DAY = timedelta(days=1)


def tell(*readers, key="one", kind="topic-reply", about="topic-17", title="Bus lines", url=""):
    notify(
        [Recipient(one, "you wrote there") for one in readers], kind=kind, about=about, title=title,
        url=url or f"/board/topics/{about.split('-')[-1]}", event_key=f"{kind}-{key}", actor_id=None,
    )  # fmt: skip
    db.session.commit()


def rows_of(user):
    found = select(Notification).where(Notification.user_id == user.id).order_by(Notification.id)
    return db.session.scalars(found.execution_options(populate_existing=True)).all()


def due_of(user):
    return preference_of(user).next_digest_at


def test_a_batch_asks_as_often_for_many_people_as_for_one(put, people, at, on_tuesday):
    tell(people.dana)
    with statements() as few:
        send_due_digests(due_of(people.dana))
    crowd = [a_person(f"Member {number}", state_code="FL", time_zone="America/New_York") for number in range(30)]
    for number, one in enumerate(crowd):
        a_request(Status.SENT, sender=people.rosa, owner=one)
        tell(one, key=f"more-{number}")
    at(on_tuesday + DAY)
    tell(*crowd, key="again", about="topic-18")
    with statements() as many:
        done = send_due_digests(due_of(crowd[0]))

    assert sum(one.sent for one in done) == 30
    kept = [[sql for sql in asked if not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE"))] for asked in (few, many)]
    # One person has no request, and the day on which it was looked into is written one statement for all.
    assert len(kept[1]) <= len(kept[0]) + 1, kept[1]


def test_what_fails_for_one_keeps_nobody_else_from_theirs_and_logs_no_words(people, on_tuesday, monkeypatch, caplog):
    tell(people.dana, people.pat, people.rosa, title="A title nobody logs")
    whole = Press.print

    def fails_for_pat(self, due, contents, now):
        if due.user.id == people.pat.id:
            raise RuntimeError("A title nobody logs")
        return whole(self, due, contents, now)

    monkeypatch.setattr(writing.Press, "print", fails_for_pat)
    late = due_of(people.pat)
    with caplog.at_level(logging.WARNING):
        done = {one.user_id: one for one in send_due_digests(late)}

    assert done[people.pat.id].failed
    assert len(digests_of(people.dana)) == len(digests_of(people.rosa)) == 1
    assert digests_of(people.pat) == []
    assert "nobody logs" not in caplog.text
    assert str(people.pat.id) in caplog.text

    monkeypatch.setattr(writing.Press, "print", whole)
    assert [one.user_id for one in send_due_digests(late + timedelta(minutes=1)) if one.sent] == [people.pat.id]
    assert len(digests_of(people.pat)) == len(digests_of(people.dana)) == 1


def test_the_weekly_one_holds_what_comes_weekly_and_takes_the_place_of_the_daily_one(people, at, on_tuesday):
    choose(people.dana, {Subject.TOPIC: Way.WEEKLY})
    tell(people.dana, kind="topic-new", title="Comes weekly", about="topic-1")
    tell(people.dana, title="Comes daily", about="topic-2")
    send_due_digests(due_of(people.dana))
    tell(people.dana, key="two", title="Comes later", about="topic-3")
    monday = datetime(2026, 6, 22, 11, 0, tzinfo=UTC)
    send_due_digests(monday)

    daily, weekly = digests_of(people.dana)
    assert "Comes daily" in words_of(daily) and "Comes weekly" not in words_of(daily)
    assert "Comes weekly" in words_of(weekly) and "Comes later" in words_of(weekly)
    assert "Comes daily" not in words_of(weekly)
    assert weekly.subject == "coordhub weekly: 2 new — Mon 22 Jun"


def test_a_weekly_one_is_not_lost_to_a_change_of_the_hour_on_its_day(people, at, on_tuesday):
    choose(people.dana, {Subject.TOPIC: Way.WEEKLY})
    tell(people.dana, kind="topic-new", title="Comes weekly")
    send_due_digests(datetime(2026, 6, 21, 11, 0, tzinfo=UTC))
    at(datetime(2026, 6, 22, 10, 30, tzinfo=UTC))  # Monday, half an hour before it is due
    choose_times(people.dana, digest_hour=5)
    db.session.commit()
    send_due_digests(datetime(2026, 6, 23, 9, 0, tzinfo=UTC))

    assert ["Comes weekly" in words_of(one) for one in digests_of(people.dana)] == [True]


def test_who_is_away_gets_one_after_the_return_with_everything(people, at, on_tuesday):
    tell(people.dana, title="Before", about="topic-1")
    send_due_digests(due_of(people.dana))  # Wednesday
    choose(people.dana, {Subject.TOPIC: Way.WEEKLY})
    db.session.add(Absence(user_id=people.dana.id, first_day=date(2026, 6, 18), last_day=date(2026, 6, 19)))
    db.session.commit()
    at(datetime(2026, 6, 18, 15, tzinfo=UTC))
    tell(people.dana, key="two", title="Meanwhile", about="topic-2")
    tell(people.dana, kind="topic-new", title="Weekly news", about="topic-3")
    for day in (18, 19):
        send_due_digests(datetime(2026, 6, day, 16, tzinfo=UTC))
        assert len(digests_of(people.dana)) == 1
    send_due_digests(datetime(2026, 6, 20, 16, tzinfo=UTC))

    after = words_of(digests_of(people.dana)[1])
    assert "While you were away" in after
    assert "Meanwhile" in after and "Weekly news" in after and "Before" not in after


def test_leaving_the_digest_keeps_what_waited_in_the_inbox(people, on_tuesday):
    tell(people.dana)
    choose(people.dana, {Subject.REPLY: Way.NOTHING})
    db.session.commit()
    send_digests(on_tuesday)

    (row,) = rows_of(people.dana)
    assert (row.way, row.read_at, row.told_at) == (Way.HUB, None, None)
    assert digests_of(people.dana) == []


def test_what_was_to_leave_at_once_and_has_no_time_to_leave_any_more_is_told(people, on_tuesday):
    tell(people.dana)
    choose(people.dana, {Subject.REPLY: Way.AT_ONCE})
    db.session.commit()
    send_digests(on_tuesday)

    assert "Bus lines" in words_of(digests_of(people.dana)[0])


def test_what_is_told_again_says_that_it_may_have_been_there_before(people, at, on_tuesday):
    tell(people.dana)
    send_digests(on_tuesday)
    db.session.execute(
        update(Notification).values(told_at=None, is_told_again=True)
    )  # its letter turned out to be uncertain
    db.session.commit()
    at(on_tuesday + DAY)
    send_digests(on_tuesday + DAY)

    first, second = (words_of(one) for one in digests_of(people.dana))
    assert "may have reached you before" not in first
    assert "may have reached you before" in second


def test_sections_come_in_their_order_and_a_request_stands_in_one_only(put, people, at, on_tuesday):
    late = put(Status.SENT, acknowledge_by=on_tuesday.date() - DAY)
    put(Status.SENT, sender=people.ben, owner=people.rosa)
    choose(people.ben, {Subject.TOPIC: Way.DAILY, Subject.MINE: Way.DAILY})
    tell(people.ben, kind="topic-new", title="Fits", about="topic-2")
    tell(people.ben, title="Watched", about="topic-1")
    tell(people.ben, kind="request-message", about=late.number, title="Move notice, TX to MI",
         url=f"/coordination/{late.number}")  # fmt: skip
    send_digests(on_tuesday)

    (letter,) = digests_of(people.ben)
    text = words_of(letter)
    headings = ["NEEDS YOUR ACTION", "WAITING FOR OTHERS", "NEW ON WHAT YOU WATCH", "NEW THAT FITS YOUR INTERESTS"]
    assert sorted(headings, key=text.index) == headings
    assert text.count(f"/coordination/{late.number}") == 1
    assert "OVERDUE BY 1 WORKING DAY" in text and "New message" in text
    assert "Start with the first one: Texas is waiting." in text
    assert f"http://hub.example.org/coordination/{late.number}" in text
    assert letter.subject == "coordhub daily: 1 needs you, 2 new — Tue 16 Jun"


def test_more_than_25_lines_are_counted(people, on_tuesday):
    for number in range(31):
        tell(people.dana, key=str(number), about=f"topic-{number}")
    send_digests(on_tuesday)

    (letter,) = digests_of(people.dana)
    assert words_of(letter).count("/board/topics/") == 25
    assert "and 6 more: http://hub.example.org/inbox" in words_of(letter)
    assert "and 6 more in your inbox" in words_of(letter, "html")
    assert all(row.digest_id for row in rows_of(people.dana))


def test_a_late_one_says_when_it_was_due(people, on_tuesday):
    tell(people.dana)
    due = due_of(people.dana)
    send_due_digests(due + timedelta(hours=13))

    assert "This digest is late. It was due Wed, June 17, 7:00 AM EDT." in words_of(digests_of(people.dana)[0])


def test_a_director_has_the_figures_of_the_state_weekly_and_no_count_under_ten(people, at, on_tuesday):
    for way, requests, overdue in ((Direction.RECEIVED, 128, 7), (Direction.SENT, 4, 3)):
        db.session.add(
            Tally(state_code="TX", season=2026, way=way, partner="", type_code="", requests=requests, overdue=overdue,
                  acknowledge_median=2.0, answer_median=6.5, unanswered_moves=0, counted_at=on_tuesday)
        )  # fmt: skip
    colleague = a_person("Luz Prieto", role=Role.COORDINATOR, state_code="TX")
    db.session.commit()
    choose(people.rosa, {Subject.FIGURES: Way.WEEKLY})
    monday = datetime(2026, 6, 22, 15, 0, tzinfo=UTC)
    at(monday)
    send_digests(monday)

    (letter,) = digests_of(people.rosa)
    text = words_of(letter)
    figures = text.split("FIGURES OF YOUR STATE")[1].split("\n--")[0]
    assert "128 requests this season" in figures and "under 10 overdue" in figures
    assert "under 10 requests this season" in figures
    assert "acknowledged in 2 working days" in figures and "answered in 6.5 working days" in figures
    assert set(re.findall(r"\d+", figures)) == {"128", "10", "2", "6", "5"}
    assert digests_of(colleague) == []


def test_events_are_listed_for_whom_they_concern_and_alone_make_no_letter(people, on_tuesday):
    ada = a_person("Ada Brook", role=Role.ADMINISTRATOR)
    times = {"starts_at": on_tuesday + timedelta(days=7), "ends_at": on_tuesday + timedelta(days=7, hours=1)}
    event = Event(title="Summer call", kind=EventKind.MEETING, place="", link="", time_zone="America/New_York", by=ada,
                  published_at=on_tuesday, revision=1, is_all_day=False, **times)  # fmt: skip
    event.states = [EventState(state_code="FL")]
    db.session.add(event)
    choose(people.dana, {Subject.EVENT: Way.DAILY})
    choose(people.rosa, {Subject.EVENT: Way.DAILY})
    send_digests(on_tuesday)
    assert digests_of(people.dana) == []

    tell(people.dana, people.rosa)
    send_digests(on_tuesday)
    told = [one for one in (people.rosa, people.dana) if "Summer call" in words_of(digests_of(one)[0])]
    assert told == [people.dana]


@pytest.mark.parametrize(
    ("zone", "around"),
    [
        ("America/New_York", datetime(2026, 3, 6, 12, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 10, 30, 12, tzinfo=UTC)),
        ("America/Los_Angeles", datetime(2028, 2, 27, 12, tzinfo=UTC)),
    ],
)
def test_one_a_date_over_changes_of_the_clock_month_ends_and_a_clock_set_back(cast, at, zone, around):
    at(around)
    reader = a_person("Ida Brook", time_zone=zone)
    choose_times(reader, digest_hour=2)
    db.session.commit()
    for hours in range(0, 5 * 24, 3):
        for jump in (0, 1, -1):
            now = around + timedelta(hours=hours + jump)
            at(now)
            tell(reader, key=f"{hours}.{jump}", about=f"topic-{hours}{jump}")
            send_due_digests(now)

    dates = [row.local_date for row in db.session.scalars(select(Digest).where(Digest.user_id == reader.id))]
    assert len(dates) == len(set(dates)) == 5
    assert max(dates) - min(dates) == 4 * DAY
    told = [row for row in rows_of(reader) if row.told_at]
    assert len(told) > 30 and len(digests_of(reader)) == 5


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("America/New_York", "Pacific/Honolulu"),
        ("Pacific/Honolulu", "Pacific/Guam"),
        ("Pacific/Guam", "America/Los_Angeles"),
    ],
)
def test_who_moves_between_zones_gets_one_a_date_and_all_that_came_in(cast, at, first, then):
    start = datetime(2026, 6, 16, 0, tzinfo=UTC)
    at(start)
    reader = a_person("Ida Brook", time_zone=first)
    db.session.commit()
    for hours in range(0, 96, 2):
        at(start + timedelta(hours=hours))
        if hours == 40:
            reader.time_zone = then
        tell(reader, key=str(hours), about=f"topic-{hours}")
        send_due_digests(start + timedelta(hours=hours))
    send_due_digests(start + timedelta(hours=130))

    dates = [row.local_date for row in db.session.scalars(select(Digest).where(Digest.user_id == reader.id))]
    assert len(dates) == len(set(dates)) >= 4
    assert all(row.digest_id for row in rows_of(reader))


def test_three_senders_at_the_hour_of_many_write_one_each(app, people, on_tuesday):
    crowd = [a_person(f"Member {number}", time_zone="America/New_York") for number in range(130)]
    tell(*crowd)
    due, problems = due_of(crowd[0]), []
    ids = [one.id for one in crowd]
    db.session.commit()

    def run():
        with app.app_context():
            try:
                list(due_digests(due))
            except Exception as error:  # what went wrong is asserted on below
                problems.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)

    assert problems == []
    db.session.rollback()
    letters = select(OutgoingEmail.user_id).where(OutgoingEmail.kind == "daily-digest")
    assert sorted(db.session.scalars(letters)) == sorted(ids)
    told = db.session.scalars(select(Notification).where(Notification.digest_id.is_(None))).all()
    assert told == []


STEPS = st.lists(st.sampled_from(["tell", "tell weekly", "read", "send", "send twice", "day", "hour"]), max_size=25)


@pytest.mark.onedb
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_every_unread_notification_is_told_in_exactly_one_digest(app, at, steps):
    now = datetime(2026, 6, 16, 11, 30, tzinfo=UTC)
    at(now)
    reader = a_person("Ida Brook", time_zone="America/New_York")
    choose(reader, {Subject.TOPIC: Way.WEEKLY})
    db.session.commit()
    for number, step in enumerate([*steps, *["day", "send"] * 8]):
        if step.startswith("tell"):
            kind = "topic-new" if step == "tell weekly" else "topic-reply"
            tell(reader, key=str(number), kind=kind, about=f"topic-{number}", title=f"Title {number}.")
        elif step == "read":
            for row in rows_of(reader)[::2]:
                mark_read(reader, row.about)
        elif step.startswith("send"):
            for _ in step.split():
                send_due_digests(now)
        else:
            now += DAY if step == "day" else timedelta(hours=1)
            at(now)
        db.session.commit()

    texts = [words_of(one) for one in digests_of(reader)]
    for row in rows_of(reader):
        told = sum(f"{row.title}\n" in text for text in texts)
        assert told == (1 if row.told_at else 0)
        assert row.told_at or row.read_at
    empty_tables()


def test_next_digests_are_set_to_the_hour_of_each(people, on_tuesday):
    tell(people.dana, people.pat)
    now = on_tuesday + DAY
    send_due_digests(now)

    for one in (people.dana, people.pat):
        assert due_of(one) == rules.next_digest_at(now, 7, one.time_zone) > now
    kinds = db.session.scalars(select(Digest.kind)).all()
    assert set(kinds) == {DigestKind.DAILY}
