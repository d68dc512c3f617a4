"""Whatever is sent to the directory: no error page of ours, every page sound, and nothing stored by a refusal."""

import os

import flask
import pytest

from coordhub import clock
from coordhub.db import db
from coordhub.directory.check_links import check_token
from coordhub.directory.models import CheckLetter, Claim, ClaimStatus, ImportBatch, Suggestion, Wrong
from tests.cast import Cast
from tests.client import CheckingClient
from tests.directory.crawling import faults_of, requests_to, rows_stored, uploads
from tests.directory.entries import a_contact, an_office
from tests.directory.lists import csv_text
from tests.directory.test_import_pages import HEADER, office, page, upload
from tests.directory.trust import noon
from tests.factories import a_person

pytestmark = pytest.mark.usefixtures("starter", "gazetteer", "on_tuesday")
SEED = int(os.environ.get("CRAWL_SEED", "20261124"))
REQUESTS = int(os.environ.get("CRAWL_REQUESTS", "600"))
READERS = (None, "rosa", "ada", "ben", "sam")


@pytest.fixture
def parts(client: CheckingClient, cast: Cast) -> dict[str, list[str]]:
    """What really stands in addresses: keys, codes, tokens, ids."""
    hall = an_office("tx-hall", name="Hall", state_code="TX", emails="hall@example.com", phones="956-555-0100")
    a_contact("mi-lena", name="Lena Marsh", state_code="MI")
    db.session.flush()
    rows = [
        Suggestion(
            token="token", entry_id=hall.id, wrong=Wrong.OTHER, text="It moved.", visitor_hash="x",
            created_at=clock.now(),
        ),
        Claim(entry_id=hall.id, user_id=a_person().id, status=ClaimStatus.WAITING, created_at=clock.now()),
        CheckLetter(
            entry_id=hall.id, due_on=noon(2026, 6, 1).date(), step_days=0, address="hall@example.com",
            sent_at=clock.now(),
        ),
    ]  # fmt: skip
    db.session.add_all(rows)
    db.session.commit()
    upload(client.sign_in(cast.rosa), csv_text(HEADER, office(1), office(2, state="MI")))
    return {
        "key": ["tx-hall", "mi-lena", "tx-mep", "us-ome"], "token": ["token", check_token(rows[2])],  # type: ignore[arg-type]
        "code": ["TX", "MI", "tx"], "batch_id": ["1"], "claim_id": ["1"], "channel_id": ["1"], "form": ["csv", "vcf"],
        "sender": ["TX"], "receiver": ["ND"],
    }  # fmt: skip


def test_malformed_requests_break_nothing_and_store_nothing(
    app: flask.Flask, client: CheckingClient, cast: Cast, parts: dict[str, list[str]]
) -> None:
    faults, stored = [], rows_stored()

    for at, sent in enumerate(requests_to(app, parts, SEED, REQUESTS)):
        who = READERS[at // 50 % len(READERS)]
        with client.session_transaction() as session:
            session.clear()
        if who:
            client.sign_in(getattr(cast, who))
        found, stored = faults_of(client, sent, stored)
        faults += [f"{who} {one}" for one in found]

    assert faults == []


def test_a_form_without_its_token_stores_nothing(
    app: flask.Flask, client: CheckingClient, cast: Cast, parts: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    client.sign_in(cast.ada)
    posts = [one for one in requests_to(app, parts, SEED, 200) if one.method == "POST"]
    before = rows_stored()

    # Mail programs stop letters by one click (RFC 8058), which carries no token.
    answers = {
        (client.open(one.path, method="POST", **one.given).status_code, one.path)
        for one in posts
        if "/stop" not in one.path
    }

    assert {code for code, _ in answers} <= {303, 400, 404, 405, 413}, answers
    assert rows_stored() == before


@pytest.mark.parametrize("odd", uploads())
def test_an_odd_file_is_refused_or_planned_and_changes_no_entry(
    client: CheckingClient, cast: Cast, parts: dict[str, list[str]], odd: str
) -> None:
    before = rows_stored()
    client.sign_in(cast.rosa)

    answer = upload(client, uploads()[odd], name=f"{odd}.xlsx")
    after = rows_stored()

    assert answer.status_code in (303, 413, 422), page(answer)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == ({"import_batch"} if answer.status_code == 303 else set())
    if answer.status_code == 303:
        assert client.get(answer.location).status_code == 200
        assert client.post(f"{answer.location}/rows", data={"apply": "1"}).status_code in (303, 409)
    assert db.session.get(ImportBatch, 1) is not None
