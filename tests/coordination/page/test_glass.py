"""Breaking the glass: who may, with which reason, what both states hear, what is seen, and for how long."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from coordhub.accounts.models import Role
from coordhub.audit.models import AuditEntry
from coordhub.coordination import actions
from coordhub.coordination.models import BrokenGlass, Deed, Step
from coordhub.db import db
from coordhub.errors import NotAllowed
from coordhub.mail.models import OutgoingEmail
from coordhub.notifications.models import Notification
from tests.coordination.page.conftest import MARKER, MSIX_ID, words
from tests.telling import write_letters

REASON = "A parent asked the program office whether anybody answered."
OUTSIDE = ("olive", "ada")


def break_glass(client, user, number, reason=REASON, **more):
    return client.sign_in(user).post("/coordination/break-glass", data={"number": number, "reason": reason} | more)


def glasses():
    return db.session.scalars(select(BrokenGlass)).all()


def trail(user):
    return db.session.scalars(
        select(AuditEntry.deed).where(AuditEntry.actor_id == user.id).order_by(AuditEntry.id)
    ).all()


@pytest.mark.parametrize("name", OUTSIDE)
def test_with_a_reason_an_observer_or_administrator_reads_a_request_for_an_hour(
    taken, cast, client, at, on_tuesday, name
):
    who = getattr(cast, name)
    answer = break_glass(client, who, taken.number)
    assert (answer.status_code, answer.location) == (303, f"/coordination/{taken.number}")

    page = words(client.get(answer.location).text)
    assert MARKER in page
    assert "Open to you until" in page
    assert trail(who)[-1] == "glass-viewed"
    at(on_tuesday + timedelta(minutes=59, seconds=59))
    assert client.get(answer.location).status_code == 200
    at(on_tuesday + timedelta(minutes=60))
    gone = client.get(answer.location)
    assert gone.status_code == 404 and MARKER not in gone.text
    assert trail(who)[-1] == "request-refused"


def test_each_look_is_recorded(taken, cast, client):
    break_glass(client, cast.olive, taken.number)
    for _ in range(3):
        client.get(f"/coordination/{taken.number}")

    assert trail(cast.olive).count("glass-viewed") == 3


def test_what_is_open_has_no_deed_and_no_msix_id_not_even_masked(taken, cast, client):
    break_glass(client, cast.olive, taken.number)
    page = client.get(f"/coordination/{taken.number}").text

    assert "<form" not in page.split("<main")[1]
    assert "••••" not in page and MSIX_ID[-4:] not in page and MSIX_ID not in page
    assert "Quote" not in page and "/record" not in page
    for deed in ("acknowledge", "withdraw", "messages", "msix-ids", "assign", "hold", "watch"):
        assert client.post(f"/coordination/{taken.number}/{deed}", data={"text": "Hello"}).status_code == 403
    assert client.get(f"/coordination/{taken.number}/record").status_code == 403
    assert taken.last_position == 3


def test_both_states_are_told_by_letter_without_the_reason_and_read_it_on_the_page(taken, cast, mei, client):
    break_glass(client, cast.olive, taken.number, "The zebrafinch question of a parent must be answered.")

    write_letters()
    letters = db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind == "request-opened")).all()
    assert {one.user_id for one in letters} == {cast.rosa.id, cast.ben.id, mei.id}
    assert all(b"zebrafinch" not in one.content and taken.number.encode() in one.content for one in letters)
    notices = db.session.scalars(select(Notification).where(Notification.kind == "request-opened")).all()
    assert all("zebrafinch" not in f"{one.title}{one.reason}{one.url}" for one in notices)
    assert all("zebrafinch" not in one.detail for one in db.session.scalars(select(AuditEntry)))
    for reader in (cast.rosa, cast.ben, mei):
        page = words(client.sign_in(reader).get(f"/coordination/{taken.number}").text)
        assert "Olive Hart, federal observer,</b> opened this request from outside the two states" in page
        assert "The zebrafinch question of a parent must be answered." in page


@pytest.mark.parametrize("name", ["rosa", "ben", "dana", "pat"])
def test_members_of_a_state_never_break_the_glass(taken, cast, client, name):
    who = getattr(cast, name)

    assert client.sign_in(who).get("/coordination/break-glass").status_code == 403
    assert break_glass(client, who, taken.number).status_code == 403
    with pytest.raises(NotAllowed):
        actions.break_glass(taken.number, REASON, by=who)
    assert glasses() == []


def test_somebody_not_approved_and_a_visitor_get_nowhere(taken, cast, client):
    assert client.get("/coordination/break-glass").status_code == 303
    assert break_glass(client, cast.sam, taken.number).status_code == 303
    assert glasses() == []


def test_who_becomes_member_of_a_state_loses_what_was_open(taken, cast, client):
    break_glass(client, cast.ada, taken.number)
    cast.ada.role, cast.ada.state_code = Role.COORDINATOR, "FL"
    db.session.commit()

    assert client.get(f"/coordination/{taken.number}").status_code == 404


def test_what_is_open_to_one_is_not_open_to_another(taken, cast, client, ask):
    other = ask(note="Another request.")
    break_glass(client, cast.olive, taken.number)

    assert client.sign_in(cast.ada).get(f"/coordination/{taken.number}").status_code == 404
    assert client.sign_in(cast.olive).get(f"/coordination/{other.number}").status_code == 404


@pytest.mark.onedb
@pytest.mark.parametrize(
    ("number", "reason", "said"),
    [
        ("", REASON, "Write the number"),
        ("R-1", REASON, "Write the number as it stands"),
        ("R-2026-00001; DROP TABLE step", REASON, "Write the number as it stands"),
        ("R-2026-00001", "", "Write why."),
        ("R-2026-00001", "Because I must.", "at least 20 characters"),
        ("R-2026-00001", "x" * 501, "Shorten this to 500"),
        ("R-2026-00001", "A parent\x00 asked whether anybody answered", "unprintable"),
        ("R-2026-00001", "The boy born 4/12/2014 has not been seen.", "birth date"),
    ],
)
def test_without_a_number_and_a_fit_reason_nothing_is_opened_or_told(taken, cast, client, number, reason, said):
    answer = break_glass(client, cast.olive, number, reason)

    assert answer.status_code == 422
    assert said in answer.text
    assert reason.replace("\x00", "") in answer.text
    assert (glasses(), taken.last_position) == ([], 2)
    assert trail(cast.olive) == []


def test_a_doubtful_reason_is_asked_about_before_anybody_learns_whether_the_request_exists(taken, cast, client):
    reason = "Somebody wrote that the asthma of a child was not looked after."
    known, unknown = (break_glass(client, cast.olive, one, reason) for one in (taken.number, "R-2026-99999"))

    assert known.status_code == unknown.status_code == 422
    pages = [re.sub(r'value="(R-2026-\d+|[\w.-]{60,})"', "", one.text) for one in (known, unknown)]
    assert pages[0] == pages[1]
    assert break_glass(client, cast.olive, taken.number, reason, confirmed="y").status_code == 303


def test_whether_a_request_exists_is_told_only_when_the_question_is_recorded(taken, cast, client):
    answer = break_glass(client, cast.olive, "R-2026-99999")

    assert answer.status_code == 422
    assert "No request has the number R-2026-99999" in answer.text
    assert trail(cast.olive) == ["glass-not-found"]


def test_opening_twice_opens_once_and_tells_once(taken, cast, client):
    assert break_glass(client, cast.olive, taken.number).status_code == 303
    assert break_glass(client, cast.olive, taken.number.lower()).status_code == 303

    assert len(glasses()) == 1
    assert db.session.scalars(select(Step.deed)).all().count(Deed.BREAK_GLASS) == 1


def test_after_the_hour_it_needs_a_reason_again(taken, cast, client, at, on_tuesday):
    break_glass(client, cast.olive, taken.number)
    at(on_tuesday + timedelta(minutes=61))
    assert break_glass(client, cast.olive, taken.number).status_code == 303

    assert len(glasses()) == 2
    page = words(client.sign_in(cast.rosa).get(f"/coordination/{taken.number}").text)
    assert page.count("The reason given:") == 2


def test_the_status_of_a_request_is_not_touched(taken, cast, client):
    before = (taken.status, taken.owner_id, taken.acknowledged_at)

    break_glass(client, cast.ada, taken.number)

    assert (taken.status, taken.owner_id, taken.acknowledged_at) == before


def test_administrators_and_observers_find_the_form(cast, client):
    assert "/coordination/break-glass" in client.sign_in(cast.ada).get("/admin/").text
    assert "/coordination/break-glass" in client.sign_in(cast.olive).get("/people/me").text
    assert "/coordination/break-glass" not in client.sign_in(cast.rosa).get("/people/me").text
