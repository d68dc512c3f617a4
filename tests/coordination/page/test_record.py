"""The record on paper, and what is left of a request after wiping."""

import pytest
from sqlalchemy import delete, select

from coordhub import clock
from coordhub.audit.models import AuditEntry
from coordhub.coordination import actions
from coordhub.coordination.models import Deed, Message, MessageMention, RequestMsixId, Status
from coordhub.coordination.rules import Side
from coordhub.db import db
from tests.coordination.page.conftest import MARKER, MSIX_ID, words


@pytest.fixture
def closed(taken, cast):
    actions.write(taken, Deed.ASK, "Which week do they come?", by=cast.ben)
    actions.write(taken, Deed.ANSWER, f"With the {MARKER}, in the second.", by=cast.rosa)
    actions.record_outcome(taken, "enrolled", by=cast.ben)
    actions.confirm(taken, by=cast.rosa)
    db.session.commit()
    return taken


@pytest.fixture
def wiped(closed):
    """What the worker leaves: type, states, dates, people, outcome."""
    db.session.execute(delete(MessageMention))
    db.session.execute(delete(Message))
    db.session.execute(delete(RequestMsixId))
    closed.to_county_code = closed.to_county_name = None
    closed.details, closed.grade_bands, closed.flags, closed.children_count = {}, [], [], 0
    closed.wiped_at = clock.now()
    actions.add_step(closed, Deed.WIPE, Side.HUB, None)
    db.session.commit()
    db.session.expire_all()
    return closed


def record(client, user, request, more=""):
    answer = client.sign_in(user).get(f"/coordination/{request.number}/record{more}")
    return words(answer.text)


def test_a_record_proves_who_did_what_and_when_without_what_was_said(closed, cast, client):
    page = record(client, cast.rosa, closed)

    for said in (
        closed.number, "Move notice, Texas to Michigan", "Rosa Delgado", "State director", "Ben Okafor", "Recruiter",
        "Thursday, June 18, 2026", "Enrolled", "acknowledged.", "asked Texas a question.", "The request is closed.",
        "Tuesday, June 16, 2026, 10:00 AM CDT", "Made on", "by Rosa Delgado, Texas",
    ):  # fmt: skip
        assert said in page
    assert MARKER not in page and "Which week" not in page


def test_messages_stand_on_it_by_choice_and_earlier_texts_with_them(closed, cast, client):
    page = record(client, cast.ben, closed, "?messages=yes")

    assert MARKER in page and "Which week do they come?" in page


@pytest.mark.parametrize("more", ["", "?messages=yes"])
def test_no_msix_id_stands_on_a_record(closed, cast, client, more):
    page = record(client, cast.ben, closed, more)

    assert MSIX_ID not in page and MSIX_ID[-4:] not in page and "••••" not in page


def test_making_a_record_is_recorded(closed, cast, client):
    record(client, cast.ben, closed)
    record(client, cast.ben, closed, "?messages=yes")

    made = db.session.scalars(select(AuditEntry).where(AuditEntry.deed == "record-made").order_by(AuditEntry.id)).all()
    assert [(one.actor_id, one.about, one.detail) for one in made] == [
        (cast.ben.id, closed.number, ""),
        (cast.ben.id, closed.number, "with-messages"),
    ]


def test_after_wiping_the_page_shows_the_shell_and_says_so(wiped, cast, client):
    for reader in (cast.rosa, cast.ben):
        page = words(client.sign_in(reader).get(f"/coordination/{wiped.number}").text)
        assert "Only the shell is left" in page
        assert "Enrolled" in page and "acknowledged." in page
        assert "The hub wiped what was said here" in page
        for gone in (MARKER, "Grand Traverse", "••••", "Which week", "Quote", "Grades K–5", "Open it again"):
            assert gone not in page


def test_after_wiping_a_record_can_still_be_made(wiped, cast, client):
    page = record(client, cast.rosa, wiped, "?messages=yes")

    assert wiped.number in page and "Enrolled" in page and "Without what was written" in page
    assert MARKER not in page and "Grand Traverse" not in page


def test_nothing_is_done_with_what_was_wiped(wiped, cast, client):
    assert wiped.status == Status.CLOSED
    client.sign_in(cast.rosa)
    for deed, data in (("messages", {"deed": "reopen", "text": "Again."}), ("hold", {}), ("confirm", {})):
        assert client.post(f"/coordination/{wiped.number}/{deed}", data=data).status_code == 403
