"""What Prometheus reads: figures that are right, for who knows the token, and nothing about anybody."""

from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from coordhub.db import db
from coordhub.mail.actions import beat, stop_mail
from coordhub.mail.models import Delivery, Incoming, IncomingEmail, MailHost
from coordhub.notifications.actions import Recipient, notify
from coordhub.notifications.models import Digest, DigestKind
from tests.factories import a_waiting_letter
from tests.statements import statements

TOKEN = "a-token-of-these-tests"


@pytest.fixture
def token(app, monkeypatch):
    monkeypatch.setitem(app.config, "METRICS_TOKEN", TOKEN)
    return {"Authorization": f"Bearer {TOKEN}"}


def figures(client, token):
    answer = client.get("/metrics", headers=token)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.text)
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


def test_without_the_setting_there_is_no_such_page(client):
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer wrong", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer ü"]
)
def test_another_token_gets_no_figures(client, token, given):
    answer = client.get("/metrics", headers={"Authorization": given.encode("utf-8").decode("latin-1")})

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "coordhub_" not in answer.text


@pytest.mark.parametrize("name", ["rosa", "ben", "dana", "pat", "olive", "sam", "ada"])
def test_an_account_is_no_token(cast, client, token, name):
    assert client.sign_in(getattr(cast, name)).get("/metrics").status_code == 401


def test_an_empty_hub_has_figures(client, token, on_tuesday):
    found = figures(client, token)

    assert found["coordhub_letters", "queued"] == found["coordhub_workers_alive",] == 0
    assert ("coordhub_worker_age_seconds",) not in found


def test_letters_hosts_and_workers_are_counted(client, token, at, on_tuesday):
    for status in (Delivery.QUEUED, Delivery.SENT, Delivery.SENT, Delivery.FAILED, Delivery.UNCERTAIN):
        a_waiting_letter().status = status
    db.session.add(MailHost(host="relay:25", paused_until=on_tuesday + timedelta(minutes=5), refusals=1, reason="r"))
    stop_mail()
    beat("one")
    db.session.commit()
    at(on_tuesday + timedelta(minutes=2))
    beat("two")
    db.session.commit()
    at(on_tuesday + timedelta(minutes=4))

    found = figures(client, token)
    assert [found["coordhub_letters", one] for one in ("queued", "sent", "failed", "uncertain")] == [1, 2, 1, 1]
    assert found["coordhub_oldest_waiting_seconds",] == 240
    assert (found["coordhub_host_paused", "relay:25"], found["coordhub_host_stopped", "relay:25"]) == (1, 0)
    assert (found["coordhub_host_paused", "*"], found["coordhub_host_stopped", "*"]) == (0, 1)
    assert (found["coordhub_workers_alive",], found["coordhub_worker_age_seconds",]) == (1, 120)


def test_digests_notifications_and_incoming_mail_are_counted(cast, client, token, at, on_tuesday):
    today = on_tuesday.date()
    db.session.add(Digest(user_id=cast.rosa.id, kind=DigestKind.WEEKLY, local_date=today, created_at=on_tuesday))
    for number in range(2):
        db.session.add(IncomingEmail(key=f"k{number}", kind=Incoming.BOUNCE, received_at=on_tuesday))
    tell(cast.rosa, "Overdue")
    at(on_tuesday + timedelta(minutes=5))

    found = figures(client, token)
    assert found["coordhub_digests_total", "weekly"] == 1
    assert found["coordhub_incoming_letters", "bounce"] == 2
    assert found["coordhub_notifications_unwritten",] == 1
    assert 0 < found["coordhub_unwritten_seconds",] <= 300


def test_no_name_and_no_address_is_among_the_figures(cast, client, token, on_tuesday):
    letter = a_waiting_letter()
    letter.status, letter.last_error, letter.host = Delivery.FAILED, "550 <marker@example.org> MARKER", "relay:25"
    db.session.add(MailHost(host="relay:25", paused_until=on_tuesday + timedelta(1), refusals=1, reason="MARKER"))
    beat("MARKER-machine")
    tell(cast.rosa, "MARKER")

    text = client.get("/metrics", headers=token).text
    assert "MARKER" not in text
    assert "@" not in text
    assert "Rosa" not in text


def test_a_scrape_asks_as_often_for_many_letters_as_for_one(client, token, on_tuesday):
    a_waiting_letter()
    db.session.commit()
    client.get("/metrics", headers=token)
    db.session.rollback()
    with statements() as few:
        client.get("/metrics", headers=token)
    for number in range(20):
        a_waiting_letter()
        beat(f"worker-{number}")
        db.session.add(MailHost(host=f"relay-{number}:25", refusals=0, reason=""))
    db.session.commit()
    with statements() as many:
        client.get("/metrics", headers=token)

    assert len(many) == len(few) <= 12


def tell(user, title):
    notify(
        [Recipient(user, "you asked")],
        kind="suggestion-received",
        about="entry-1",
        title=title,
        url="/directory",
        event_key="entry-1/1",
        actor_id=None,
    )
    db.session.commit()
