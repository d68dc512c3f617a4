"""The administrator's page: what is broken stands there, and can be mended there."""

import pytest

from coordhub.db import db
from coordhub.mail.actions import beat
from coordhub.mail.models import Delivery, OutgoingEmail
from tests.factories import a_waiting_letter


@pytest.fixture
def dead_letter(app, on_tuesday):
    row = a_waiting_letter()
    row.status, row.last_error = Delivery.FAILED, "550 no such mailbox"
    db.session.commit()
    return row


def test_a_worker_that_was_never_seen_is_named_with_what_to_do(cast, client):
    page = client.sign_in(cast.ada).get("/admin/").text

    assert "flask worker run" in page


def test_the_overview_leads_to_delivery(cast, client):
    assert 'href="/admin/delivery"' in client.sign_in(cast.ada).get("/admin/").text


def test_an_approved_person_can_work_at_once(cast, client):
    client.sign_in(cast.ada).post(f"/admin/people/{cast.sam.id}/approve")
    db.session.expire_all()

    assert client.sign_in(cast.sam).get("/inbox").status_code == 200


@pytest.mark.parametrize("name", ["rosa", "ben", "dana", "pat", "olive", "sam", None])
def test_nobody_else_approves_or_revives_letters(cast, client, dead_letter, name):
    if name:
        client.sign_in(getattr(cast, name))

    client.post(f"/admin/people/{cast.sam.id}/approve")
    client.post(f"/admin/letters/{dead_letter.id}/try-again")
    db.session.expire_all()
    assert not cast.sam.is_approved
    assert db.session.get(OutgoingEmail, dead_letter.id).status == Delivery.FAILED


def test_the_page_is_calm_when_the_worker_was_just_seen(cast, client, on_tuesday):
    beat("test-worker")
    db.session.commit()

    assert "flask worker run" not in client.sign_in(cast.ada).get("/admin/").text
