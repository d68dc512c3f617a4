"""One word that nobody can guess stands in everything that is hidden, and turns up for nobody who may not see it."""

import email
import io
import logging
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from email.policy import default
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.db import db
from coordhub.directory.actions import Doer, change_entry, claim_entry, send_due_checks, send_suggestion
from coordhub.directory.fields import BY_NAME
from coordhub.directory.kinds import Visibility
from coordhub.directory.models import Entry, Suggestion, Wrong
from coordhub.directory.queries import whole_entry
from coordhub.mail.models import OutgoingEmail
from coordhub.notifications.models import Notification
from coordhub.places.points import Point
from tests.cast import Cast
from tests.client import CheckingClient
from tests.directory.entries import a_contact, a_site, an_office
from tests.directory.filling import form_of
from tests.directory.lists import csv_text
from tests.directory.test_import_pages import upload
from tests.factories import a_person
from tests.telling import send_digests, write_letters

pytestmark = pytest.mark.usefixtures("starter", "gazetteer", "on_tuesday")

OF_MEMBERS, OF_ADMINISTRATORS = "quokkaburrow", "zebrafinchnest"
MISSPELT = ["quokkabvrrow", "zebrafimchnest", "quokkabvrrow,", "TX", "zebrafimchnest,", "TX"]
PHONES = {OF_MEMBERS: "956-555-0143", OF_ADMINISTRATORS: "956-555-0154"}
MAKERS = (("office", an_office), ("contact", a_contact), ("site", a_site))
MCALLEN = Point(26.2, -98.23)
KINDS = [kind for kind, _ in MAKERS]
BLIND = {
    OF_MEMBERS: ("visitor", "sam"),
    OF_ADMINISTRATORS: ("visitor", "sam", "rosa", "ben", "dana", "pat", "olive", "keeper"),
}
PAGES = [
    "/", "/states/TX", "/states", "/inbox", "/credits",
    "/directory", "/directory/map", "/directory/pass", "/directory/keeping", "/directory/partners",
    "/directory/partners.vcf", "/directory/entries/new?kind=office&state=TX",
    "/directory/entries/new?kind=contact&state=TX", "/directory/states/TX/facts", "/directory/imports",
    *(f"/directory?near={text}" for text in ("78501", "TX", "Hidalgo, TX", "burrowing owl", "26.2,-98.23")),
    "/directory?near=recruiter,+TX&role=recruiter", "/directory?show=site&course=", "/directory?near=78501&radius=10",
    *(f"/directory?near={text}" for text in MISSPELT),
    *(f"/search?q={text}" for text in (*MISSPELT, "burrowing", "78501")),
    *(f"/directory/export.{form}{asked}" for form in ("csv", "xlsx", "geojson", "vcf")
      for asked in ("", "?near=78501", "?near=burrowing+owl", "?near=TX")),
    *(f"/directory/counterparts{form}?from={one}&to={other}&county=Hidalgo&role={role}" for form in ("", ".vcf")
      for one, other in (("ND", "TX"), ("TX", "ND")) for role in ("", "recruiter", "director", "pass")),
    *(f"/directory/entries/tx-open-{kind}/{page}" for kind in KINDS
      for page in ("history", "confirm", "edit", "replace", "claim", "suggest")),
    *(f"/directory/{kind}s/tx-open-{kind}" for kind in KINDS),
    *(f"/directory/entries/tx-open-{kind}.vcf" for kind in KINDS),
]  # fmt: skip


@pytest.fixture
def keeper(cast: Cast) -> User:
    """Somebody of Texas who keeps what is hidden from them since."""
    return a_person("Kim Reyes", state_code="TX")


@pytest.fixture
def hidden(cast: Cast, keeper: User) -> list[str]:
    """Of each kind an entry that everybody sees, which names hidden ones, and hidden ones in all their fields.

    They were found, suggested about, claimed and kept while everybody saw them.
    """
    for kind, make in MAKERS:
        for word in BLIND:
            make(
                f"tx-{word}-{kind}", MCALLEN, name=f"{word} {kind}", state_code="TX", city="McAllen", zip_code="78501",
                visibility="public", note=f"{word} burrowing owl", street=f"1 {word} Lane", source=f"{word} list",
                website=f"https://{word}.example.org", phones=f"{PHONES[word]} ({word})", counties="48215",
                emails=f"{kind}@{word}.example.org", verified_on="2025-12-01", specialties="recruitment; pass",
            )  # fmt: skip
    for kind, make in MAKERS:
        opened = make(
            f"tx-open-{kind}", MCALLEN, name=f"Open {kind}", state_code="TX", zip_code="78501", visibility="public"
        )
        for link, word in (("parent", OF_MEMBERS), ("fallback", OF_ADMINISTRATORS), ("fallback", OF_MEMBERS)):
            office = f"tx-{word}-{'office' if link == 'parent' else 'contact'}"
            db.session.flush()
            change_entry(opened, {link: office}, by=Doer.of(cast.rosa))
        channels = "; ".join(f"{PHONES[word]} ({word}) [{sight}]" for word, sight in _SIGHTS)
        addresses = "; ".join(f"open-{kind}@{word}.example.org [{sight}]" for word, sight in _SIGHTS)
        change_entry(
            opened,
            {"phones": BY_NAME["phones"].read(channels), "emails": BY_NAME["emails"].read(addresses)},
            by=Doer(),
        )
    replaced = an_office("tx-replaced", name="Replaced office", state_code="TX")
    change_entry(
        replaced, {"replaced_by": f"tx-{OF_ADMINISTRATORS}-office", "replaced_on": clock.now().date()}, by=Doer()
    )
    db.session.commit()
    tokens = []
    for word in BLIND:
        entry = whole_entry(f"tx-{word}-office", sight=Visibility.ADMINISTRATORS)
        assert entry is not None
        entry.keeper = keeper
        for by in (None, cast.ben):
            sent = send_suggestion(
                entry, Wrong.OTHER, "It moved.", email="" if by else "neighbor@example.com", by=by, network_address=word
            )
            tokens.append(sent.token)
        claim_entry(entry, by=a_person(state_code="TX"))
    # What somebody heard while they might see it stays with them.
    db.session.execute(delete(Notification))
    db.session.execute(delete(OutgoingEmail))
    for word, sight in _SIGHTS:
        for kind in KINDS:
            entry = whole_entry(f"tx-{word}-{kind}", sight=Visibility.ADMINISTRATORS)
            assert entry is not None
            change_entry(entry, {"visibility": sight}, by=Doer())
    db.session.commit()
    db.session.remove()
    return tokens


_SIGHTS = ((OF_MEMBERS, Visibility.MEMBERS), (OF_ADMINISTRATORS, Visibility.ADMINISTRATORS))


def words_of(response: Any) -> str:
    """Everything a browser gets, with the texts of a packed file."""
    body = response.get_data()
    if body.startswith(b"PK"):
        packed = zipfile.ZipFile(io.BytesIO(body))
        body = b"".join(packed.read(name) for name in packed.namelist())
    # Address books fold long lines.
    return f"{response.headers}{body.decode()}".replace("\r\n ", "").lower()


def found_in(text: str, word: str) -> bool:
    return word in text.lower() or PHONES[word] in text or PHONES[word].replace("-", "") in text


def as_(client: CheckingClient, cast: Cast, keeper: User, who: str) -> CheckingClient:
    with client.session_transaction() as session:
        session.clear()
    return client if who == "visitor" else client.sign_in(keeper if who == "keeper" else getattr(cast, who))


@pytest.mark.parametrize("word", BLIND)
def test_what_is_hidden_turns_up_on_no_page_file_or_line_of_the_log(
    client: CheckingClient, cast: Cast, keeper: User, hidden: list[str], word: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    pages = [*PAGES, "/directory/offices/tx-replaced", "/directory/entries/tx-replaced/history"]
    pages += ["/directory/entries/tx-replaced/edit", *(f"/directory/suggestions/{one}" for one in hidden)]

    found = [
        (who, page)
        for who in BLIND[word]
        for page in pages
        if found_in(words_of(as_(client, cast, keeper, who).get(page)), word)
    ]

    assert found == []
    assert not any(found_in(one.getMessage(), word) for one in caplog.records if one.name.startswith("coordhub"))


@pytest.mark.parametrize("word", BLIND)
def test_who_may_see_it_finds_it(
    client: CheckingClient, cast: Cast, keeper: User, hidden: list[str], word: str
) -> None:
    client.sign_in(cast.ada)

    missing = [
        page
        for page in ("/states/TX", "/directory?near=burrowing+owl", "/directory/export.xlsx?near=78501",
                     "/directory/offices/tx-open-office", "/directory/entries/tx-open-office/history")
        if not found_in(words_of(client.get(page)), word)
    ]  # fmt: skip

    assert missing == []


def test_a_list_tells_its_bringer_nothing_of_hidden_entries(
    client: CheckingClient, cast: Cast, keeper: User, hidden: list[str]
) -> None:
    word = OF_ADMINISTRATORS
    keys = [f"tx-{word}-{kind}" for kind in KINDS]
    rows = [("tx-open-office", "office", "", "", "", keys[0])]
    client.sign_in(cast.rosa)
    header = ("key", "kind", "name", "title", "phones", "fallback")

    named = client.get(
        upload(client, csv_text(header, *rows, *((key, "", "", "x", "", "") for key in keys[1:]))).location
    )
    alike = client.get(upload(client, csv_text(header, ("", "office", "Other", "", PHONES[word], ""))).location)

    told = words_of(named)
    for key in keys:
        told = told.replace(key, "")  # what the list itself says
    assert word not in told and "contact" not in told.split("the key", 1)[-1][:80]
    assert "is no entry of the directory or of this list" in words_of(named)
    assert "has the same" not in words_of(alike)


def test_an_editor_neither_sees_nor_loses_the_hidden_entry_that_is_named(
    client: CheckingClient, cast: Cast, hidden: list[str], at: Callable[[datetime], None]
) -> None:
    db.session.execute(
        update(Entry).where(Entry.key == f"tx-{OF_MEMBERS}-contact").values(visibility=Visibility.ADMINISTRATORS)
    )
    db.session.commit()
    client.sign_in(cast.rosa)
    old = form_of(client.get("/directory/entries/tx-open-office/edit").text)

    at(clock.now() + timedelta(minutes=1))
    saved = client.post("/directory/entries/tx-open-office/edit", data=old | {"note": "Door on the left."})
    at(clock.now() + timedelta(minutes=1))
    meanwhile = client.post("/directory/entries/tx-open-office/edit", data=old | {"note": "Door on the right."})
    db.session.remove()

    entry = whole_entry("tx-open-office", sight=Visibility.ADMINISTRATORS)
    assert (saved.status_code, meanwhile.status_code) == (303, 409)
    assert not found_in(words_of(meanwhile), OF_ADMINISTRATORS)
    assert f"tx-{OF_MEMBERS}-contact" not in meanwhile.text
    assert entry is not None and entry.fallback is not None and entry.fallback.key == f"tx-{OF_MEMBERS}-contact"


def test_no_letter_and_no_notice_names_what_its_reader_may_not_see(
    client: CheckingClient, cast: Cast, keeper: User, hidden: list[str]
) -> None:
    for token in hidden:
        found = db.session.scalar(select(Suggestion).where(Suggestion.token == token))
        assert found is not None
        entry = db.session.get_one(Entry, found.entry_id)
        client.sign_in(cast.ada).post(f"/directory/suggestions/{token}/answer", data={"decision": "accept"})
        assert entry.visibility != Visibility.PUBLIC
    for claim in (1, 2):
        client.sign_in(cast.ada).post(f"/directory/claims/{claim}/decide", data={"decision": "grant"})
    send_suggestion(
        db.session.get_one(Entry, entry.id), Wrong.OTHER, "It moved again.", by=cast.ada, network_address="ada"
    )
    send_due_checks(clock.now())
    send_digests(clock.now())
    db.session.commit()

    write_letters()
    people = {one.id: one for one in db.session.scalars(select(User))}
    notices = [(people[one.user_id], one.title + one.url) for one in db.session.scalars(select(Notification))]
    letters = [
        (people.get(one.user_id or 0), _text(one.content))
        for one in db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.kind != "entry-check"))
    ]
    for reader, text in (*notices, *letters):
        blind = [OF_ADMINISTRATORS] if reader and reader.is_approved else list(BLIND)
        if reader is None or not reader.is_administrator:
            assert not [word for word in blind if found_in(text, word)], (reader, text)


def _text(content: bytes) -> str:
    letter = email.message_from_bytes(content, policy=default)
    parts = [str(one.get_content()) for one in letter.walk() if one.get_content_maintype() == "text"]
    return "".join([*map(str, letter.values()), *parts])
