"""Somebody who was a party and is none any more: what they get to see, and what they hear of."""

import re

import pytest
from sqlalchemy import select

from coordhub import clock
from coordhub.accounts.models import Absence, Role, User
from coordhub.coordination import actions, queries
from coordhub.coordination.models import CoordinationRequest, Deed, MessageMention
from coordhub.coordination.types import TYPES
from coordhub.db import db
from coordhub.mail.models import OutgoingEmail
from coordhub.notifications.models import Notification
from tests.asking import Asking
from tests.cast import Cast
from tests.client import CheckingClient
from tests.factories import a_person
from tests.telling import send_digests, write_letters

pytestmark = pytest.mark.usefixtures("starter", "gazetteer", "on_tuesday")
MARKER, MSIX_ID, COUNTY = "zebrafinch", "999000111222", "Grand Traverse"

# What became of Rosa, who sent the request, and of what she can still open: her own words at least.
GONE = {
    "moved": {"state_code": "FL"},
    "observer": {"role": Role.OBSERVER, "state_code": None},
    "unapproved": {"approved_at": None},
    "deactivated": {"active": False},
}


@pytest.fixture
def luis(cast: Cast) -> User:
    """Rosa's colleague, who watches her request."""
    return a_person("Luis Ortega", state_code="TX")


@pytest.fixture
def request_(cast: Cast, luis: User, ask: Asking) -> CoordinationRequest:
    """A request from Rosa to Ben, with a message of each; Luis watches it and stands in for Rosa."""
    request = ask(note=f"They like the {MARKER}.", msix_ids=[MSIX_ID])
    actions.watch(request, by=luis)
    actions.watch(request, by=cast.rosa)
    actions.acknowledge(request, by=cast.ben)
    actions.write(request, Deed.WRITE, f"What is a {MARKER}?", by=cast.ben)
    actions.write(request, Deed.WRITE, f"A brown {MARKER}.", by=cast.rosa)
    today = clock.now().date()
    db.session.add(Absence(user=cast.rosa, first_day=today, last_day=today, delegate=luis))
    db.session.commit()
    return request


def leave(person: User, how: str) -> None:
    for name, value in GONE[how].items():
        setattr(person, name, value)
    db.session.commit()


def heard(person: User) -> tuple[int, int]:
    """Return how many notices and letters somebody has."""
    write_letters()
    models = (Notification, OutgoingEmail)
    found = [len(db.session.scalars(select(one.id).where(one.user_id == person.id)).all()) for one in models]
    return found[0], found[1]


@pytest.mark.parametrize("how", GONE)
def test_no_page_shows_it_to_its_former_sender(
    request_: CoordinationRequest, cast: Cast, client: CheckingClient, how: str
) -> None:
    token = actions.make_calendar_address(cast.rosa)
    leave(cast.rosa, how)
    number, client = request_.number, client.sign_in(cast.rosa)
    reading = [number, f"{number}/record?messages=yes", f"{number}/messages/4/edit", f"{number}/reroute"]
    reading += [f"?whose={whose}&show={show}&q=" for whose in ("mine", "office", "state") for show in ("all", "unread")]
    reading += [f"new?type=MOVE&follows={number}", f"new?follows={number}", f"?q={number}", f"calendar/{token}.ics"]
    posted = ("msix-ids", "acknowledge", "withdraw", "assign", "messages", "messages/4/edit", "watch", "unwatch")

    pages = [client.get(f"/coordination/{one}") for one in reading] + [client.get("/inbox")]
    pages += [client.post(f"/coordination/{number}/{one}", data={"text": "Hello", "seen": "0"}) for one in posted]

    for one in pages:
        for hidden in (MARKER, MSIX_ID, COUNTY):
            assert hidden not in one.text, (one.request.path, hidden)
    assert [one.request.path for one in pages[:4] if one.status_code == 200] == []
    assert f'href="/coordination/{number}"' not in "".join(one.text for one in pages[4:-9])
    assert request_.last_position == 4


@pytest.mark.parametrize("how", GONE)
def test_who_is_no_party_any_more_hears_of_no_step(
    request_: CoordinationRequest, cast: Cast, luis: User, how: str
) -> None:
    leave(cast.rosa, how)
    before, of_luis = heard(cast.rosa), heard(luis)

    actions.write(request_, Deed.ASK, "Which week, @Rosa Delgado?", by=cast.ben, confirmed=True)
    actions.hold(request_, by=a_person("Mei Tran", role=Role.DIRECTOR, state_code="MI"))
    actions.break_glass(request_.number, "A parent asked whether anybody answered.", by=cast.olive)
    send_digests(clock.now())

    # The digest of whoever moved tells what they had not read before they went.
    assert heard(cast.rosa) in (before, (before[0], before[1] + (how == "moved")))
    assert heard(luis) > of_luis
    assert db.session.scalars(select(MessageMention)).all() == []


def test_a_former_owner_hears_nothing_of_what_went_on_without_them(request_: CoordinationRequest, cast: Cast) -> None:
    leave(cast.ben, "moved")
    before = heard(cast.ben)

    actions.write(request_, Deed.WRITE, "They come later.", by=cast.rosa)
    actions.withdraw(request_, by=cast.rosa)

    assert heard(cast.ben) == before


def test_the_state_that_sent_a_request_on_reads_and_hears_no_more_than_its_own_part(
    request_: CoordinationRequest, cast: Cast, client: CheckingClient
) -> None:
    actions.watch(request_, by=cast.ben)
    route = queries.route_for("FL", TYPES["MOVE"], None, None, today=clock.now().date())
    assert route is not None
    new = actions.reroute(request_, actions.Onward("FL", "America/New_York", route), by=cast.ben)
    before = heard(cast.ben)
    actions.acknowledge(new, by=cast.dana)
    actions.write(new, Deed.WRITE, "The purple parrot came.", by=cast.dana)
    db.session.commit()

    assert client.sign_in(cast.ben).get(f"/coordination/{new.number}").status_code == 404
    assert client.get(f"/coordination/new?type=MOVE&follows={new.number}").status_code == 200
    assert "purple parrot" not in client.get(f"/coordination/{request_.number}").text
    assert client.sign_in(cast.dana).get(f"/coordination/{request_.number}").status_code == 404
    assert f"What is a {MARKER}" not in client.get(f"/coordination/{new.number}").text
    assert heard(cast.ben) == before


def test_private_pages_are_kept_by_no_cache_and_told_to_no_other_site(
    request_: CoordinationRequest, cast: Cast, client: CheckingClient
) -> None:
    client.sign_in(cast.rosa)
    for path in ("", "/record?messages=yes", "/messages/4/edit"):
        headers = client.get(f"/coordination/{request_.number}{path}").headers
        assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "same-origin")
    for path in ("/coordination/", "/coordination/drafts", "/coordination/partners/by-state.csv", "/inbox"):
        assert client.get(path).headers["Cache-Control"] == "no-store"
    assert client.get("/coordination/R-1999-00001").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("back", ["https://example.net/", "//example.net", "/\\example.net", "show=all\r\nX: y"])
def test_no_form_leads_to_another_site(
    request_: CoordinationRequest, cast: Cast, client: CheckingClient, back: str
) -> None:
    client.sign_in(cast.ben)
    for path in ("acknowledge", "assign", "filters"):
        answer = client.post(f"/coordination/{path}?next={back}", data={"back": back, "next": back, "name": "Ours"})
        assert re.match(r"/coordination/(\?[\w=&]*)?\Z", answer.location), answer.location


def test_what_somebody_typed_is_shown_as_text(
    request_: CoordinationRequest, cast: Cast, client: CheckingClient
) -> None:
    tag = "<img src=x onerror=alert(1)>"
    cast.ben.display_name = f"Ben {tag}"
    db.session.commit()
    actions.write(request_, Deed.WRITE, f"Look {tag} @Ben {tag} [a](javascript:alert(1))", by=cast.rosa)
    actions.save_filter(f"Ours {tag}", "show=all", by=cast.rosa)
    db.session.commit()
    client.sign_in(cast.rosa)

    paths = ("", f"{request_.number}", f"{request_.number}/record?messages=yes", f"{request_.number}/messages/5/edit")
    for one in (client.get(f"/coordination/{path}").text for path in paths):
        assert tag not in one and 'href="javascript:' not in one
