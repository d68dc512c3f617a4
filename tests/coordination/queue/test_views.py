"""The pages of the queue: tabs, odd addresses, who may open it, how often it asks the database."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from coordhub import clock
from coordhub.coordination import actions
from coordhub.coordination.models import Deed, Status
from coordhub.db import db
from coordhub.directory.models import Office
from tests.coordination.queue.conftest import a_request, noon, send_away, sit
from tests.statements import statements

TABS = ("todo", "waiting", "unread", "overdue", "all", "ended")


def words(answer):
    """Return the text of a page in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


@pytest.mark.parametrize("whose", ["mine", "office", "state"])
def test_every_tab_opens_with_a_request_in_every_status_and_with_none(starter, put, people, client, whose):
    office = db.session.scalars(select(Office.id)).first()
    sit(people.ben, office)
    client.sign_in(people.ben)
    empty = {show: client.get(f"/coordination/?whose={whose}&show={show}") for show in TABS}
    late = clock.now().date() - timedelta(days=7)
    for status in Status:
        if status != Status.DRAFT:
            put(status, urgency="emergency", to_office_id=office, acknowledge_by=late, due_on=late)
    full = {show: client.get(f"/coordination/?whose={whose}&show={show}") for show in TABS}

    for show in TABS:
        assert empty[show].status_code == full[show].status_code == 200
        assert 'class="empty"' in empty[show].text
        assert "Move notice, Texas to Michigan, 3 children" in full[show].text.split('id="queue"')[1], show


@pytest.mark.onedb
@pytest.mark.parametrize("name", ["olive", "ada"])
@pytest.mark.parametrize(
    ("method", "path"),
    [("get", "/coordination/"), ("post", "/coordination/acknowledge"), ("post", "/coordination/assign"),
     ("post", "/coordination/filters"), ("post", "/coordination/filters/1/remove")],
)  # fmt: skip
def test_observers_and_administrators_have_no_queue(put, people, client, name, method, path):
    request = put()
    answer = getattr(client.sign_in(getattr(people, name)), method)(path, data={"number": request.number})

    assert answer.status_code == 403
    db.session.expire_all()
    assert request.status == Status.SENT


def test_a_visitor_is_asked_to_sign_in(put, client):
    assert client.get("/coordination/").status_code == 303
    assert client.post("/coordination/acknowledge").status_code == 303


@pytest.mark.parametrize(
    "query",
    [
        "show=nonsense", "whose=everybody", "type=XXXX", "partner=ZZ", "way=sideways", "urgency=now", "page=0",
        "page=-3", "page=99999", "page=" + "9" * 5000, "page=%C2%B2", "page=one", "q=%00", "q=%00R-2026-00001",
        "q=" + "x" * 5000,
        "type=%00&partner=%00&page=%00", "show=todo&show=ended", "q=%F0%9F%90%A2", "q=%25", "whose=office",
    ],
)  # fmt: skip
@pytest.mark.onedb
def test_an_odd_address_still_shows_a_right_page(put, people, client, query):
    put()
    answer = client.sign_in(people.ben).get(f"/coordination/?{query}")

    assert answer.status_code == 200
    if "q=" not in query and "office" not in query:
        assert "Move notice, Texas to Michigan, 3 children" in answer.text


@pytest.mark.parametrize("query", ["q=%00131", "q=" + "1" * 5000, "q=R-2026-99999"])
def test_a_number_that_finds_nothing_says_so(put, people, client, query):
    put()

    assert "No request of your state has this number" in client.sign_in(people.ben).get(f"/coordination/?{query}").text


@pytest.mark.parametrize(
    ("old", "whose", "show"),
    [("mine", "Mine", "All open"), ("state", "My state’s", "All open"), ("ended", "My state’s", "Ended")],
)
def test_links_to_the_old_lists_lead_to_the_same_requests(put, people, client, old, whose, show):
    page = client.sign_in(people.ben).get(f"/coordination/?show={old}").text

    current = re.findall(r'aria-current="(?:true|page)"[^>]*>([^<]+)', page.split('<main id="main">')[1])
    assert [one.strip() for one in current] == [whose, show]


def test_a_row_says_what_changed_without_private_text(put, people, client, at, on_tuesday):
    request = put(Status.ACKNOWLEDGED)
    actions.write(request, Deed.ASK, "Is the bus theirs?", by=people.ben)
    db.session.commit()
    at(on_tuesday + timedelta(hours=2))
    page = client.sign_in(people.rosa).get("/coordination/")

    assert "Ben Okafor asked a question, 2 hours ago" in words(page)
    assert "bus" not in page.text
    client.get(f"/coordination/{request.number}")
    assert "asked a question" not in words(client.get("/coordination/"))


def test_a_request_of_somebody_absent_is_marked(put, people, client):
    put()
    send_away(people.ben, people.mei, noon(2026, 6, 15), noon(2026, 6, 20))

    assert "For Ben Okafor, away until Sat, June 20" in words(client.sign_in(people.mei).get("/coordination/"))
    assert "away until" not in words(client.sign_in(people.ben).get("/coordination/"))


def test_without_a_seat_the_office_queue_says_why_it_is_empty(put, people, client):
    page = words(client.sign_in(people.ben).get("/coordination/?whose=office"))

    assert "Nobody has said in which office you sit" in page


def test_a_page_knows_its_neighbors(people, client):
    for _ in range(60):
        a_request(Status.SENT, sender=people.rosa, owner=people.ben)
    db.session.commit()
    client.sign_in(people.ben)

    first, second, third = (client.get(f"/coordination/?page={page}").text for page in (1, 2, 99999))
    assert "page=2" in first
    assert 'rel="prev"' not in first
    assert "page=1" in second
    assert "page=3" in second
    assert "Page 3, the last" in third
    assert third.count('name="number"') == 10


def test_a_page_asks_the_database_as_often_for_fifty_requests_as_for_one(people, client):
    send_away(people.mei, people.ben, noon(2026, 6, 15), noon(2026, 6, 20))
    client.sign_in(people.ben)

    asked = {path: [] for path in ("/coordination/", "/coordination/?whose=state&show=unread", "/inbox")}
    for more in (1, 49):
        for _ in range(more):
            a_request(Status.SENT, sender=people.rosa, owner=people.ben)
            a_request(Status.WAITING, sender=people.ben, owner=people.luis)
            a_request(Status.ACKNOWLEDGED, sender=people.luis, owner=people.mei)
        db.session.commit()
        for path, found in asked.items():
            client.get(path)
            db.session.rollback()
            with statements() as seen:
                client.get(path)
            found.append(len(seen))

    for path, (few, many) in asked.items():
        assert few == many, path
        assert many <= 14, path


def test_an_old_end_can_be_found_under_ended_only(put, people, client):
    request = put(Status.CLOSED, closed_at=clock.now() - timedelta(days=40))
    client.sign_in(people.ben)

    assert request.number in client.get("/coordination/?show=ended").text
    assert request.number not in client.get("/coordination/?whose=state&show=all").text
