"""Whatever is sent to notices, interests, digests, events, updates and the delivery page: no error page of ours."""

import os

import flask
import pytest

from coordhub.db import db
from coordhub.notifications import stopping
from coordhub.notifications.kinds import Way
from coordhub.notifications.models import Interest, InterestKind
from tests.cast import Cast
from tests.client import CheckingClient
from tests.directory.crawling import Target, faults_of, requests_to, rows_stored
from tests.factories import a_waiting_letter
from tests.home.telling import tell

pytestmark = pytest.mark.usefixtures("on_tuesday")
SEED = int(os.environ.get("CRAWL_SEED", "20261124"))
REQUESTS = int(os.environ.get("CRAWL_REQUESTS", "400"))
READERS = ("ada", "dana", "ben", None, "olive", "sam")
EVENT = {"title": "Summer call", "kind": "webinar", "first_day": "2026-06-18", "from_time": "14:00",
         "until_time": "15:00", "time_zone": "America/New_York", "states": "", "seen": "1"}  # fmt: skip
PROPER = {
    "/notices": {"about": "topic-1", "deed": "mute", "place": "notices", "what": "board", "before": "5"},
    "/read-all": {"newest": "5", "what": "board", "place": "notices"},
    "/interests": {"kind": "words", "words-value": "band", "words-way": "daily"},
    "/<int:interest_id>": {"way": "weekly", "deed": "change"},
    "/events/new": EVENT,
    "/edit": EVENT,
    "/updates/new": {"title": "New dates", "text": "See the page.", "dated_on": "2026-06-16", "states": ""},
}
TARGET = Target(
    ("notifications.", "home.inbox", "home.notices", "home.interests", "home.change_interest", "home.digest",
     "home.metrics", "resources.", "admin.delivery", "admin.stop_mail", "admin.start_mail", "admin.try_",
     "admin.trust_address"),
    ("date", "kind", "before", "what", "unread", "page", "show", "host"),
    ("about", "deed", "newest", "what", "place", "unread", "before", "undo", "host", "reason", "address", "kind",
     "value", "way", "words-value", "words-way", "forum-value", "digest_hour", "weekly_day", "quiet_from", "csrf_token",
     *EVENT),
    PROPER,
)  # fmt: skip


@pytest.fixture
def parts(cast: Cast) -> dict[str, list[str]]:
    """What really stands in addresses: signed words, and ids."""
    tell(cast.ben, "topic-1")
    interest = Interest(user_id=cast.ben.id, kind=InterestKind.WORDS, value="band", way=Way.DAILY)
    letter = a_waiting_letter()
    db.session.add(interest)
    db.session.commit()
    stop = stopping.stop_url(cast.ben, stopping.ALL).rpartition("/")[2]
    undo = stopping.undo_token(stopping.plan(cast.ben, stopping.ALL))
    return {"token": [stop, undo], "interest_id": [str(interest.id)], "letter_id": [str(letter.id)],
            "event_id": ["1", "2"], "update_id": ["1", "2"]}  # fmt: skip


def test_malformed_requests_break_nothing_and_store_nothing_when_refused(
    app: flask.Flask, client: CheckingClient, cast: Cast, parts: dict[str, list[str]]
) -> None:
    faults, stored = [], rows_stored()

    for at, sent in enumerate(requests_to(app, parts, SEED, REQUESTS, TARGET)):
        who = READERS[at // 20 % len(READERS)]
        with client.session_transaction() as session:
            session.clear()
        if who:
            client.sign_in(getattr(cast, who))
        found, stored = faults_of(client, sent, stored)
        # A letter that is shown in a page is no page: its title is its subject.
        faults += [f"{who} {one}" for one in found if "digest/letter" not in sent.path or "h1" not in one]

    assert faults == []


@pytest.mark.parametrize("interest_id", [2**31, 2**63, 10**30])
def test_an_interest_of_a_number_that_no_database_has_is_not_found(
    client: CheckingClient, cast: Cast, interest_id: int
) -> None:
    assert client.sign_in(cast.ben).post(f"/notifications/interests/{interest_id}").status_code == 404
