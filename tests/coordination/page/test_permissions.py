"""Odd addresses of a request; private words on no other page, in no letter, notice or log."""

import pytest
from sqlalchemy import select

from coordhub.coordination import actions
from coordhub.coordination.models import Deed
from coordhub.db import db
from coordhub.mail.models import LetterContent
from coordhub.notifications.models import Notification
from tests.coordination.page.conftest import MARKER, MSIX_ID
from tests.telling import write_letters

pytestmark = pytest.mark.onedb


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

    write_letters()
    letters = b"".join(db.session.scalars(select(LetterContent.content))).decode()
    notices = " ".join(f"{one.title} {one.reason} {one.url}" for one in db.session.scalars(select(Notification)))
    assert MARKER not in letters + notices + caplog.text
    assert MSIX_ID not in letters + notices + caplog.text
