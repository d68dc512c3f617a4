"""The hub's letters through a real Postfix: what it passes on, what it reports back, and what its log settles."""

import time
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select, update

from coordhub import clock
from coordhub.db import db
from coordhub.mail import addresses
from coordhub.mail.delivery import deliver
from coordhub.mail.models import Delivery, IncomingEmail, OutgoingEmail
from tests.factories import a_waiting_letter
from tests.mail.relay import HUB_DOMAIN, running_relay, why_not

pytestmark = [pytest.mark.onedb, pytest.mark.skipif(bool(why_not()), reason=why_not())]

GOOD, UNKNOWN = "ben@example.org", "nobody@example.org"
WAIT_SECONDS = 30


@pytest.fixture(scope="module")
def postfix():
    with running_relay() as relay:
        yield relay


@pytest.fixture
def relay(postfix, app, monkeypatch):
    """Let the hub hand its letters to Postfix, and read the mail of its own domain."""
    monkeypatch.setitem(app.config, "MAIL_SERVER", "127.0.0.1")
    monkeypatch.setitem(app.config, "MAIL_PORT", postfix.port)
    monkeypatch.setitem(app.config, "MAIL_REPLY_DOMAIN", HUB_DOMAIN)
    postfix.forget()
    return postfix


def reports(relay, number):
    """Wait for so many reports that came back, and return them by the envelope id that they name."""
    until = time.monotonic() + WAIT_SECONDS
    while len(relay.box("hub")) < number and time.monotonic() < until:
        time.sleep(0.05)
    found = {}
    for content in relay.box("hub"):
        message = message_from_bytes(content, policy=policy.default)
        assert message.get_content_type() == "multipart/report"
        of_message, of_address = list(message.iter_parts())[1].get_payload()
        found[of_message["Original-Envelope-Id"]] = (message, of_address)
    return found


def the_letters():
    good, unknown = a_waiting_letter(address=GOOD), a_waiting_letter(address=UNKNOWN)
    db.session.commit()
    return good, unknown


def stored(letter):
    db.session.expire_all()
    return db.session.get(OutgoingEmail, letter.id)


def test_postfix_passes_a_letter_on_once_and_reports_both_ends_by_the_letter_s_number(relay):
    good, unknown = the_letters()

    assert deliver(clock.now(), owner="w", limit=10).sent == 2

    found = reports(relay, 2)
    assert set(found) == {str(good.id), str(unknown.id)}
    message, arrived = found[str(good.id)]
    assert (arrived["Action"], arrived["Status"]) == ("delivered", "2.0.0")
    assert addresses.letter_of(message["Delivered-To"]) == good.id
    message, failed = found[str(unknown.id)]
    assert (failed["Action"], failed["Status"]) == ("failed", "5.1.1")
    assert failed["Original-Recipient"] == f"rfc822;{UNKNOWN}"
    assert addresses.letter_of(message["Delivered-To"]) == unknown.id
    (passed_on,) = relay.box("ben")
    assert message_from_bytes(passed_on, policy=policy.default)["Message-ID"] == good.message_id
    # The relay counts the letter's bytes anew, but changes none.
    assert good.content.replace(b"\r\n", b"\n") in passed_on


def test_the_log_of_postfix_settles_what_is_uncertain(relay, app):
    good, unknown = the_letters()
    deliver(clock.now(), owner="w", limit=10)
    reports(relay, 2)
    db.session.execute(update(OutgoingEmail).values(status=Delivery.UNCERTAIN, smtp_reply="", sent_at=None))
    db.session.commit()

    ran = app.test_cli_runner().invoke(args=["mail", "settle", "--log", str(relay.log)])

    assert ran.exit_code == 0, ran.output
    assert stored(good).status == Delivery.SENT
    assert stored(unknown).status == Delivery.FAILED
    assert "5.1.1" in stored(unknown).last_error


def test_the_reports_of_postfix_settle_what_is_uncertain(relay, app):
    good, unknown = the_letters()
    deliver(clock.now(), owner="w", limit=10)
    found = reports(relay, 2)
    db.session.execute(update(OutgoingEmail).values(status=Delivery.UNCERTAIN, smtp_reply="", sent_at=None))
    db.session.commit()

    for message, _ in found.values():
        words = ["mail", "receive", "--recipient", message["Delivered-To"], "--sender", ""]
        ran = app.test_cli_runner().invoke(args=words, input=message.as_bytes())
        assert ran.exit_code == 0, ran.output

    assert stored(good).status == Delivery.SENT
    assert stored(unknown).status == Delivery.FAILED
    assert {(one.letter_id, one.kind) for one in db.session.scalars(select(IncomingEmail))} == {
        (good.id, "delivered"),
        (unknown.id, "bounce"),
    }
