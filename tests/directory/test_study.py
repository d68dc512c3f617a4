"""The defects of other locators that the study names, at the page that people open; lists that go out and come in."""

import re
from typing import Any

import pytest
from sqlalchemy import func, select

from coordhub.accounts.models import User
from coordhub.db import db
from coordhub.directory.models import Change, Entry, ImportBatch
from coordhub.places.points import Point
from tests.cast import Cast
from tests.client import CheckingClient
from tests.directory.entries import a_contact, a_site, an_office
from tests.directory.lists import csv_text
from tests.directory.test_import_pages import HEADER, office, page, upload

pytestmark = pytest.mark.usefixtures("starter", "gazetteer", "on_tuesday")


@pytest.mark.parametrize(
    ("typed", "heading", "never"),
    [
        ("Glendale, CO", "Who to ask near Glendale, Colorado", ("Connecticut", "Arizona", "California")),
        ("Hollywood, CA", "Who to ask near Hollywood, California", ("Kansas", "Florida")),
        ("St. Petersburg, FL", "Who to ask near St. Petersburg, Florida", ("New York",)),
    ],
)
def test_a_typed_state_binds(client: CheckingClient, typed: str, heading: str, never: tuple[str, ...]) -> None:
    found = page(client.get("/directory", query_string={"near": typed}))

    assert f"{heading}</h1>" in found
    title = re.search(r"<title>(.*?)</title>", found)
    assert title is not None and not [one for one in never if one in title[1]]


def test_cape_cod_is_asked_back_and_is_in_massachusetts(client: CheckingClient) -> None:
    asked = page(client.get("/directory?near=Cape+Cod"))
    bound = page(client.get("/directory?near=Cape+Cod,+MA"))

    assert "Barnstable County, Massachusetts" in asked and "Philippines" not in asked
    assert "Barnstable County, Massachusetts" in bound and "Philippines" not in bound


def test_a_misspelt_town_stays_in_its_state(client: CheckingClient) -> None:
    found = page(client.get("/directory?near=Scobie,+MT"))

    assert "Scobey, Montana" in found and "Who to ask near" not in found.replace("near Scobey", "")


def test_an_office_whose_point_lies_in_another_state_is_refused_until_somebody_says_it_is_right(
    client: CheckingClient, cast: Cast
) -> None:
    # A clinic of Marion, Ohio stood first for Bethany, Oklahoma (study, section 1B).
    header = (*HEADER, "lat", "lon")
    rows = csv_text(header, (*office(1), "40.59", "-83.13"), (*office(2, "Good"), "26.2", "-98.23"),
                    (*office(3, "In the sea"), "27.5", "-92.0"))  # fmt: skip
    client.sign_in(cast.ada)
    address = upload(client, rows).location
    told = page(client.get(address))

    client.post(f"{address}/rows", data={"apply": "1"})

    assert "Ohio" in told
    assert sorted(db.session.scalars(select(Entry.key).where(Entry.key.like("tx-list-%")))) == ["tx-list-2"]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"counties": "99999"}, "no county"),
        ({"counties": "Nowhere County"}, "Nowhere County"),
        ({"lat": "91", "lon": "181"}, "Latitude"),
        ({"lat": "26.2"}, "Give both latitude and longitude"),
        ({"phones": "12"}, "not a phone number"),
        ({"emails": "nobody"}, "not an e-mail address"),
        ({"state": "ZZ"}, "ZZ"),
        ({"season": "13-45..02-30"}, "eason"),
        ({"name": "x" * 5_000}, "characters"),
    ],
)
def test_a_wrong_cell_is_told_with_its_line_and_the_rest_is_taken(
    client: CheckingClient, cast: Cast, cells: dict[str, str], sentence: str
) -> None:
    names = ["key", "kind", "office_kind", "name", "state", *(one for one in cells if one not in ("name", "state"))]
    wrong = {"key": "tx-list-1", "kind": "office", "office_kind": "regional_or_local_mep", "name": "A", "state": "TX"}
    good = wrong | {"key": "tx-list-2", "name": "Quite another"}
    rows = [[(wrong | cells)[name] for name in names], [good.get(name, "") for name in names]]
    client.sign_in(cast.ada)
    address = upload(client, csv_text(names, *rows)).location

    told = page(client.get(f"{address}?outcome=refused"))
    client.post(f"{address}/rows", data={"apply": "1"})

    assert sentence in told
    assert sorted(db.session.scalars(select(Entry.key).where(Entry.key.like("tx-list-%")))) == ["tx-list-2"]


def _odd_entries() -> None:
    an_office(
        "tx-odd-1", Point(26.2, -98.23), name="=HYPERLINK(1)", state_code="TX", note="+1\n-2\n@x; \"q\", 'a'",
        phones="956-555-0100 x012 (front desk); fax 956-555-0101; 956-555-0199 [administrators]",
        counties="48215; 48061",
        emails="a@example.org; b@example.org (desk) [members]", languages="spa; mam", specialties="records; credit",
        season="05-15..08-31", closures="2026-07-01..2026-07-14 Summer break", zip_code="00501", source="-by phone",
    )  # fmt: skip
    a_contact(
        "tx-odd-2", name="José Ñandú 😀", state_code="TX", title="@lead", parent="tx-odd-1", verified_on="2026-01-01"
    )
    a_site("tx-odd-3", name="Site \u202ertl", state_code="TX", fee="\t5", status="unknown", fallback="tx-odd-2")
    an_office("tx-odd-4", name="Hidden", state_code="TX", visibility="administrators")
    an_office("tx-odd-5", name="Gone", state_code="TX", replaced_by="tx-odd-1", replaced_on="2026-06-01")
    db.session.commit()


def _round(client: CheckingClient, form: str, asked: str) -> tuple[str, Any]:
    file = client.get(f"/directory/export.{form}{asked}")
    assert file.status_code == 200
    planned = upload(client, file.get_data(), name=f"list.{form}", source_date="2020")
    assert planned.status_code == 303, page(planned)
    return planned.location, client.get(planned.location)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("who", ["ada", "rosa"])
def test_a_list_that_leaves_comes_back_the_same(client: CheckingClient, cast: Cast, form: str, who: str) -> None:
    _odd_entries()
    user: User = getattr(cast, who)
    client.sign_in(user)
    before = db.session.scalar(select(func.count()).select_from(Change))

    address, shown = _round(client, form, "" if who == "ada" else "?near=Texas")

    plan = _counts(shown)
    assert set(plan) == {"Same"} and plan["Same"] > 5, page(client.get(f"{address}?outcome=refused"))[-3000:]
    client.post(f"{address}/rows", data={"apply": "1"})
    assert db.session.scalar(select(func.count()).select_from(Change)) == before


def _counts(shown: Any) -> dict[str, int]:
    batch = db.session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc())).first()
    assert batch is not None
    return {name.title(): number for name, number in batch.outcome["counts"].items() if number}
