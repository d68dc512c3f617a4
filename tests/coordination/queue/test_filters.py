"""Views of the queue under a name of one's own."""

import pytest
from sqlalchemy import func, select

from coordhub.coordination.models import SavedFilter
from coordhub.coordination.rules.queue import FILTER_NAME_LENGTH, FILTERS_AT_MOST
from coordhub.db import db

FILTERS = "/coordination/filters"
TEXAS = {"name": "Texas records", "back": "whose=state&show=all&type=REC&partner=TX&q=R-2026-00001&page=3&odd=1"}


def kept():
    return db.session.scalars(select(SavedFilter).order_by(SavedFilter.id)).all()


def test_a_saved_view_is_a_link_with_known_words_only(put, people, client):
    answer = client.sign_in(people.ben).post(FILTERS, data=TEXAS)

    assert answer.status_code == 303
    assert [(one.name, one.query) for one in kept()] == [
        ("Texas records", "whose=state&show=all&type=REC&partner=TX"),
    ]
    page = client.get("/coordination/").text
    assert 'href="/coordination/?whose=state&amp;show=all&amp;type=REC&amp;partner=TX"' in page
    assert "Texas records" not in client.sign_in(people.mei).get("/coordination/").text


@pytest.mark.parametrize("name", ["Texas records", "  texas RECORDS "])
def test_a_name_given_already_says_so_and_stays_in_its_field(put, people, client, name):
    client.sign_in(people.ben).post(FILTERS, data=TEXAS)
    again = client.post(FILTERS, data=TEXAS | {"name": name})

    assert again.status_code == 422
    assert "already. Choose another name." in again.text
    assert f'value="{name.strip()}"' in again.text
    assert len(kept()) == 1
    assert client.sign_in(people.mei).post(FILTERS, data=TEXAS).status_code == 303


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("", "Give this view a name."),
        ("   ", "Give this view a name."),
        ("x" * (FILTER_NAME_LENGTH + 1), "Shorten this to 60 characters."),
        ("Texas\x00", "unprintable character"),
        ("The girl born 4/12/2014", "birth date"),
        ("SSN 123-45-6789", "Social Security"),
    ],
)
def test_a_name_that_cannot_be_kept_says_why(put, people, client, name, problem):
    answer = client.sign_in(people.ben).post(FILTERS, data=TEXAS | {"name": name})

    assert answer.status_code == 422
    assert problem in answer.text
    assert kept() == []


def test_twenty_views_are_enough(put, people, client):
    client.sign_in(people.ben)
    for number in range(FILTERS_AT_MOST):
        assert client.post(FILTERS, data=TEXAS | {"name": f"View {number}"}).status_code == 303
    answer = client.post(FILTERS, data=TEXAS | {"name": "One too many"})

    assert answer.status_code == 422
    assert "You have 20 saved views." in answer.text
    assert db.session.scalar(select(func.count(SavedFilter.id))) == FILTERS_AT_MOST


def test_a_view_is_removed_by_its_owner_only_and_twice_does_no_harm(put, people, client):
    client.sign_in(people.ben).post(FILTERS, data=TEXAS)
    path = f"{FILTERS}/{kept()[0].id}/remove"

    client.sign_in(people.mei).post(path)
    assert len(kept()) == 1
    client.sign_in(people.ben)
    assert [client.post(path).status_code for _ in range(2)] == [303, 303]
    assert kept() == []


@pytest.mark.onedb
def test_the_number_of_a_view_can_be_anything(put, people, client):
    assert client.sign_in(people.ben).post(f"{FILTERS}/99999999999999999999/remove").status_code in (303, 404)
