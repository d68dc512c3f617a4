"""Whatever is sent to the pages of requests: no error page of ours, every page sound, nothing stored by a refusal."""

import os
from collections.abc import Iterable
from typing import Any

import flask
import pytest

from coordhub import clock
from coordhub.accounts.models import Absence, User
from coordhub.coordination import actions
from coordhub.coordination.models import Deed, SavedFilter
from coordhub.coordination.types import TYPES
from coordhub.db import db
from tests.asking import Asking
from tests.cast import Cast
from tests.client import CheckingClient
from tests.coordination.compose.filling import filled_in
from tests.coordination.compose.test_batch import TWO
from tests.directory.crawling import Target, faults_of, requests_to, rows_stored
from tests.factories import a_person

pytestmark = pytest.mark.usefixtures("starter", "gazetteer", "on_tuesday")
SEED = int(os.environ.get("CRAWL_SEED", "20261124"))
REQUESTS = int(os.environ.get("CRAWL_REQUESTS", "400"))
READERS = ("rosa", "ben", "dana", None, "ben", "rosa", "olive", "ada", "sam", "pat")
PARTIES = ("rosa", "ben")
MARKER, MSIX_ID, COUNTY = "zebrafinch", "999000111222", "Grand Traverse"
KEY = "a-draft-of-rosa"
FORM = filled_in(TYPES["REC"], sending_key=KEY, county="Leelanau County")
PROPER: dict[str, dict[str, Any]] = {
    "/new": FORM | {"send": "1", "seen": "x"},
    "/batch": TWO | {"look": "1", "row1-county": "Leelanau County"},
    "/drafts": FORM,
    "/break-glass": {"number": "R-2026-00001", "reason": "A parent asked whether anybody answered."},
    "/messages": {"text": "They come by bus.", "deed": "write", "quoted": "1", "seen": "2"},
    "/edit": {"text": "They come by train.", "seen": "0"},
    "/outcome": {"outcome": "enrolled", "note": "All three."},
    "/decline": {"reason": "duplicate", "note": "See the other one."},
    "/<number>/assign": {"colleague": "8", "seen": "1"},
    "/<number>/acknowledge": {"note": "Yes.", "seen": "1"},
    "/start": {"note": "", "seen": "9"},
    "/withdraw": {"note": "They stay.", "confirmed": "y"},
    "/reroute": {"do": "state", "to_state": "FL", "county": "", "seen": "x"},
    "/coordination/assign": {"number": "R-2026-00001", "colleague": "8", "back": "show=all"},
    "/coordination/acknowledge": {"number": "R-2026-00001", "back": "show=all", "only": ""},
    "/filters": {"name": "Ours", "back": "show=all&whose=state&type=REC"},
    "/remove": {"back": "show=all"},
    "/office": {"office": "mi-mep"},
    "/absences": {"first_day": "2026-07-01", "last_day": "2026-07-03", "delegate": ""},
    "/backup": {"backup": "yes"},
    "/hand-over": {"to": "8", "do": "1", "seen": "x"},
}  # fmt: skip
TARGET = Target(
    ("coordination.",),
    ("type", "to", "county", "entry", "follows", "draft", "rows", "whose", "show", "partner", "way", "urgency", "q",
     "page", "quote", "before", "messages", "season", "number", "back", "next"),
    (*sorted({name for form in PROPER.values() for name in form}), "confirmed", "fill", "more", "file", "save", "stay",
     "look", "csrf_token", "msix_ids", "same_ids", "entry", "follows", "row1-msix_ids", "row25-note", "row9999-county"),
    PROPER,
)  # fmt: skip


@pytest.fixture
def parts(cast: Cast, ask: Asking) -> dict[str, list[str]]:
    """What really stands in addresses: numbers, codes, tokens, ids."""
    mei = a_person("Mei Tran", state_code="MI")
    today = clock.now().date()
    absence = Absence(user=cast.ben, first_day=today, last_day=today, delegate=mei)
    kept = SavedFilter(user_id=cast.ben.id, name="Ours", query="show=all")
    db.session.add_all([absence, kept])
    actions.keep_draft(KEY, "REC", {"note": [f"They like the {MARKER}."]}, by=cast.rosa)
    token = actions.make_calendar_address(cast.ben)
    db.session.commit()
    return {
        "number": list(_asked(ask, cast.rosa.id, cast.ben.id)), "position": ["1", "3"], "token": [token], "key": [KEY],
        "user_id": [str(one.id) for one in (cast.rosa, cast.ben, mei, cast.dana)],
        "absence_id": [str(absence.id)], "filter_id": [str(kept.id)], "code": ["TX", "MI", "tx"],
        "table": ["type", "state", "season"],
    }  # fmt: skip


def _asked(ask: Asking, rosa_id: int, ben_id: int) -> Iterable[str]:
    """Send three requests with private words: untouched, being worked on, answered; yield their numbers."""
    rosa, ben = (db.session.get_one(User, one) for one in (rosa_id, ben_id))
    for deeds in ((), (Deed.WRITE,), (Deed.WRITE, Deed.RECORD_OUTCOME)):
        request = ask(rosa, note=f"They like the {MARKER}.", msix_ids=[MSIX_ID])
        if deeds:
            actions.acknowledge(request, by=ben)
            actions.write(request, Deed.WRITE, f"What is a {MARKER}?", by=ben)
        if Deed.RECORD_OUTCOME in deeds:
            actions.record_outcome(request, "enrolled", by=ben)
        db.session.commit()
        yield request.number


def test_malformed_requests_break_nothing_store_nothing_and_tell_nothing(
    app: flask.Flask, client: CheckingClient, cast: Cast, ask: Asking, parts: dict[str, list[str]]
) -> None:
    faults, stored = [], rows_stored()
    rosa_id, ben_id = cast.rosa.id, cast.ben.id

    for at, sent in enumerate(requests_to(app, parts, SEED, REQUESTS, TARGET)):
        if at % 500 == 499:  # so much was withdrawn meanwhile that little would be left to spoil
            db.session.remove()
            parts["number"][:] = [*parts["number"][-2:], *_asked(ask, rosa_id, ben_id)]
            stored = rows_stored()
        who = READERS[at // 20 % len(READERS)]
        with client.session_transaction() as session:
            session.clear()
        if who:
            client.sign_in(getattr(cast, who))
        found, stored = faults_of(client, sent, stored, () if who in PARTIES else (MARKER, MSIX_ID, COUNTY))
        faults += [f"{who} {one}" for one in found]

    assert faults == []


@pytest.mark.parametrize("path", ["%00", "%00/record", "drafts/%00/delete", "partners/%00", "calendar/%00.ics"])
def test_an_address_with_a_nul_is_no_address(client: CheckingClient, cast: Cast, path: str) -> None:
    method = "POST" if path.startswith("drafts") else "GET"

    assert client.sign_in(cast.ben).open(f"/coordination/{path}", method=method).status_code == 404


def test_a_form_without_its_token_stores_nothing(
    app: flask.Flask, client: CheckingClient, cast: Cast, parts: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    client.sign_in(cast.ben)
    posts = [one for one in requests_to(app, parts, SEED, 200, TARGET) if one.method == "POST"]
    before = rows_stored()

    answers = {(client.open(one.path, method="POST", **one.given).status_code, one.path) for one in posts}

    assert {code for code, _ in answers} <= {400, 404, 413}, answers
    assert rows_stored() == before
