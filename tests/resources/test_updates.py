"""Updates: who publishes them for whom, what is refused, and who hears of them."""

import pytest
from sqlalchemy import select

from coordhub.db import db
from coordhub.notifications.models import Announcement
from coordhub.resources.models import Update
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("on_tuesday")

TYPED = {
    "title": "New guidance on re-interviews",
    "text": "Read **chapter 4**.\n\n<script>alert(1)</script>",
    "dated_on": "2026-06-15",
    "link": "https://example.org/guidance",
    "states": "",
}


def test_an_empty_list_says_what_will_stand_there(cast, client):
    assert "No update yet" in client.sign_in(cast.dana).get("/updates").text


def test_an_update_is_read_by_everybody_and_told_to_all(cast, client):
    where = client.sign_in(cast.olive).post("/updates/new", data=TYPED).location

    page = client.sign_in(cast.pat).get(where).text
    assert "<strong>chapter 4</strong>" in page
    assert "<script>alert" not in page
    assert "June 15, 2026" in page
    assert "For all states" in page
    row = db.session.scalars(select(Announcement)).one()
    assert (row.kind, row.subject, row.title, row.state_code) == ("update-new", "update", TYPED["title"], None)
    assert TYPED["title"] in client.get("/updates").text


def test_a_director_publishes_for_their_own_state_whatever_they_name(cast, client):
    client.sign_in(cast.rosa).post("/updates/new", data=TYPED | {"states": "MI"})

    assert db.session.scalars(select(Update)).one().state_code == "TX"
    assert db.session.scalars(select(Announcement)).one().state_code == "TX"


def test_a_preview_publishes_nothing(cast, client):
    page = client.sign_in(cast.ada).post("/updates/new", data=TYPED | {"preview": "1"}).text

    assert "<strong>chapter 4</strong>" in page
    assert db.session.scalars(select(Update)).all() == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": " "}, "Write a title"),
        ({"text": ""}, "Write the text"),
        ({"text": "x" * 10_001}, "Shorten this to 10,000"),
        ({"text": "His SSN is 123-45-6789."}, "Social Security"),
        ({"dated_on": "2026-13-01"}, "There is no such day"),
        ({"dated_on": "1900-01-01"}, "too far away"),
        ({"link": "javascript:alert(1)"}, "begins with https://"),
        ({"states": "TX, MI"}, "Name one state"),
        ({"states": "Atlantis"}, "is no state"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(cast, client, wrong, words):
    answer = client.sign_in(cast.ada).post("/updates/new", data=TYPED | wrong)

    assert answer.status_code == 422
    assert words in answer.text
    if "title" not in wrong:
        assert TYPED["title"] in answer.text
    assert db.session.scalars(select(Update)).all() == []
    assert db.session.scalars(select(Announcement)).all() == []


@pytest.mark.parametrize(
    ("name", "reads", "publishes"),
    [
        ("rosa", 200, 303),
        ("ben", 200, 403),
        ("dana", 200, 403),
        ("pat", 200, 403),
        ("olive", 200, 303),
        ("ada", 200, 303),
        ("sam", 303, 303),
        (None, 303, 303),
    ],
)
def test_who_may_read_and_publish(cast, client, name, reads, publishes):
    client.sign_in(cast.ada).post("/updates/new", data=TYPED)
    client = client.application.test_client()
    if name:
        client.sign_in(getattr(cast, name))

    assert {client.get(path).status_code for path in ("/updates", "/updates/1")} == {reads}
    assert client.post("/updates/new", data=TYPED).status_code == publishes
    assert len(db.session.scalars(select(Update)).all()) == 1 + (name in ("rosa", "olive", "ada"))


@pytest.mark.parametrize("update_id", [77, 2**40])
def test_an_update_that_is_not_there_is_not_found(cast, client, update_id):
    assert client.sign_in(cast.ada).get(f"/updates/{update_id}").status_code == 404


def test_the_list_asks_as_often_for_many_updates_as_for_one(cast, client):
    client.sign_in(cast.ada).post("/updates/new", data=TYPED)
    client.get("/updates")
    db.session.rollback()
    with statements() as few:
        client.get("/updates")
    for _ in range(5):
        client.post("/updates/new", data=TYPED)
    client.get("/updates")
    db.session.rollback()
    with statements() as many:
        client.get("/updates")

    assert len(many) == len(few)
