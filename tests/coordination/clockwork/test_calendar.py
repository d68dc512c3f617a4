"""The private calendar address, and the feed of due dates that it opens."""

import re
from datetime import date
from typing import Any

import flask
import pytest
from icalendar import Calendar
from sqlalchemy import select

from coordhub.accounts.models import Absence, User
from coordhub.audit.models import AuditEntry
from coordhub.coordination import actions
from coordhub.coordination.models import CalendarAddress, CoordinationRequest, Deed
from coordhub.db import db
from tests.asking import Asking
from tests.cast import Cast
from tests.client import CheckingClient
from tests.coordination.clockwork.days import At, detroit
from tests.factories import a_person
from tests.statements import statements

PAGE, MAKE, REVOKE = "/coordination/calendar", "/coordination/calendar/make", "/coordination/calendar/revoke"


@pytest.fixture
def request_(at: At, ask: Asking) -> CoordinationRequest:
    at(detroit(6, 16))
    return ask(note="They like the zebrafinch.", msix_ids=["999000111222"])


def made(client: CheckingClient, user: User) -> str:
    """Make an address as `user` and return its path."""
    page = client.sign_in(user).post(MAKE).get_data(as_text=True)
    found = re.search(r">http://hub\.example\.org(/coordination/calendar/[\w-]{43}\.ics)<", page)
    assert found is not None
    return found[1]


def events(client: CheckingClient, path: str) -> dict[str, Any]:
    """The events of a feed by their names, fetched as a calendar program does: without signing in."""
    client.delete_cookie("session")
    response = client.get(path)
    assert response.status_code == 200
    assert response.content_type == "text/calendar; charset=utf-8"
    parsed = Calendar.from_ical(response.data)
    return {str(one["SUMMARY"]): one for one in parsed.walk("VEVENT")}


def test_the_feed_says_by_when_to_acknowledge_and_to_answer(
    client: CheckingClient, request_: CoordinationRequest, cast: Cast
) -> None:
    found = events(client, made(client, cast.ben))

    assert list(found) == [
        "R-2026-00001 Move notice, TX to MI: acknowledge by",
        "R-2026-00001 Move notice, TX to MI: answer by",
    ]
    first, second = found.values()
    assert (first["DTSTART"].dt, first["DTEND"].dt) == (date(2026, 6, 18), date(2026, 6, 19))
    assert (second["DTSTART"].dt, second["DTEND"].dt) == (date(2026, 7, 1), date(2026, 7, 2))
    assert first["UID"] == "R-2026-00001-acknowledge@hub.example.org"
    assert first["DESCRIPTION"] == "http://hub.example.org/coordination/R-2026-00001"
    assert first["LAST-MODIFIED"].dt == first["DTSTAMP"].dt == detroit(6, 16)


def test_both_sides_have_it_and_nobody_else(
    client: CheckingClient, request_: CoordinationRequest, cast: Cast, ask: Asking
) -> None:
    assert len(events(client, made(client, cast.rosa))) == 2
    assert events(client, made(client, cast.dana)) == {}
    assert events(client, made(client, a_person("Lou Park", state_code="MI"))) == {}


def test_who_stands_in_has_the_dates_of_the_colleague_for_those_days(
    client: CheckingClient, at: At, request_: CoordinationRequest, cast: Cast
) -> None:
    lou = a_person("Lou Park", state_code="MI", time_zone="America/Detroit")
    away = {"first_day": date(2026, 6, 17), "last_day": date(2026, 6, 18)}
    db.session.add(Absence(user_id=cast.ben.id, delegate_id=lou.id, **away))
    path = made(client, lou)

    assert events(client, path) == {}
    at(detroit(6, 17, 0, 0))
    assert len(events(client, path)) == 2
    at(detroit(6, 18, 23, 59))
    assert len(events(client, path)) == 2
    at(detroit(6, 19, 0, 0))
    assert events(client, path) == {}


def test_what_is_done_leaves_the_calendar_and_the_rest_keeps_its_key(
    client: CheckingClient, at: At, request_: CoordinationRequest, cast: Cast
) -> None:
    path = made(client, cast.ben)
    before = events(client, path)["R-2026-00001 Move notice, TX to MI: answer by"]
    at(detroit(6, 17))
    actions.acknowledge(request_, by=cast.ben)
    db.session.commit()

    after = events(client, path)
    assert list(after) == ["R-2026-00001 Move notice, TX to MI: answer by"]
    event = after["R-2026-00001 Move notice, TX to MI: answer by"]
    assert event["UID"] == before["UID"]
    assert event["LAST-MODIFIED"].dt == detroit(6, 17)

    actions.write(request_, Deed.ASK, "Which week?", by=cast.ben)
    db.session.commit()
    assert len(events(client, path)) == 1
    actions.record_outcome(request_, "enrolled", by=cast.ben)
    db.session.commit()
    assert events(client, path) == {}


def test_the_feed_holds_nothing_private_and_its_lines_are_short(
    client: CheckingClient, request_: CoordinationRequest, cast: Cast
) -> None:
    path = made(client, cast.ben)
    content = client.get(path).data

    for word in (b"zebrafinch", b"999000111222", b"Traverse", b"26055", b"children", b"Rosa", b"Ben"):
        assert word not in content
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))  # RFC 5545, section 3.1
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT4H" in content


def test_unchanged_it_need_not_be_fetched_again(
    client: CheckingClient, at: At, request_: CoordinationRequest, cast: Cast
) -> None:
    path = made(client, cast.ben)
    first = client.get(path)
    at(detroit(6, 16, 18))

    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    actions.acknowledge(request_, by=cast.ben)
    db.session.commit()
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_the_answer_is_for_no_shared_cache_and_no_search_engine(
    client: CheckingClient, request_: CoordinationRequest, cast: Cast
) -> None:
    headers = client.get(made(client, cast.ben)).headers

    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Referrer-Policy"] == "same-origin"
    assert client.get(PAGE).headers["Cache-Control"] == "no-store"


def test_an_address_is_shown_once_and_only_its_hash_is_kept(client: CheckingClient, cast: Cast, app: Any) -> None:
    path = made(client, cast.ben)
    token = path.rsplit("/", 1)[1].removesuffix(".ics")

    page = client.get(PAGE).get_data(as_text=True)
    assert token not in page and "You have an address" in page
    stored = db.session.scalars(select(CalendarAddress.token_hash)).one()
    assert token not in stored and len(stored) == 64
    trail = db.session.scalars(select(AuditEntry)).all()
    assert [(one.deed, one.actor_id, one.detail) for one in trail] == [("calendar-address-made", cast.ben.id, "")]


def test_the_new_page_has_a_link_for_the_calendar_of_the_device(client: CheckingClient, cast: Cast) -> None:
    page = client.sign_in(cast.ben).post(MAKE).get_data(as_text=True)

    assert re.search(r'href="webcal://hub\.example\.org/coordination/calendar/[\w-]{43}\.ics"', page)


def test_a_new_address_ends_the_one_before_and_revoking_ends_it_too(client: CheckingClient, cast: Cast) -> None:
    old, new = made(client, cast.ben), made(client, cast.ben)
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)

    page = client.post(REVOKE, follow_redirects=True).get_data(as_text=True)
    assert "Revoked." in page and "You have no address yet" in page
    assert client.get(new).status_code == 404
    assert "You have no address." in client.post(REVOKE, follow_redirects=True).get_data(as_text=True)


@pytest.mark.parametrize("end", ["left", "not approved any more"])
def test_the_address_of_somebody_who_left_opens_nothing(client: CheckingClient, cast: Cast, end: str) -> None:
    path = made(client, cast.ben)
    if end == "left":
        cast.ben.active = False
    else:
        cast.ben.approved_at = None
    db.session.commit()

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("token", ["x", "%00", "a b", "'--", "ü" * 20, "x" * 4000, "..%2f.."])
def test_a_mangled_address_is_just_unknown(client: CheckingClient, cast: Cast, token: str) -> None:
    assert client.get(f"{PAGE}/{token}.ics").status_code == 404


def test_an_expired_form_makes_no_address(client: CheckingClient, cast: Cast, app: flask.Flask) -> None:
    client.sign_in(cast.ben)
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        codes = {client.post(path, data={"csrf_token": "long-ago"}).status_code for path in (MAKE, REVOKE)}
    finally:
        app.config["WTF_CSRF_ENABLED"] = False

    assert codes == {400}
    assert db.session.scalars(select(CalendarAddress)).all() == []


def test_the_address_stands_in_no_log(
    client: CheckingClient, cast: Cast, request_: CoordinationRequest, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", logger="coordhub")
    path = made(client, cast.ben)
    client.get(path)
    client.get(path.replace(".ics", "x.ics"))

    assert path.rsplit("/", 1)[1].removesuffix(".ics") not in caplog.text


def test_the_feed_takes_the_same_few_statements_however_long_it_is(
    client: CheckingClient, request_: CoordinationRequest, ask: Asking, cast: Cast
) -> None:
    path = made(client, cast.ben)
    db.session.rollback()
    with statements() as few:
        client.get(path)
    for _ in range(5):
        ask()
    db.session.rollback()
    with statements() as many:
        client.get(path)

    assert len(few) == len(many) <= 8
