"""Many workers at once, workers that die or freeze, clocks that differ: no letter twice, none lost."""

import time
from datetime import timedelta

import pytest
import sqlalchemy
from sqlalchemy import select

from coordhub import clock
from coordhub.db import db
from coordhub.mail import actions, insisting, power, queries, rules
from coordhub.mail.handover import AnswerLost
from coordhub.mail.models import Delivery, OutgoingEmail
from tests.mail.test_hosts import together
from tests.mail.waiting import a_letter, a_look, leases_end, some_letters, statuses, stored

CLAIMED, HANDING, UNCERTAIN, SENT = Delivery.CLAIMED, Delivery.HANDING, Delivery.UNCERTAIN, Delivery.SENT


class Fake:
    """A carrier that does as told before and after its final dot."""

    name = "fake"

    def __init__(self, before=lambda: None, after=lambda: "250 fine"):
        self.before, self.after, self.taken = before, after, []

    def hand_over(self, letter, before_dot):
        self.before()
        before_dot()
        self.taken.append(letter.letter_id)
        return self.after()

    def close(self):
        pass


def test_workers_at_once_send_every_letter_once(app, office, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_SENDERS", 2)
    monkeypatch.setitem(app.config, "MAIL_HOST_CONNECTIONS", 8)
    some_letters(60)
    number = 4 if db.engine.dialect.name == "postgresql" else 2

    together(app, *(lambda: a_look("same name") for _ in range(number)))

    assert sorted(office.addresses) == [f"p{one:03}@example.org" for one in range(60)]
    assert set(statuses()) == {SENT}


def test_claims_of_a_worker_that_died_go_back_and_the_one_in_its_hands_is_uncertain(office):
    claimed = {"owner": "gone", "lease_until": clock.now() - timedelta(minutes=1)}
    a_letter("1", status=HANDING, handed_at=clock.now(), **claimed)
    a_letter("2", status=CLAIMED, **claimed)

    done = a_look()

    assert statuses() == [UNCERTAIN, SENT]
    assert done.lines[0] == f"letter {stored('1').id}: uncertain, its worker is gone"


@pytest.mark.onedb
def test_claims_made_before_the_machine_failed_are_in_doubt_and_those_of_its_present_run_are_not(office):
    ended = clock.now() - timedelta(minutes=1)
    a_letter("1", status=CLAIMED, owner="gone-1~0123456789abcdef", lease_until=ended)
    a_letter("2", status=CLAIMED, owner="gone-2" + power.sign(), lease_until=ended)

    a_look()

    assert statuses() == [UNCERTAIN, SENT]
    assert stored("1").handed_at is not None


@pytest.mark.onedb
def test_a_connection_that_did_not_wait_for_the_disk_waits_again_for_all_others(office):
    a_letter()
    a_look()

    for _ in range(3):
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL


def test_a_frozen_worker_hands_over_nothing_that_others_took_meanwhile(app):
    a_letter()
    other = Fake()

    def frozen():
        leases_end()
        a_look("other", carrier=other)

    sleepy = Fake(before=frozen)
    done = a_look("sleepy", carrier=sleepy)

    assert (len(other.taken), sleepy.taken, done.sent) == (1, [], 0)
    assert (stored().status, stored().attempts) == (SENT, 1)


def test_a_frozen_worker_may_still_tell_that_its_letter_was_accepted(app):
    a_letter()
    seen = []

    def frozen():
        leases_end()
        a_look("other", carrier=Fake())
        seen.append(stored().status)
        return "250 fine"

    a_look("sleepy", carrier=Fake(after=frozen))

    assert (seen, stored().status, stored().smtp_reply) == ([UNCERTAIN], SENT, "250 fine")


def test_a_frozen_worker_does_not_speak_for_a_letter_that_was_sent_again_by_hand(app):
    a_letter()

    def frozen():
        leases_end()
        a_look("other", carrier=Fake())
        actions.try_again(db.session.scalars(select(OutgoingEmail)).one())
        db.session.commit()
        return "250 fine"

    a_look("sleepy", limit=1, carrier=Fake(after=frozen))

    assert stored().status == Delivery.QUEUED


def test_a_lease_is_renewed_while_the_server_takes_its_time(app, monkeypatch):
    monkeypatch.setattr(rules, "LEASE", timedelta(seconds=0.6))
    monkeypatch.setattr(rules, "RENEWED_EVERY", timedelta(seconds=0.1))
    a_letter()
    other = Fake()

    def slow():
        time.sleep(1)
        a_look("other", carrier=other)
        return "250 fine"

    done = a_look(carrier=Fake(after=slow))

    assert (done.sent, other.taken, stored().status) == (1, [], SENT)


@pytest.mark.parametrize("seconds", [-90, 90])
def test_a_machine_whose_clock_is_wrong_takes_nothing_out_of_anothers_hands(app, at, seconds):
    if db.engine.dialect.name != "postgresql":
        seconds = 0  # all workers of an SQLite file share one clock
    here = clock.now()
    at(here)
    a_letter(next_at=here - timedelta(minutes=5))
    other = Fake()

    def elsewhere():
        at(here + timedelta(seconds=seconds))
        a_look("other", carrier=other)
        at(here)

    monkey = Fake(before=elsewhere)
    done = a_look(carrier=monkey)

    assert (done.sent, other.taken) == (1, [])


@pytest.mark.onedb
def test_the_last_letters_acceptance_is_written_before_the_next_claim_and_at_the_end(app):
    some_letters(3)
    seen = []

    a_look(carrier=Fake(after=lambda: seen.append(statuses()) or "250 fine"))

    assert seen == [[HANDING, CLAIMED, CLAIMED], [SENT, HANDING, CLAIMED], [SENT, SENT, HANDING]]
    assert statuses() == [SENT] * 3


@pytest.mark.onedb
def test_kinds_that_let_somebody_in_are_sent_once_more_and_the_others_are_told_again(office, monkeypatch, at):
    monkeypatch.setattr(rules, "SENT_AGAIN", frozenset({"sign-in"}))
    monkeypatch.setattr(queries, "SENT_AGAIN", rules.SENT_AGAIN)
    now = clock.now()
    at(now)
    a_letter("1", kind="sign-in")
    a_letter("2", "rosa@example.org")
    office.cuts.add("DOT")
    office.keeps_what_it_cuts = True
    a_look()
    at(now + timedelta(minutes=119))
    a_look()
    assert len(office.accepted) == 2

    at(now + timedelta(minutes=121))
    a_look()
    at(now + timedelta(minutes=250))
    a_look()

    assert len(office.accepted) == 3
    assert office.accepted[2].content == office.accepted[0].content
    assert [row.id for row in queries.unsettled(clock.now() - timedelta(hours=1))] == [stored("2").id]
    assert queries.unsettled(now) == []


@pytest.mark.onedb
def test_an_answer_that_is_lost_by_one_carrier_does_not_end_the_look(app):
    some_letters(2)
    lost = iter([AnswerLost("cut"), None])

    def after():
        if error := next(lost):
            raise error
        return "250 fine"

    done = a_look(carrier=Fake(after=after))

    assert (done.uncertain, done.sent) == (1, 1)


@pytest.mark.onedb
def test_a_database_that_is_away_for_a_moment_loses_no_answer(app, office, monkeypatch):
    monkeypatch.setattr(insisting, "WAITS_SECONDS", (0.01,) * 5)
    some_letters(3)
    faults = iter([False, True, True, False, True])

    def away(connection, cursor, statement, *more):
        if statement.startswith("UPDATE outgoing_email SET status=CASE") and next(faults, False):
            raise sqlalchemy.exc.OperationalError(statement, {}, Exception("the server closed the connection"))

    sqlalchemy.event.listen(db.engine, "before_cursor_execute", away)
    done = a_look()
    sqlalchemy.event.remove(db.engine, "before_cursor_execute", away)

    assert done.sent == 3
    assert statuses() == [SENT] * 3
    assert len(office.accepted) == 3


@pytest.mark.onedb
def test_an_answer_that_cannot_be_written_down_leaves_the_letter_to_the_reaper(app, monkeypatch):
    monkeypatch.setattr(insisting, "WAITS_SECONDS", ())
    a_letter()

    def away(connection, cursor, statement, parameters, *more):
        if "250 fine" in str(parameters):
            raise sqlalchemy.exc.OperationalError(statement, {}, Exception("gone"))

    sqlalchemy.event.listen(db.engine, "before_cursor_execute", away)
    with pytest.raises(sqlalchemy.exc.OperationalError):
        a_look(carrier=Fake())
    sqlalchemy.event.remove(db.engine, "before_cursor_execute", away)

    assert stored().status == HANDING
    leases_end()
    other = Fake()
    a_look(carrier=other)
    assert (stored().status, other.taken) == (UNCERTAIN, [])
