"""Every address of a request by everybody of the cast, from both sides; private words on no page of a stranger."""

import pytest
from sqlalchemy import func, select

from coordhub.coordination import actions
from coordhub.coordination.models import Deed, MessageEdit, Step
from coordhub.db import db
from coordhub.mail.models import OutgoingEmail
from coordhub.notifications.models import Notification
from tests.coordination.page.conftest import MARKER, MSIX_ID

pytestmark = pytest.mark.onedb

READ = ("", "?quote=1", "?before=2", "/record", "/record?messages=yes", "/messages/1/edit", "/messages/3/edit")
WRITTEN = {
    "acknowledge": {},
    "start": {},
    "outcome": {"outcome": "enrolled"},
    "decline": {"reason": "duplicate"},
    "confirm": {},
    "withdraw": {"note": "No more."},
    "assign": {"colleague": "1"},
    "hold": {},
    "release": {},
    "watch": {},
    "unwatch": {},
    "messages": {"text": "Hello", "deed": "write"},
    "messages/3/edit": {"text": "Hello", "seen": "1"},
    "msix-ids": {},
}
STRANGERS = ("dana", "pat", "olive", "ada", "sam", None)
# What each side may do with a request that the receiver acknowledged and wrote on; 422 and 403 are refusals in words.
BEN_MAY = {"outcome", "decline", "messages", "messages/3/edit", "msix-ids", "watch", "unwatch"}
ROSA_MAY = {"withdraw", "messages", "hold", "msix-ids", "watch", "unwatch"}


@pytest.fixture
def spoken(taken, cast):
    """A request with a question of Ben's that he changed, an outcome to come."""
    step = actions.write(taken, Deed.WRITE, f"What is a {MARKER}?", by=cast.ben)
    actions.edit_message(taken, step, f"What is a {MARKER}, please?", by=cast.ben, seen=0)
    db.session.commit()
    return taken


def as_(client, cast, name):
    if name is not None:
        client.sign_in(getattr(cast, name))
    return client


def standing(request):
    db.session.expire_all()
    counted = db.session.scalar(select(func.count(Step.id))), db.session.scalar(select(func.count(MessageEdit.id)))
    return (request.status, request.last_position, request.owner_id, request.held_at, *counted)


@pytest.mark.parametrize("name", STRANGERS)
def test_to_strangers_no_address_of_a_request_says_anything(spoken, cast, client, name):
    as_(client, cast, name)
    for more in READ:
        answer = client.get(f"/coordination/{spoken.number}{more}")
        assert answer.status_code in (303, 403, 404), more
        for private in (MARKER, MSIX_ID, MSIX_ID[-4:], "Grand Traverse", "Rosa Delgado", "Ben Okafor"):
            assert private not in answer.text, more


@pytest.mark.parametrize("name", STRANGERS)
def test_no_deed_of_a_stranger_changes_or_shows_anything(spoken, cast, client, name):
    before = standing(spoken)
    as_(client, cast, name)
    for deed, data in WRITTEN.items():
        answer = client.post(f"/coordination/{spoken.number}/{deed}", data=data)
        assert answer.status_code in (303, 403, 404), deed
        assert not (answer.location or "").startswith("/coordination/R-"), deed
        assert MARKER not in answer.text and MSIX_ID not in answer.text, deed
    assert standing(spoken) == before


@pytest.mark.onedb
@pytest.mark.parametrize(("name", "may"), [("ben", BEN_MAY), ("rosa", ROSA_MAY)])
@pytest.mark.parametrize("deed", WRITTEN)
def test_each_side_does_what_is_its_own_and_is_told_why_not_otherwise(spoken, cast, client, name, may, deed):
    before = standing(spoken)
    answer = as_(client, cast, name).post(f"/coordination/{spoken.number}/{deed}", data=WRITTEN[deed])

    if deed in may:
        assert answer.status_code in (200, 303)
    else:
        assert answer.status_code in (403, 422)
        assert standing(spoken) == before
        assert spoken.number in answer.text or "Only who wrote" in answer.text


@pytest.mark.parametrize("name", ["rosa", "ben"])
def test_both_sides_open_every_page(spoken, cast, client, name):
    as_(client, cast, name)
    for more in READ[:5]:
        answer = client.get(f"/coordination/{spoken.number}{more}")
        assert answer.status_code == 200
        assert MSIX_ID not in answer.text


@pytest.mark.parametrize(
    "more", ["?quote=x", "?before=x", "?before=0", "?before=1", f"?before={'9' * 40}", "?quote=-3"]
)
def test_an_odd_address_shows_the_page(spoken, cast, client, more):
    assert as_(client, cast, "ben").get(f"/coordination/{spoken.number}{more}").status_code == 200


@pytest.mark.parametrize("position", ["0", "2", "99", "9" * 30])
def test_there_is_nothing_to_change_where_no_message_stands(spoken, cast, client, position):
    where = f"/coordination/{spoken.number}/messages/{position}/edit"

    assert as_(client, cast, "ben").get(where).status_code == 404
    assert client.post(where, data={"text": "Hello", "seen": "0"}).status_code == 404


@pytest.mark.parametrize("name", ["dana", "pat", "olive", "ada"])
def test_a_marker_in_private_words_is_on_no_other_page(spoken, cast, client, name):
    as_(client, cast, name)
    for path in (
        "/inbox",
        "/coordination/",
        "/admin/",
        "/people/me",
        "/coordination/break-glass",
        "/board/",
        "/states/MI",
    ):
        assert MARKER not in client.get(path).text


def test_a_marker_in_private_words_is_in_no_letter_notice_or_log(spoken, cast, client, caplog):
    as_(client, cast, "rosa").post(
        f"/coordination/{spoken.number}/messages", data={"text": f"The {MARKER}, 4/12/2014."}
    )
    client.post(f"/coordination/{spoken.number}/messages", data={"text": f"The @Ben Okafor {MARKER}."})

    letters = b"".join(db.session.scalars(select(OutgoingEmail.content))).decode()
    notices = " ".join(f"{one.title} {one.reason} {one.url}" for one in db.session.scalars(select(Notification)))
    assert MARKER not in letters + notices + caplog.text
    assert MSIX_ID not in letters + notices + caplog.text
