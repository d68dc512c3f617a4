"""Whether the hub works, as machines and people see it."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from coordhub.db import db
from coordhub.mail.actions import beat, stop_mail
from coordhub.mail.models import Delivery
from coordhub.notifications.actions import Recipient, announce, notify
from coordhub.notifications.models import Notification
from coordhub.notifications.reading import mark_shown_read
from tests.factories import a_waiting_letter
from tests.statements import statements


@pytest.fixture
def letter(app, on_tuesday):
    row = a_waiting_letter()
    db.session.commit()
    return row


def beat_now():
    beat("test-worker")
    db.session.commit()


def test_without_a_worker_it_is_degraded_and_says_how_to_start_one(client, on_tuesday):
    answer = client.get("/health")

    assert answer.status_code == 503
    assert answer.json["database"] == "ok"
    assert "flask worker run" in answer.json["worker"]


def test_with_a_worker_and_nothing_late_it_is_fine(client, on_tuesday, letter):
    beat_now()
    answer = client.get("/health")

    assert answer.status_code == 200
    assert (answer.json["status"], answer.json["letters_waiting"]) == ("ok", 1)


@pytest.mark.parametrize(("minutes", "fine"), [(3, True), (4, False)])
def test_a_worker_is_silent_after_three_minutes(client, at, on_tuesday, minutes, fine):
    beat_now()
    at(on_tuesday + timedelta(minutes=minutes))
    answer = client.get("/health")

    assert (answer.status_code == 200) == fine
    assert ("silent" in answer.json["worker"]) != fine


@pytest.mark.parametrize(("seconds", "fine"), [(900, True), (901, False)])
def test_a_letter_older_than_fifteen_minutes_degrades_it(client, at, on_tuesday, letter, seconds, fine):
    at(on_tuesday + timedelta(seconds=seconds))
    beat_now()

    assert (client.get("/health").status_code == 200) == fine


def test_people_read_the_same_in_words(client, on_tuesday):
    page = client.get("/status").text

    assert "Never seen" in page


@pytest.mark.parametrize("status", [Delivery.QUEUED, Delivery.CLAIMED, Delivery.DEFERRED])
def test_a_letter_is_late_whatever_it_waits_for(client, at, on_tuesday, letter, status):
    letter.status, letter.next_at = status, on_tuesday + timedelta(days=1)
    at(on_tuesday + timedelta(seconds=901))
    beat_now()

    assert client.get("/health").status_code == 503


def test_mail_that_was_stopped_is_named_as_the_reason(client, at, on_tuesday, letter):
    stop_mail()
    beat_now()
    assert client.get("/health").status_code == 200

    at(on_tuesday + timedelta(seconds=901))
    beat_now()
    assert "an administrator stopped all mail" in client.get("/health").json["outbox"]


@pytest.mark.parametrize(("seconds", "fine"), [(900, True), (901, False)])
def test_an_announcement_that_reaches_nobody_degrades_it(client, at, on_tuesday, seconds, fine):
    announce(
        kind="topic-new",
        about="topic-1",
        title="Bus lines",
        url="/board/topics/1",
        reason="you asked",
        event_key="topic-1/post-1",
        actor_id=None,
    )
    db.session.commit()
    at(on_tuesday + timedelta(seconds=seconds))
    beat_now()

    answer = client.get("/health")
    assert (answer.status_code == 200) == fine
    assert (answer.json["notifications"] == "ok") == fine


@pytest.mark.parametrize(("seconds", "fine"), [(900, True), (901, False)])
def test_a_notification_whose_letter_is_not_written_degrades_it(cast, client, at, on_tuesday, seconds, fine):
    tell(cast.rosa)
    due_at = db.session.scalar(select(Notification.mail_at))
    at(due_at + timedelta(seconds=seconds))
    beat_now()

    assert (client.get("/health").status_code == 200) == fine
    assert ("Letters that were due" in client.get("/status").text) != fine


def test_a_notification_that_was_read_or_told_is_not_late(cast, client, at, on_tuesday):
    tell(cast.rosa)
    tell(cast.dana)
    mark_shown_read(cast.rosa, which=None, newest_id=None)
    db.session.execute(update(Notification).where(Notification.user_id == cast.dana.id).values(told_at=on_tuesday))
    db.session.commit()
    at(on_tuesday + timedelta(days=1))
    beat_now()

    assert client.get("/health").status_code == 200


def test_health_asks_as_often_for_many_letters_as_for_one(cast, client, on_tuesday, letter):
    client.get("/health")
    db.session.rollback()
    with statements() as few:
        client.get("/health")
    for _ in range(20):
        a_waiting_letter()
    for one in (cast.rosa, cast.dana, cast.ben):
        tell(one)
    db.session.commit()
    with statements() as many:
        client.get("/health")

    assert len(many) == len(few)


def test_neither_page_names_anybody(cast, client, at, on_tuesday, letter):
    letter.last_error = "550 <marker@example.org> MARKER"
    tell(cast.rosa, title="MARKER")
    at(on_tuesday + timedelta(days=1))

    for path in ("/health", "/status"):
        text = client.get(path).text
        assert "MARKER" not in text
        assert "@example.org" not in text


def tell(user, title="Overdue"):
    notify(
        [Recipient(user, "you asked")],
        kind="suggestion-received",
        about="entry-1",
        title=title,
        url="/directory",
        event_key=f"entry-1/{user.id}",
        actor_id=None,
    )
    db.session.commit()
