"""New topics, more exactly: what can be followed, and what is refused."""

import pytest
from sqlalchemy import select

from coordhub.board.models import Forum
from coordhub.db import db
from coordhub.notifications.interests import SAVED_AT_MOST, follow
from coordhub.notifications.kinds import Way
from coordhub.notifications.models import Interest, InterestKind

INTERESTS = "/notifications/interests"


@pytest.fixture
def forum(cast):
    db.session.add(
        Forum(slug="records", name="Records", description="Of records.", position=1, is_for_announcements=False)
    )
    db.session.commit()


def add(client, kind, value, way="at-once"):
    return client.post(INTERESTS, data={"kind": kind, f"{kind}-value": value, f"{kind}-way": way})


def stored():
    return [(one.kind, one.value, one.way) for one in db.session.scalars(select(Interest).order_by(Interest.id))]


@pytest.mark.parametrize("name", ["rosa", "ben", "dana", "pat", "olive", "ada"])
def test_everybody_approved_follows_a_forum_a_specialty_a_state_and_words(cast, forum, client, name):
    client.sign_in(getattr(cast, name))
    for kind, value in (("forum", "records"), ("specialty", "credit"), ("state", "MI"), ("words", "Summer  Buses")):
        assert add(client, kind, value).status_code == 303

    assert [value for _, value, _ in stored()] == ["records", "credit", "MI", "summer buses"]
    page = client.get(INTERESTS).text
    assert all(name in page for name in ("Records", "Secondary credit", "Michigan", "summer buses"))


def test_following_twice_changes_the_way_also_for_words_in_another_order(cast, client):
    client.sign_in(cast.ben)
    add(client, "state", "MI")
    add(client, "state", "MI", "weekly")
    add(client, "words", "summer buses")
    add(client, "words", "BUSES summer", "nothing")

    assert stored() == [(InterestKind.STATE, "MI", Way.WEEKLY), (InterestKind.WORDS, "summer buses", Way.NOTHING)]


@pytest.mark.parametrize(
    ("kind", "value", "way", "sentence"),
    [
        ("words", "", "daily", "Type one to three words"),
        ("words", "one two three four", "daily", "Use at most 3 words"),
        ("words", "of it", "daily", "at least 3 letters"),
        ("words", "123-45-6789", "daily", "without digits and signs"),
        ("words", "a" * 31, "daily", "at most 30 letters"),
        ("words", "bus\x00es", "daily", "unprintable"),
        ("words", "summer", "hourly", "Choose one of what is offered here."),
        ("forum", "no-such", "daily", "Choose one of what is offered here."),
        ("state", "XX", "daily", "Choose one of what is offered here."),
        ("specialty", "", "daily", "Choose one of what is offered here."),
    ],
)
@pytest.mark.onedb
def test_what_cannot_be_followed_is_refused_with_a_sentence(cast, forum, client, kind, value, way, sentence):
    answer = add(client.sign_in(cast.ben), kind, value, way)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert stored() == []


@pytest.mark.onedb
def test_a_kind_that_does_not_exist_is_refused(cast, client):
    assert add(client.sign_in(cast.ben), "county", "26055").status_code == 400


@pytest.mark.onedb
def test_ten_saved_words_are_enough_and_what_was_typed_stays(cast, client):
    for number in range(SAVED_AT_MOST):
        follow(cast.ben, InterestKind.WORDS, "word" + "abcdefghij"[number], Way.DAILY)
    db.session.commit()
    answer = add(client.sign_in(cast.ben), "words", "eleventh")

    assert answer.status_code == 422
    assert "Remove some before you add more." in answer.text
    assert 'value="eleventh"' in answer.text
    assert add(client, "words", "worda", "weekly").status_code == 303  # one that is there can change


def test_a_way_is_changed_and_an_interest_removed_but_never_that_of_somebody_else(cast, client):
    mine = follow(cast.ben, InterestKind.STATE, "MI", Way.DAILY)
    db.session.commit()
    path = f"{INTERESTS}/{mine.id}"

    assert client.sign_in(cast.rosa).post(path, data={"deed": "remove"}).status_code == 404
    client.sign_in(cast.ben)
    assert client.post(path, data={"way": "hourly"}).status_code == 400
    assert client.post(path, data={"way": "weekly"}).status_code == 303
    db.session.expire_all()
    assert stored() == [(InterestKind.STATE, "MI", Way.WEEKLY)]
    assert client.post(path, data={"deed": "remove"}).status_code == 303
    assert stored() == []
    assert client.post(path, data={"deed": "remove"}).status_code == 404
