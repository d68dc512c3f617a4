"""Several hosts: each with its own letters, its own faults, its own limits; and the switch that stops them."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from coordhub import clock
from coordhub.db import db
from coordhub.mail import actions, queries
from coordhub.mail.hosts import hosts_of
from coordhub.mail.models import EVERY_HOST, Delivery, MailAddress
from tests.mail.postoffice import PostOffice
from tests.mail.waiting import a_letter, a_look, host_row, some_letters, statuses, stored

QUEUED, SENT = Delivery.QUEUED, Delivery.SENT


@pytest.fixture
def texas(app, office, monkeypatch):
    """A second host, for letters to Texas."""
    with PostOffice() as post:
        monkeypatch.setitem(app.config, "MAIL_ROUTES", {"tx.example.org": post.name})
        yield post


@pytest.mark.onedb
def test_a_letter_goes_to_the_host_of_its_domain(office, texas):
    a_letter("1", "rosa@TX.example.org")
    a_letter("2", "ben@example.org")

    a_look()

    assert (office.addresses, texas.addresses) == (["ben@example.org"], ["rosa@TX.example.org"])
    assert (stored("1").host, stored("2").host) == (texas.name, office.name)


@pytest.mark.onedb
def test_a_corrected_setting_mends_waiting_letters(app, office, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_ROUTES", {"tx.example.org": "127.0.0.1:1"})
    a_letter("1", "rosa@tx.example.org")
    a_look()

    monkeypatch.setitem(app.config, "MAIL_ROUTES", {})

    assert a_look().sent == 1


@pytest.mark.onedb
def test_a_host_that_hangs_holds_up_no_other_one_and_is_left_to_the_sender_that_waits(office, texas):
    texas.waits["DOT"] = 1.0
    a_letter("1", "rosa@tx.example.org")
    a_letter("2", "ben@example.org")

    first = a_look(patience_seconds=0.2)
    a_letter("3", "ben@example.org")
    a_letter("4", "rosa@tx.example.org")
    second = a_look(patience_seconds=0.2)

    assert (first.sent, second.sent) == (1, 1)
    assert (stored("1").status, stored("4").status) == (Delivery.HANDING, QUEUED)
    assert texas.all_lines == 1
    texas.waits.clear()
    _wait_until(lambda: stored("4").status == SENT)
    assert stored("1").status == SENT


@pytest.mark.onedb
def test_a_host_that_refuses_holds_up_no_other_one(office, texas):
    texas.answers["HELLO"] = "421 not now"
    a_letter("1", "rosa@tx.example.org")
    a_letter("2", "ben@example.org")

    a_look()

    assert statuses() == [QUEUED, SENT]
    assert [row.host for row in queries.outbox_state(clock.now()).paused] == [texas.name]


@pytest.mark.onedb
def test_a_password_is_told_to_its_own_host_only(app, office, texas, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_USERNAME", "hub")
    monkeypatch.setitem(app.config, "MAIL_PASSWORD", "a-word-of-this-test")
    a_letter("1", "rosa@tx.example.org")
    a_letter("2", "ben@example.org")

    a_look()

    assert statuses() == [SENT, QUEUED]  # the usual host offers no sign-in, which is asked for there
    assert "sign-in" in host_row(office.name).reason


def test_no_more_lines_are_open_at_a_host_than_the_settings_allow(app, office, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_SENDERS", 3)
    monkeypatch.setitem(app.config, "MAIL_HOST_CONNECTIONS", 2)
    office.waits["DOT"] = 0.03
    some_letters(12)

    together(app, lambda: a_look("one"), lambda: a_look("two"))

    assert sorted(office.addresses) == [f"p{one:03}@example.org" for one in range(12)]
    assert office.most_lines == 2


def test_no_more_letters_a_minute_reach_a_host_than_the_settings_allow(app, office, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_SENDERS", 2)
    monkeypatch.setitem(app.config, "MAIL_HOST_PER_MINUTE", 7)
    some_letters(12)

    together(app, lambda: a_look("one"), lambda: a_look("two"))

    assert len(office.accepted) == 7
    assert statuses().count(QUEUED) == 5
    assert a_look().sent == 0


@pytest.mark.onedb
def test_a_minute_later_the_next_ones_leave(app, office, monkeypatch, at):
    monkeypatch.setitem(app.config, "MAIL_HOST_PER_MINUTE", 2)
    now = clock.now()
    at(now)
    some_letters(3)
    a_look()

    at(now + timedelta(seconds=59))
    assert a_look().sent == 0
    at(now + timedelta(seconds=61))
    assert a_look().sent == 1


@pytest.mark.onedb
def test_one_line_serves_a_hundred_letters(office):
    some_letters(101)

    assert a_look(limit=200).sent == 101
    assert office.all_lines == 2


@pytest.mark.onedb
@pytest.mark.parametrize("which", ["all", "one"])
def test_what_is_stopped_waits_until_it_is_started_again(office, texas, which):
    host = EVERY_HOST if which == "all" else texas.name
    a_letter("1", "rosa@tx.example.org")
    a_letter("2", "ben@example.org")

    assert [actions.stop_mail(host), actions.stop_mail(host)] == [True, False]
    db.session.commit()
    a_look()

    assert statuses() == [QUEUED, QUEUED if which == "all" else SENT]
    assert [row.host for row in queries.outbox_state(clock.now()).stopped] == [host]
    assert [actions.start_mail(host), actions.start_mail(host)] == [True, False]
    db.session.commit()
    a_look()
    assert statuses() == [SENT, SENT]


@pytest.mark.onedb
def test_what_is_claimed_still_leaves_when_mail_is_stopped(app, office):
    some_letters(3)
    office.waits["DOT"] = 0.1

    looking = Thread(target=_in_context, args=(app, a_look))
    looking.start()
    _wait_until(lambda: office.accepted)
    actions.stop_mail()
    db.session.commit()
    looking.join()

    assert statuses() == [SENT] * 3


@pytest.mark.onedb
def test_a_letter_to_a_dead_address_does_not_leave_and_says_why(office):
    db.session.add_all(
        [
            MailAddress(address="ben@example.org", bounced_on=clock.now().date(), reason="5.1.1, twice",
                        suppressed_at=clock.now()),
            MailAddress(address="rosa@example.org", bounced_on=clock.now().date(), reason="4.2.2"),
        ]
    )  # fmt: skip
    a_letter("1", "Ben@example.org")
    a_letter("2", "rosa@example.org")

    a_look()

    assert (stored("1").status, stored("1").last_error) == (Delivery.SUPPRESSED, "5.1.1, twice")
    assert office.addresses == ["rosa@example.org"]
    assert queries.outbox_state(clock.now()).suppressed == 1


@pytest.mark.onedb
def test_the_most_urgent_leave_first(office):
    a_letter("1", "bulk@example.org", priority=2)
    a_letter("2", "plain@example.org", priority=1, status=Delivery.DEFERRED)
    a_letter("3", "urgent@example.org", priority=0)

    a_look()

    assert office.addresses == ["urgent@example.org", "plain@example.org", "bulk@example.org"]


def test_the_administrator_sees_how_each_host_and_hour_stands(app, office, texas, on_tuesday, at):
    office.answers["RCPT", "ben@example.org"] = "550 no"
    a_letter("1", "rosa@tx.example.org")
    a_letter("2", "ben@example.org")
    a_look()
    at(on_tuesday + timedelta(hours=2))
    actions.stop_mail(texas.name)
    a_letter("3", "rosa@tx.example.org")

    usual, other = queries.host_states(clock.now(), hosts_of(app.config))
    hours = queries.hourly(clock.now())

    assert (usual.name, usual.waiting, usual.stopped_at) == (office.name, 0, None)
    assert (other.name, other.waiting, other.stopped_at) == (texas.name, 1, clock.now())
    assert [hour.hour_at for hour in hours] == [
        on_tuesday.replace(minute=0) - timedelta(hours=back) for back in range(21, -3, -1)
    ]
    told = [(one.written, one.sent, one.failed) for one in hours]
    assert told == [(0, 0, 0)] * 21 + [(2, 1, 1), (0, 0, 0), (1, 0, 0)]


def together(app, *deeds):
    """Do all at the same moment, as workers of their own do."""
    db.session.remove()
    all_there = Barrier(len(deeds))

    def go(deed):
        all_there.wait()
        _in_context(app, deed)

    threads = [Thread(target=go, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _in_context(app, deed):
    with app.app_context():
        deed()
        db.session.remove()


def _wait_until(is_so):
    import time

    for _ in range(300):
        if is_so():
            return
        time.sleep(0.02)
    raise AssertionError("it never came so")
