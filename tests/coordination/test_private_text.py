"""One word that nobody can guess stands in all private text of a request, and turns up on no other surface."""

import logging
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import String, select
from sqlalchemy import cast as as_type

from coordhub.coordination import actions
from coordhub.coordination.models import Deed, Message, MessageEdit, RequestMsixId
from coordhub.coordination.types import TYPES
from coordhub.db import db
from coordhub.mail.models import OutgoingEmail
from tests.client import CheckingClient
from tests.telling import send_digests, write_letters

pytestmark = pytest.mark.usefixtures("starter", "gazetteer", "on_tuesday")

MARKER, MSIX_ID, COUNTY = "quokkaburrow", "918273645546", "Grand Traverse"
# What private text may stand in; everything else of the database is looked through.
PRIVATE = {
    (Message.__tablename__, "text"),
    (MessageEdit.__tablename__, "text"),
    (RequestMsixId.__tablename__, "msix_id"),
    *(("coordination_request", name) for name in ("details", "to_county_name", "routed_because", "language")),
}
STRANGERS = ("visitor", "sam", "dana", "pat", "olive", "ada")
PARTS = {
    "slug": "practice", "topic_id": 1, "event_id": 1, "update_id": 1, "interest_id": 1, "letter_id": 1, "user_id": 1,
    "token": "a" * 43, "key": "tx-mep", "code": "MI",
    "channel_id": 1, "claim_id": 1, "batch_id": 1, "form": "csv", "sender": "TX", "receiver": "MI", "number": "",
    "position": 2, "absence_id": 1, "filter_id": 1, "table": "type",
}  # fmt: skip


@pytest.fixture
def request_(ask, cast):
    """A request with the word in everything that can be typed, answered, disputed and closed."""
    request = ask(
        type_code="MISS", note=f"They like the {MARKER}.", msix_ids=[MSIX_ID], language=MARKER, flags=["interpreter"],
        details={"months_since": 2, "counties": f"{MARKER} County"},
    )  # fmt: skip
    actions.acknowledge(request, by=cast.ben)
    actions.write(request, Deed.ASK, f"Which {MARKER}?", by=cast.ben)
    actions.write(request, Deed.ANSWER, f"The brown {MARKER}.", by=cast.rosa)
    actions.record_outcome(request, TYPES["MISS"].outcomes[0].code, by=cast.ben)
    actions.dispute(request, f"No {MARKER} there.", by=cast.rosa)
    db.session.commit()
    return request


def pages_of(app) -> Iterator[str]:
    """Yield an address of every page that answers GET, with words that lead somewhere."""
    for rule in app.url_map.iter_rules():
        # Letters have a test of their own, files hold no rows.
        if "GET" in rule.methods and "filename" not in rule.arguments and not rule.rule.startswith("/dev/mail/"):
            filled = re.sub(r"<(?:[^<>]+:)?(\w+)>", lambda match: str(PARTS[match[1]]), rule.rule)
            yield filled
            yield f"{filled}?q={MARKER}&near={MARKER}&show=all&whose=state"


@pytest.mark.onedb
@pytest.mark.parametrize("name", STRANGERS)
def test_no_page_shows_it_to_anybody_outside_the_two_states(request_, app, cast, name):
    PARTS["number"] = request_.number
    client = FlaskClient(app, app.response_class)  # pages are checked elsewhere, which takes most of the time
    if name != "visitor":
        CheckingClient.sign_in(client, getattr(cast, name))

    for path in pages_of(app):
        db.session.remove()
        answer = client.get(path)
        text = answer.get_data(as_text=True) + str(answer.headers)
        echoed = text.replace(f"q={MARKER}", "").replace(f"near={MARKER}", "")
        assert MSIX_ID not in text, path
        assert f"The brown {MARKER}" not in text and f"They like the {MARKER}" not in echoed, path
        if "?q=" not in path:
            assert MARKER not in text, path
            if "/coordination/" in path:
                assert COUNTY not in text, path


def test_no_letter_and_no_digest_carries_it(request_, cast, caplog):
    caplog.set_level(logging.DEBUG)

    write_letters()
    send_digests(request_.changed_at)

    letters = [row.content.decode("utf-8", "replace") for row in db.session.scalars(select(OutgoingEmail))]
    assert letters
    for hidden in (MARKER, MSIX_ID, COUNTY):
        assert not [one for one in letters if hidden in one], hidden
        assert hidden not in caplog.text


def test_no_other_column_of_the_database_holds_it(request_):
    found = []
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if (table.name, column.name) in PRIVATE:
                continue
            words = as_type(column, String)
            for hidden in (MARKER, MSIX_ID):
                if db.session.scalar(select(words).where(words.like(f"%{hidden}%")).limit(1)) is not None:
                    found.append((table.name, column.name, hidden))

    assert found == []


def test_its_own_states_read_it(request_, cast, client):
    for person in (cast.rosa, cast.ben):
        assert MARKER in client.sign_in(person).get(f"/coordination/{request_.number}").text
