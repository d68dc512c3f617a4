"""Reports about mail: what settles a letter, what an address costs, who is told, and what nobody believes."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from coordhub.accounts.models import Role
from coordhub.db import db
from coordhub.directory.models import Channel
from coordhub.home.incoming import receive, take_in_refusals
from coordhub.mail import bounces
from coordhub.mail.addresses import bounce_address
from coordhub.mail.models import Delivery, Incoming, IncomingEmail, MailAddress, OutgoingEmail
from coordhub.notifications.models import Notification
from tests.directory.entries import a_contact, whole
from tests.factories import a_person
from tests.mail.incoming import letters

MADE_UP = "bounce+1-aaaaaaaaaaaaaaaa@in.example.org"


def report_on(row, *, to=None, number=1, **more):
    given = {"address": row.address, "message_id": row.message_id, "own_id": f"<r{row.id}.{number}@relay.example.org>"}
    return receive(letters.postfix_report(to or bounce_address(row.id), **(given | more)))


def told(kind):
    found = select(Notification.user_id).where(Notification.kind == kind).order_by(Notification.user_id)
    return list(db.session.scalars(found))


def fresh(row):
    db.session.expire_all()
    return db.session.get(OutgoingEmail, row.id)


@pytest.mark.parametrize(
    "make", [letters.postfix_report, letters.exchange_report, letters.gmail_report, letters.qmail_report]
)
def test_a_failure_makes_a_dead_letter_and_one_bounce(cast, sent, make):
    row = sent()
    words = receive(make(bounce_address(row.id), address=row.address, message_id=row.message_id))

    assert words.startswith("bounce: hard 5.1.1")
    assert fresh(row).status == Delivery.FAILED
    assert fresh(row).last_error.startswith("550 5.1.1")
    assert db.session.get(MailAddress, row.address).hard_bounces == 1


@pytest.mark.onedb
@pytest.mark.parametrize("status", [Delivery.UNCERTAIN, Delivery.SENT, Delivery.QUEUED, Delivery.FAILED])
def test_delivered_settles_a_letter_whatever_was_thought_of_it(cast, sent, status):
    row = sent(status=status)
    words = report_on(row, action="delivered", status="2.0.0", words="smtp; 250 ok")

    assert words == "delivered: delivered 2.0.0"
    assert fresh(row).status == Delivery.SENT
    assert fresh(row).sent_at is not None


@pytest.mark.onedb
def test_a_delay_is_noted_and_changes_nothing(cast, sent):
    row = sent(status=Delivery.UNCERTAIN)

    assert report_on(row, action="delayed", status="4.4.1") == "delayed: delayed 4.4.1"
    assert fresh(row).status == Delivery.UNCERTAIN
    assert db.session.scalar(select(MailAddress)) is None


@pytest.mark.onedb
def test_old_news_of_a_failure_does_not_stop_a_letter_that_is_tried_again(cast, sent):
    row = sent(status=Delivery.QUEUED)
    report_on(row)

    assert fresh(row).status == Delivery.QUEUED


@pytest.mark.onedb
@pytest.mark.parametrize(
    "change",
    [
        {"message_id": "<made-up@hub.example.org>"},
        {"message_id": "<made-up@hub.example.org>", "envelope_id": "1"},
        {"address": "somebody.else@example.org"},
    ],
)
@pytest.mark.parametrize("to", ["notify@hub.example.org", MADE_UP])
def test_a_report_that_nothing_vouches_for_is_not_believed(cast, sent, change, to):
    row = sent()
    words = report_on(row, to=to, **change)

    assert words == "refused: a report that nothing vouches for"
    assert fresh(row).status == Delivery.SENT
    assert db.session.scalar(select(MailAddress)) is None


@pytest.mark.onedb
def test_without_a_signed_address_message_id_and_recipient_together_vouch(cast, sent):
    row = sent()
    report_on(row, to="notify@hub.example.org")

    assert fresh(row).status == Delivery.FAILED


@pytest.mark.onedb
def test_the_signed_address_may_come_back_as_the_envelopes_id(cast, sent):
    row = sent()
    report_on(row, to="notify@hub.example.org", envelope_id=bounce_address(row.id), message_id="<x@y>")

    assert fresh(row).status == Delivery.FAILED


def test_two_hard_bounces_on_different_days_stop_letters_and_tell_the_person_and_the_director(
    cast, sent, at, on_tuesday
):
    dana = cast.dana
    lou = a_director_of_florida()
    report_on(sent(dana))
    report_on(sent(dana))
    assert db.session.get(MailAddress, dana.email).hard_bounces == 1
    assert told("address-dead") == []

    at(on_tuesday + timedelta(days=1))
    report_on(sent(dana))

    assert db.session.get(MailAddress, dana.email).suppressed_at is not None
    assert told("address-dead") == [dana.id]
    assert told("colleague-address-dead") == [lou.id]


def a_director_of_florida():
    person = a_person("Lou Kane", role=Role.DIRECTOR, state_code="FL")
    db.session.commit()
    return person


@pytest.mark.onedb
def test_one_letter_counts_once_however_many_reports_come(cast, sent, at, on_tuesday):
    row = sent()
    report_on(row, number=1)
    at(on_tuesday + timedelta(days=1))
    report_on(row, number=2)
    take_in_refusals(on_tuesday + timedelta(days=1))

    assert db.session.get(MailAddress, row.address).hard_bounces == 1


@pytest.mark.onedb
def test_what_a_server_refuses_outright_counts_too_and_once(cast, sent, at, on_tuesday):
    row = sent(status=Delivery.FAILED)
    row.last_error = "550 5.1.1 no such user"
    db.session.commit()

    assert take_in_refusals(on_tuesday) == 1
    assert take_in_refusals(on_tuesday) == 0
    assert db.session.get(MailAddress, row.address).hard_bounces == 1
    assert db.session.scalar(select(IncomingEmail.kind)) == Incoming.BOUNCE


@pytest.mark.onedb
def test_policy_costs_the_address_nothing_and_administrators_hear_of_it(cast, sent):
    row = sent()
    report_on(row, status="5.7.1", words="smtp; 554 5.7.1 blocked")

    assert db.session.scalar(select(MailAddress)) is None
    assert told("mail-turned-away") == [cast.ada.id]


def test_a_hard_bounce_makes_the_directory_entry_due(cast, sent):
    a_contact("ben", emails=cast.ben.email)
    db.session.commit()
    row = sent()
    report_on(row)

    channel = db.session.scalar(select(Channel))
    db.session.refresh(channel)
    assert channel.bounced_letter_id == row.id
    assert whole("ben").due_on == date(2026, 6, 16)


@pytest.mark.onedb
def test_forgiving_an_address_gives_it_a_clean_slate(cast, app, sent, at, on_tuesday):
    report_on(sent())
    at(on_tuesday + timedelta(days=1))
    report_on(sent())

    listed = app.test_cli_runner().invoke(args=["mail", "bounced"])
    done = app.test_cli_runner().invoke(args=["mail", "forgive", cast.ben.email.upper()])
    assert listed.output == f"{cast.ben.email}: 5.1.1 on 2026-06-17, no letters since 2026-06-17\n"
    assert done.exit_code == 0
    assert db.session.scalar(select(MailAddress)) is None
    assert app.test_cli_runner().invoke(args=["mail", "forgive", "x@example.org"]).exit_code == 1


@pytest.mark.onedb
def test_a_report_is_never_answered(cast, sent):
    before = db.session.query(OutgoingEmail).count()
    row = sent()
    report_on(row)
    report_on(row, to=MADE_UP, number=2, message_id="<x@y>")

    assert db.session.query(OutgoingEmail).count() == before + 1


@pytest.mark.onedb
def test_an_away_note_to_the_address_for_reports_is_left_alone(cast, sent):
    row = sent()
    away = letters.an_answer("I am away.", sender=row.address, to=bounce_address(row.id), Auto_Submitted="auto-replied")

    assert receive(away) == "automatic: left alone"
    assert fresh(row).status == Delivery.SENT


@pytest.mark.onedb
def test_points_are_those_of_the_study(app, on_tuesday, at):
    day = on_tuesday.date()

    def record(status, days):
        return bounces.record("a@example.org", status, day + timedelta(days=days))

    assert [record("4.4.7", days) for days in range(9)] == [False] * 9
    assert record("5.2.2", 8) is False  # the same day again
    assert record("5.2.2", 9) is True
    assert record("5.2.2", 10) is False  # it is stopped already


@pytest.mark.onedb
def test_thirty_days_without_a_bounce_forgive(app, on_tuesday):
    day = on_tuesday.date()

    assert bounces.record("a@example.org", "5.1.1", day) is False
    assert bounces.record("a@example.org", "5.1.1", day + timedelta(days=31)) is False
    assert bounces.record("a@example.org", "5.1.1", day + timedelta(days=32)) is True


@pytest.mark.parametrize(
    ("reply", "failure"),
    [
        ("550 5.1.1 no such user", "hard"),
        ("550 no such user", "hard"),
        ("550 5.4.1 Recipient address rejected: Access denied", "hard"),
        ("552 5.2.2 mailbox full", "soft"),
        ("552 full", "soft"),
        ("554 no", "soft"),
        ("550 5.7.1 blocked", "policy"),
        ("553 5.1.8 sender unknown", "policy"),
        ("4.4.7 expired", "soft"),
        ("lost", "soft"),
    ],
)
def test_what_a_reply_says_of_the_address(reply, failure):
    assert bounces.failure_of(bounces.status_of(reply)) == failure
