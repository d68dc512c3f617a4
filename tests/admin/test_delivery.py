"""The administrators' page of mail: what stands there is so, and each button does what it says."""

from datetime import date, timedelta

import pytest

from coordhub.admin import queries
from coordhub.db import db
from coordhub.mail.actions import beat
from coordhub.mail.models import (
    EVERY_HOST,
    Delivery,
    DeliveryWorker,
    Incoming,
    IncomingEmail,
    MailAddress,
    MailHost,
    OutgoingEmail,
)
from tests.factories import a_waiting_letter
from tests.statements import statements

REFUSED = "550 5.1.1 <lost@example.org> no such mailbox"


def a_dead_letter(at, *, host="relay:25", words=REFUSED, status=Delivery.FAILED):
    row = a_waiting_letter()
    row.status, row.last_error, row.host, row.failed_at = status, words, host, at
    db.session.commit()
    return row


def status_of(letter):
    db.session.expire_all()
    return db.session.get(OutgoingEmail, letter.id).status


@pytest.fixture
def dead_letter(app, on_tuesday):
    return a_dead_letter(on_tuesday)


@pytest.fixture
def ada(cast, client, on_tuesday):
    return client.sign_in(cast.ada)


def test_an_empty_hub_has_a_calm_page(ada):
    page = ada.get("/admin/delivery").text

    assert "No letter failed for good" in page
    assert "No letter came back" in page
    assert "No worker was seen" in page
    assert page.count("<rect") == 0


def test_letters_stand_in_the_hour_in_which_they_were_written_sent_and_given_up(ada, at, on_tuesday):
    sent, failed = a_waiting_letter(), a_waiting_letter()
    sent.status, sent.sent_at = Delivery.SENT, on_tuesday + timedelta(hours=1)
    failed.status, failed.failed_at = Delivery.FAILED, on_tuesday + timedelta(hours=2)
    a_waiting_letter()
    db.session.commit()
    at(on_tuesday + timedelta(hours=3, minutes=30))

    page = ada.get("/admin/delivery").text
    lines = [one.split("</tr>")[0] for one in page.split('<tr><th scope="row">Tue, ')[1:]]
    numbers = [[cell.split("<")[0] for cell in line.split('class="number">')[1:]] for line in lines]
    assert numbers[:4] == [  # the latest first: written, sent, failed, waiting at the end
        ["0", "0", "0", "1"],
        ["0", "0", "1", "1"],
        ["0", "1", "0", "2"],
        ["3", "0", "0", "3"],
    ]
    assert page.count("hours__bar--sent") == page.count("hours__bar--failed") == 1
    assert "At most 3, at Tue," in page


def test_a_letter_waits_until_it_is_sent_and_an_uncertain_one_does_not(app, on_tuesday):
    a_waiting_letter().status = Delivery.UNCERTAIN
    a_waiting_letter().status = Delivery.SUPPRESSED
    a_waiting_letter().status = Delivery.DEFERRED
    db.session.commit()

    assert queries.waiting_by_hour([on_tuesday - timedelta(hours=1), on_tuesday]) == [0, 1]


def test_each_worker_stands_with_when_it_was_last_seen(ada, at, on_tuesday):
    db.session.add(DeliveryWorker(name="old-worker", seen_at=on_tuesday - timedelta(hours=2)))
    db.session.add(DeliveryWorker(name="gone-worker", seen_at=on_tuesday - timedelta(days=2)))
    beat("new-worker")
    db.session.commit()

    page = ada.get("/admin/delivery").text
    assert page.index("Running") > page.index("new-worker")
    assert page.index("Silent") > page.index("old-worker")
    assert "gone-worker" not in page


def test_a_host_that_rests_stands_with_its_reason_and_can_be_woken(ada, app, on_tuesday, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_SERVER", "relay")
    until = on_tuesday + timedelta(minutes=5)
    db.session.add(MailHost(host="relay:25", paused_until=until, refusals=2, reason="421 too many letters"))
    db.session.commit()
    assert "421 too many letters" in ada.get("/admin/delivery").text

    ada.post("/admin/delivery/start", data={"host": "relay:25"})

    assert "421 too many letters" not in ada.get("/admin/delivery").text


def test_stopping_says_what_it_means_and_asks_first(ada):
    a_waiting_letter()
    db.session.commit()

    page = ada.get("/admin/delivery/stop").text
    assert "1 letter waits now" in page
    assert "None is lost" in page
    assert db.session.get(MailHost, EVERY_HOST) is None


@pytest.mark.parametrize("host", [EVERY_HOST, "files"])
def test_mail_is_stopped_and_started_with_a_bar_on_all_pages_in_between(ada, host):
    ada.post("/admin/delivery/stop", data={"host": host})
    pages = [ada.get(path).text for path in ("/admin/", "/admin/delivery", "/admin/delivery/stop")]
    ada.post("/admin/delivery/start", data={"host": host})

    assert all("stopped-bar" in page for page in pages)
    assert "stopped-bar" not in ada.get("/admin/").text


def test_the_bar_is_for_administrators_only(cast, client, ada):
    ada.post("/admin/delivery/stop", data={"host": EVERY_HOST})

    assert "stopped-bar" not in client.sign_in(cast.rosa).get("/inbox").text


def test_stopping_twice_keeps_when_it_began(ada, at, on_tuesday):
    ada.post("/admin/delivery/stop", data={"host": EVERY_HOST})
    at(on_tuesday + timedelta(hours=1))
    ada.post("/admin/delivery/stop", data={"host": EVERY_HOST})

    db.session.expire_all()
    assert db.session.get(MailHost, EVERY_HOST).stopped_at == on_tuesday


@pytest.mark.parametrize("host", ["nowhere:25", "", "<script>", "x" * 5000, "a\x00b"])
def test_a_host_that_the_settings_do_not_name_is_not_stopped(ada, host):
    assert ada.post("/admin/delivery/stop", data={"host": host}).status_code == 404
    assert ada.get("/admin/delivery/stop", query_string={"host": host}).status_code == 404


def test_a_stopped_host_that_the_settings_forgot_can_be_started(ada, on_tuesday):
    db.session.add(MailHost(host="old:25", stopped_at=on_tuesday, refusals=0, reason=""))
    db.session.commit()
    assert "The settings do not name it any more" in ada.get("/admin/delivery").text

    ada.post("/admin/delivery/start", data={"host": "old:25"})

    assert "old:25" not in ada.get("/admin/delivery").text


def test_a_dead_letter_stands_with_its_reason_and_can_be_tried_again(ada, dead_letter):
    assert "no such mailbox" in ada.get("/admin/delivery").text

    ada.post(f"/admin/letters/{dead_letter.id}/try-again")

    assert status_of(dead_letter) == Delivery.QUEUED


@pytest.mark.parametrize("letter_id", [77, 2**40])
def test_a_letter_that_is_not_there_is_not_found(ada, letter_id):
    assert ada.post(f"/admin/letters/{letter_id}/try-again").status_code == 404


def test_all_letters_of_one_reason_and_host_are_tried_again_and_no_others(ada, on_tuesday):
    first = a_dead_letter(on_tuesday, words="550 5.1.1 <one@example.org> unknown")
    second = a_dead_letter(on_tuesday, words="550 5.1.1 <two@example.org> unknown")
    others = [
        a_dead_letter(on_tuesday, words="554 spam"),
        a_dead_letter(on_tuesday, host="other:25"),
        a_dead_letter(on_tuesday, status=Delivery.UNCERTAIN),
    ]
    page = ada.get("/admin/delivery").text
    assert "Try 2 letters again" in page
    assert "550 5.1.1 <" not in page

    ada.post("/admin/delivery/try-again", data={"host": "relay:25", "reason": "550"})

    assert [status_of(one) for one in (first, second)] == [Delivery.QUEUED] * 2
    assert [status_of(one) for one in others] == [Delivery.FAILED, Delivery.FAILED, Delivery.UNCERTAIN]


def test_a_reason_without_a_code_is_known_by_its_first_words(app, on_tuesday):
    a_dead_letter(on_tuesday, words="The server's policy refuses the hub's mail, not this address: ask. 550 5.7.1 one")
    a_dead_letter(on_tuesday, words="The server's policy refuses the hub's mail, not this address: ask. 550 5.7.1 two")

    assert [one.number for one in queries.failed_by_reason()] == [2]


@pytest.mark.parametrize("data", [{}, {"host": "x", "reason": "%"}, {"host": "relay:25", "reason": "' OR 1=1"}])
def test_a_reason_that_nothing_failed_for_queues_nothing(ada, dead_letter, data):
    page = ada.post("/admin/delivery/try-again", data=data, follow_redirects=True).text

    assert "None of them is left" in page
    assert status_of(dead_letter) == Delivery.FAILED


def test_dead_letters_come_in_pages(ada, on_tuesday):
    for _ in range(queries.LETTERS_A_PAGE + 1):
        a_dead_letter(on_tuesday)

    assert ada.get("/admin/delivery").text.count("/try-again") == queries.LETTERS_A_PAGE + 1  # and one by reason
    assert ada.get("/admin/delivery?page=2").text.count("/try-again") == 2
    assert "Back to the first page" in ada.get("/admin/delivery?page=999999999999").text


def test_an_address_that_bounced_can_be_trusted_again(ada, on_tuesday):
    lost = MailAddress(
        address="lost@example.org",
        hard_bounces=2,
        bounced_on=date(2026, 6, 15),
        reason="5.1.1",
        suppressed_at=on_tuesday,
    )
    db.session.add(lost)
    db.session.commit()
    assert "Gets no letters" in ada.get("/admin/delivery").text

    ada.post("/admin/delivery/addresses", data={"address": "lost@example.org"})
    again = ada.post("/admin/delivery/addresses", data={"address": "lost@example.org"}, follow_redirects=True).text

    assert "lost@example.org" not in again
    assert "Nothing is held against this address" in again


def test_mail_that_came_in_is_counted_by_kind(ada, on_tuesday):
    for number, age in ((1, 0), (2, 29), (3, 31)):
        received = on_tuesday - timedelta(days=age)
        db.session.add(IncomingEmail(key=f"k{number}", kind=Incoming.REFUSED, received_at=received))
    db.session.commit()

    assert "<dt>Answers that were refused</dt><dd>2</dd>" in ada.get("/admin/delivery").text


def test_the_page_asks_as_often_for_many_letters_as_for_one(ada, on_tuesday, dead_letter):
    ada.get("/admin/delivery")
    db.session.rollback()  # or the first page would find a transaction open, and begin none
    with statements() as few:
        ada.get("/admin/delivery")
    for number in range(30):
        a_dead_letter(on_tuesday, words=f"55{number % 10} no", host=f"h{number}")
        db.session.add(MailAddress(address=f"a{number}@example.org", bounced_on=on_tuesday.date()))
    db.session.commit()
    with statements() as many:
        ada.get("/admin/delivery")

    assert len(many) == len(few) <= 22


@pytest.mark.parametrize("name", ["rosa", "ben", "dana", "pat", "olive", "sam", None])
def test_nobody_but_an_administrator_sees_or_does_anything(cast, client, dead_letter, on_tuesday, name):
    db.session.add(MailAddress(address="lost@example.org", bounced_on=on_tuesday.date()))
    db.session.commit()
    if name:
        client.sign_in(getattr(cast, name))
    answers = [
        client.get("/admin/delivery"),
        client.get("/admin/delivery/stop"),
        client.post("/admin/delivery/stop", data={"host": EVERY_HOST}),
        client.post("/admin/delivery/start", data={"host": EVERY_HOST}),
        client.post("/admin/delivery/try-again", data={"host": "relay:25", "reason": "550"}),
        client.post("/admin/delivery/addresses", data={"address": "lost@example.org"}),
        client.post(f"/admin/letters/{dead_letter.id}/try-again"),
    ]

    assert {one.status_code for one in answers} == ({403} if name not in ("sam", None) else {303})
    assert all("lost@example.org" not in one.text for one in answers)
    assert status_of(dead_letter) == Delivery.FAILED
    assert db.session.get(MailHost, EVERY_HOST) is None
    assert db.session.get(MailAddress, "lost@example.org") is not None
