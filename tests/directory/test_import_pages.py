"""The pages of lists: who may bring one, what each shows, and what becomes of files that are none."""

import re
from typing import Any

import pytest

from coordhub.db import db
from coordhub.directory.models import ImportBatch
from coordhub.directory.queries import entry_named
from tests.cast import Cast
from tests.client import CheckingClient
from tests.directory.entries import a_contact, an_office
from tests.directory.lists import SOURCE, csv_text

pytestmark = pytest.mark.usefixtures("starter", "on_tuesday")
HEADER = ("key", "kind", "office_kind", "name", "State", "ZIP", "Telephone")


def upload(client: CheckingClient, content: bytes, name: str = "list.csv", **more: str) -> Any:
    """Send the form as a browser does; written out, since the test client leaves large files of its own open."""
    given = {"source": SOURCE, "source_date": "2026-05"} | more
    fields = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n' for field, value in given.items()
    )
    file = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = (fields + file).encode() + content + b"\r\n--b--\r\n"
    return client.post("/directory/imports", data=body, content_type="multipart/form-data; boundary=b")


def page(response: Any) -> str:
    return " ".join(response.get_data(as_text=True).split())


def office(number: int, name: str = "Office", state: str = "TX", phone: str = "956-555-0100") -> tuple[str, ...]:
    return (f"{state.lower()}-list-{number}", "office", "Regional or local office", name, state, "78501", phone)


@pytest.mark.parametrize("who", ["rosa", "ada"])
def test_a_director_and_an_administrator_bring_lists(client: CheckingClient, cast: Cast, who: str) -> None:
    client.sign_in(getattr(cast, who))

    uploaded = upload(client, csv_text(HEADER, office(1)))
    planned = page(client.get(uploaded.location))
    before = entry_named("tx-list-1")
    applied = client.post(f"{uploaded.location}/rows", data={"apply": "1"}, follow_redirects=True)

    assert uploaded.status_code == 303
    assert "What it would change" in planned and "middle of the ZIP code 78501" in planned
    assert before is None
    assert "1 entry added" in page(applied)
    assert entry_named("tx-list-1") is not None


@pytest.mark.parametrize("who", ["ben", "dana", "pat", "olive"])
def test_others_bring_no_lists(client: CheckingClient, cast: Cast, who: str) -> None:
    client.sign_in(getattr(cast, who))

    assert client.get("/directory/imports").status_code == 403
    assert upload(client, csv_text(HEADER, office(1))).status_code == 403
    assert db.session.get(ImportBatch, 1) is None


def test_a_visitor_signs_in_first_and_sam_waits(client: CheckingClient, cast: Cast) -> None:
    assert "/sign-in" in client.get("/directory/imports").location
    client.sign_in(cast.sam)
    assert "/waiting" in client.get("/directory/imports").location


def test_nobody_opens_the_list_of_somebody_else(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.ada)
    address = upload(client, csv_text(HEADER, office(1))).location
    client.sign_in(cast.rosa)

    assert client.get(address).status_code == 404
    assert client.post(f"{address}/rows", data={"apply": "1"}).status_code == 404
    assert client.post(f"{address}/revert").status_code == 404
    assert client.get("/directory/imports/999999999999").status_code == 404


def test_rows_of_other_states_are_refused_for_a_director(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.rosa)

    address = upload(client, csv_text(HEADER, office(1), office(2, state="MI"))).location

    assert "This row is of Michigan, and you keep the entries of Texas only." in page(client.get(address))
    client.post(f"{address}/rows", data={"apply": "1"})
    assert entry_named("tx-list-1") is not None and entry_named("mi-list-2") is None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b'key,name\na,"open', "Line 2: A quotation mark opens here"),
        ("name,note\na,ñ\n".encode() + b"b,\xf1", "Line 3: A letter here is in an encoding"),
        (b"name,Name\na,b", "Line 1: Two columns are called “name”"),
        (b"\xd0\xcf\x11\xe0 old", "Save it as .xlsx"),
        (b"PK\x03\x04 no zip", "The Excel file is damaged"),
    ],
)
def test_a_file_that_is_no_list_says_why_beside_its_field(
    client: CheckingClient, cast: Cast, content: bytes, sentence: str
) -> None:
    client.sign_in(cast.rosa)

    response = upload(client, content)

    assert response.status_code == 422
    assert sentence in page(response)
    assert db.session.get(ImportBatch, 1) is None


def test_a_list_needs_a_source_and_a_date(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.rosa)

    response = upload(client, csv_text(HEADER, office(1)), source="", source_date="May")

    assert response.status_code == 422
    assert "Say where the list comes from" in page(response) and "Write a year" in page(response)


def test_columns_can_be_read_another_way(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.rosa)
    address = upload(client, csv_text(("Code", "What", *HEADER[2:]), office(1))).location

    assert "Say in a column “kind”" not in page(client.get(address))  # the kind of office tells
    fields = ["key", "kind", "office_kind", "name", "state_code", "zip_code", "phones"]
    twice = client.post(f"{address}/columns", data={f"columns-{at}": "key" for at in range(7)})
    once = client.post(f"{address}/columns", data={f"columns-{at}": name for at, name in enumerate(fields)})
    few = client.post(f"{address}/columns", data={"columns-0": "key"})

    assert twice.status_code == 422 and "Two columns are read as “Key”" in page(twice)
    assert once.status_code == 303
    assert few.status_code == 422
    assert db.session.get(ImportBatch, 1).mapping["Code"] == "key"  # type: ignore[union-attr]


def test_a_conflict_is_shown_and_only_a_tick_takes_it(client: CheckingClient, cast: Cast) -> None:
    an_office("tx-list-1", name="Old", state_code="TX", verified_how="phone", verified_on="2026-06-01")
    db.session.commit()
    client.sign_in(cast.rosa)
    address = upload(client, csv_text(("key", "name"), ("tx-list-1", "New"))).location
    shown = page(client.get(f"{address}?outcome=conflict"))

    client.post(f"{address}/rows", data={"shown": "2", "apply": "1"})
    kept = entry_named("tx-list-1").name  # type: ignore[union-attr]
    address = upload(client, csv_text(("key", "name"), ("tx-list-1", "New"))).location
    client.post(f"{address}/rows", data={"shown": "2", "take": "2"})
    client.post(f"{address}/rows", data={"apply": "1"})
    db.session.expire_all()

    assert "<del>Old</del>" in shown and "<ins>New</ins>" in shown
    assert "confirmed by a phone call on June 1, 2026" in shown
    assert kept == "Old"
    assert entry_named("tx-list-1").name == "New"  # type: ignore[union-attr]


def test_a_row_that_may_be_there_is_offered_as_that_entry(client: CheckingClient, cast: Cast) -> None:
    a_contact("tx-ana", name="Ana Peña", state_code="TX", phones="956-555-0100")
    db.session.commit()
    client.sign_in(cast.rosa)
    rows = csv_text(("kind", "role", "name", "state", "title"), ("contact", "recruiter", "Ana Pena", "TX", "Lead"))
    address = upload(client, rows).location
    offered = page(client.get(address))

    client.post(f"{address}/rows", data={"shown": "2", "as-2": "tx-ana"})
    merged = page(client.get(address))
    client.post(f"{address}/rows", data={"shown": "2", "as-2": "tx-ana", "apply": "1"})
    db.session.expire_all()

    assert "It is Ana Peña" in offered and "has nearly the same name" in offered
    assert "<ins>Lead</ins>" in merged
    assert entry_named("tx-ana").title == "Lead"  # type: ignore[union-attr]


def test_a_plan_is_paged_and_filtered(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.rosa)
    rows = [office(number, f"Office {number}") for number in range(70)]
    address = upload(client, csv_text(HEADER, *rows, office(100, "Far", "MI"))).location

    first, second = page(client.get(address)), page(client.get(f"{address}?page=2"))
    refused, odd = page(client.get(f"{address}?outcome=refused")), client.get(f"{address}?page=²&outcome=x")

    assert first.count('name="shown"') == 50 and second.count('name="shown"') == 21
    assert refused.count('name="shown"') == 1 and "Far" in refused
    assert odd.status_code == 200
    assert re.search(r"All rows <span[^>]*>71<", first)


def test_a_list_is_taken_back_and_the_second_time_changes_nothing(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.rosa)
    address = upload(client, csv_text(HEADER, office(1), ("tx-mep", "office", "", "Renamed", "TX", "", ""))).location
    old = entry_named("tx-mep").name  # type: ignore[union-attr]
    client.post(f"{address}/rows", data={"apply": "1"})

    back = page(client.post(f"{address}/revert", follow_redirects=True))
    again = page(client.post(f"{address}/revert", follow_redirects=True))
    db.session.expire_all()

    assert "1 with their old values, 1 removed, 0 kept" in back
    assert "0 with their old values, 0 removed, 0 kept" in again
    assert entry_named("tx-list-1") is None and entry_named("tx-mep").name == old  # type: ignore[union-attr]
    assert client.post(f"{address}/rows", data={"apply": "1"}).status_code == 409


def test_a_file_over_the_limit_gets_a_page_that_names_it_and_other_pages_keep_theirs(
    client: CheckingClient, cast: Cast
) -> None:
    client.sign_in(cast.rosa)
    between = b"name,note\n" + b"y,\n" * 700_000  # 2 MB: over the limit of other pages

    too_large = upload(client, b"x" * 11 * 1024 * 1024)
    allowed = upload(client, between)
    elsewhere = client.post("/directory", data={"near": "x" * 2 * 1024 * 1024})

    assert too_large.status_code == 413 and "This page takes up to 10 MB" in page(too_large)
    assert allowed.status_code == 422 and "more than 20,000 rows" in page(allowed)
    assert elsewhere.status_code == 413 and "This page takes up to 1 MB" in page(elsewhere)
