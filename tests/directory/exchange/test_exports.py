"""A search as a file: who gets what, and what stands in it."""

import csv
import io
import json
from typing import Any

import openpyxl
import pytest
import vobject
from sqlalchemy import select

from coordhub.audit.models import AuditEntry
from coordhub.db import db
from coordhub.places.points import Point
from tests.cast import Cast
from tests.client import CheckingClient
from tests.directory.entries import a_contact, an_office

pytestmark = pytest.mark.usefixtures("on_tuesday")
HERE = Point(44.76, -85.62)
SECRET = ("517-555-0198", "colleagues@example.org", "517-555-0199", "Hidden Helen", "Member Mary")


@pytest.fixture(autouse=True)
def entries(starter: None) -> None:
    an_office(
        "mi-list", HERE, name="=Office; “one”", state_code="MI", city="Traverse City", zip_code="49684",
        phones="517-555-0100 x012; 517-555-0198 [members]; 517-555-0199 [administrators]",
        emails="office@example.org; colleagues@example.org [members]", counties="26055; 26089", note="Two\nlines, ñ",
    )  # fmt: skip
    a_contact("mi-mary", HERE, name="Member Mary", state_code="MI", visibility="members", parent="mi-list")
    a_contact("mi-helen", HERE, name="Hidden Helen", state_code="MI", visibility="administrators")
    db.session.commit()


def got(client: CheckingClient, form: str, where: str = "Michigan") -> Any:
    response = client.get(f"/directory/export.{form}", query_string={"near": where})
    assert response.status_code == 200
    return response


def rows_of(content: bytes) -> dict[str, dict[str, str]]:
    return {row["key"]: row for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))}


@pytest.mark.parametrize(
    ("who", "seen", "numbers"),
    [
        (None, {"mi-list"}, 1),
        ("sam", {"mi-list"}, 1),
        ("dana", {"mi-list", "mi-mary"}, 2),
        ("olive", {"mi-list", "mi-mary"}, 2),
        ("rosa", {"mi-list", "mi-mary"}, 2),
        ("ada", {"mi-list", "mi-mary", "mi-helen"}, 3),
    ],
)
def test_everybody_gets_what_they_see_and_no_more(
    client: CheckingClient, cast: Cast, who: str | None, seen: set[str], numbers: int
) -> None:
    if who:
        client.sign_in(getattr(cast, who))

    rows = rows_of(got(client, "csv").data)

    assert set(rows) & {"mi-list", "mi-mary", "mi-helen"} == seen
    assert len(rows["mi-list"]["phones"].split(";")) == numbers


@pytest.mark.parametrize("form", ["csv", "xlsx", "geojson", "vcf"])
def test_nothing_hidden_leaves_in_any_form(client: CheckingClient, form: str) -> None:
    for address in (f"/directory/export.{form}?near=Michigan", f"/directory/export.{form}?near=Traverse+City+MI"):
        content = client.get(address).data
        if form == "xlsx":
            sheet = openpyxl.load_workbook(io.BytesIO(content)).active
            content = repr([[cell.value for cell in row] for row in sheet.rows]).encode()
        text = content.replace(b"\r\n ", b"").decode()

        assert "517-555-0100" in text
        assert not [one for one in SECRET if one in text]


def test_a_hidden_parent_is_not_named(client: CheckingClient) -> None:
    a_contact("mi-open", name="Open Otto", state_code="MI", parent="mi-helen")
    db.session.commit()

    assert rows_of(got(client, "csv").data)["mi-open"]["parent"] == ""
    assert b"Helen" not in client.get("/directory/entries/mi-open.vcf").data


def test_the_file_holds_this_search_under_a_dated_name(client: CheckingClient) -> None:
    near = got(client, "csv", "Traverse City, MI")
    response = client.get("/directory/export.csv?near=Michigan&show=site")

    assert near.headers["Content-Disposition"] == 'attachment; filename="coordhub-directory-2026-06-16.csv"'
    assert "mi-list" in rows_of(near.data)
    assert all(row["kind"] == "site" for key, row in rows_of(response.data).items() if key != "mi-mep")
    assert rows_of(got(client, "csv", "no such words anywhere").data) == {}
    assert len(rows_of(client.get("/directory/export.csv").data)) > 100


def test_csv_is_what_spreadsheets_read_and_runs_nothing(client: CheckingClient) -> None:
    content = got(client, "csv").data

    assert content.startswith(b"\xef\xbb\xbfkey,kind,name")
    assert b"\r\nmi-list,office,'=Office; " in content
    assert b",-85.62," in content


def test_a_sheet_has_text_only_a_fixed_header_and_filters(client: CheckingClient) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(got(client, "xlsx").data)).active

    by_key = {row[0].value: row for row in sheet.rows}
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value} == {"s"}
    assert by_key["mi-list"][2].value == "=Office; “one”"
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref.startswith("A1:")
    assert sheet.column_dimensions["C"].width > 10


def test_geojson_has_longitude_first_and_public_properties(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.ada)

    response = got(client, "geojson")

    found = json.loads(response.data)
    office = next(one for one in found["features"] if one["id"] == "mi-list")
    assert response.mimetype == "application/geo+json" and found["type"] == "FeatureCollection"
    assert office["geometry"] == {"type": "Point", "coordinates": [-85.62, 44.76]}
    assert office["properties"]["phone"] == "517-555-0100 x012"
    assert office["properties"]["email"] == "office@example.org"


def test_a_card_reads_back_with_its_extension_place_and_note(client: CheckingClient) -> None:
    response = client.get("/directory/entries/mi-list.vcf")
    lines = response.data.replace(b"\r\n ", b"").decode().split("\r\n")
    card = vobject.readOne(response.data.decode())

    assert response.headers["Content-Type"] == "text/vcard; charset=utf-8"
    assert b"\n" not in response.data.replace(b"\r\n", b"")
    assert "VERSION:3.0" in lines
    assert "TEL;TYPE=WORK,VOICE:+1-517-555-0100;ext=012" in lines
    assert "GEO:44.76;-85.62" in lines
    assert card.fn.value == "=Office; “one”" and card.org.value == ["=Office; “one”"]
    assert card.adr.value.city == "Traverse City" and card.email.value == "office@example.org"
    assert "Michigan\nAnswers for 2 counties" in card.note.value and card.note.value.endswith("Two\nlines, ñ")
    assert len(list(vobject.readComponents(got(client, "vcf").data.decode()))) > 1


def test_a_card_of_a_person_names_the_office_and_the_role(client: CheckingClient, cast: Cast) -> None:
    client.sign_in(cast.dana)

    card = vobject.readOne(client.get("/directory/entries/mi-mary.vcf").data.decode())

    assert (card.n.value.given, card.n.value.family) == ("Member", "Mary")
    assert card.org.value == ["=Office; “one”"] and card.role.value == "Recruiter"


@pytest.mark.parametrize("key", ["mi-mary", "mi-helen", "nobody", "BAD", "..%2Fx"])
def test_a_card_that_a_visitor_may_not_see_is_not_found(client: CheckingClient, key: str) -> None:
    assert client.get(f"/directory/entries/{key}.vcf").status_code == 404


def test_what_signed_in_people_take_is_recorded_and_what_visitors_take_is_not(
    client: CheckingClient, cast: Cast
) -> None:
    got(client, "csv")
    client.sign_in(cast.dana)
    got(client, "vcf")
    client.get("/directory/entries/mi-list.vcf")

    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.deed == "directory-exported")).all()
    assert [(one.actor_id, one.about) for one in entries] == [(cast.dana.id, "vcf")] * 2


def test_other_forms_are_not_found(client: CheckingClient) -> None:
    assert client.get("/directory/export.pdf").status_code == 404
