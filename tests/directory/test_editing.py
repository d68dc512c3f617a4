"""Adding and editing entries in the browser: who may, what is kept, what is refused, two people at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import flask
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordhub.audit.models import AuditEntry
from coordhub.db import db
from coordhub.directory import queries
from coordhub.directory.actions import Doer, change_entry
from coordhub.directory.fields import BY_NAME, snapshot
from coordhub.directory.forms.writing import data_of, field_data, read_field, rows_in, typed_fields
from coordhub.directory.kinds import EntryKind, Visibility
from coordhub.directory.models import Change, Entry
from coordhub.places.points import Point
from tests.cast import Cast
from tests.client import CheckingClient
from tests.conftest import TUESDAY
from tests.directory.entries import a_contact, a_site, an_office, whole
from tests.directory.filling import form_of
from tests.factories import a_person

pytestmark = pytest.mark.usefixtures("starter", "gazetteer", "on_tuesday")

LANSING = Point(42.73, -84.55)
TRAVERSE_CITY = Point(44.76, -85.62)


@pytest.fixture
def entry(cast: Cast) -> Entry:
    """A recruiter of Michigan whom Ben keeps."""
    found = a_contact(
        "mi-lena-marsh", LANSING, name="Lena Marsh", state_code="MI", city="Lansing", address_state_code="MI",
        zip_code="48909", point_basis="zip", phones="517-555-0100 x012 (desk); 517-555-0101 [members]",
        emails="lena.marsh@example.org", counties="26055; 26089", specialties="recruitment", languages="spa",
        season="05-15..08-31", closures="2026-07-01..2026-07-14 Summer break", note="Calls back the same day.",
    )  # fmt: skip
    found.keeper_id = cast.ben.id
    db.session.commit()
    return found


@pytest.fixture
def mei(cast: Cast) -> Any:
    """The director of Michigan."""
    person = a_person("Mei Tran", role="director", state_code="MI", time_zone="America/Detroit")
    db.session.commit()
    return person


@pytest.fixture
def later(entry: Entry, at: Callable[[datetime], None]) -> None:
    """An hour has passed since the entry was added."""
    at(TUESDAY + timedelta(hours=1))


EDIT = "/directory/entries/mi-lena-marsh/edit"


def stored(key: str = "mi-lena-marsh") -> Entry:
    db.session.rollback()
    return whole(key)


def save(client: CheckingClient, url: str = EDIT, **typed: Any) -> Any:
    """Open the form, type over some fields, press the button."""
    return client.post(url, data=form_of(client.get(url).text) | typed)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("ben", 200), ("ada", 200), ("rosa", 403), ("dana", 403), ("pat", 403), ("olive", 403), ("sam", 303), ("", 303)],
)
def test_only_who_answers_for_an_entry_opens_and_changes_it(
    client: CheckingClient, cast: Cast, entry: Entry, name: str, expected: int
) -> None:
    if name:
        client.sign_in(getattr(cast, name))

    shown = client.get(EDIT)
    assert shown.status_code == expected
    if expected == 303:
        assert ("/waiting" if name else "/sign-in") in shown.location
    sent = client.post(EDIT, data={"name": "Changed"})
    assert sent.status_code == (409 if expected == 200 else expected)
    assert stored().name == "Lena Marsh"


@pytest.mark.parametrize(
    ("name", "state", "expected"),
    [
        ("rosa", "TX", 200), ("rosa", "MI", 403), ("rosa", "US", 403), ("ada", "MI", 200), ("ada", "US", 200),
        ("ben", "MI", 403), ("dana", "FL", 403), ("pat", "WA", 403), ("olive", "TX", 403), ("sam", "OH", 303),
        ("", "MI", 303),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", list(EntryKind))
def test_only_who_answers_for_a_state_adds_entries_to_it(
    client: CheckingClient, cast: Cast, kind: EntryKind, name: str, state: str, expected: int
) -> None:
    if name:
        client.sign_in(getattr(cast, name))

    url = f"/directory/entries/new?kind={kind}&state={state}"
    assert client.get(url).status_code == expected
    sent = client.post(url, data={"name": "Somebody"})
    assert sent.status_code == (422 if expected == 200 else expected)


def test_an_entry_that_one_may_not_see_does_not_exist(client: CheckingClient, cast: Cast) -> None:
    a_contact("hidden", state_code="TX", visibility="administrators")
    db.session.commit()

    assert client.sign_in(cast.rosa).get("/directory/entries/hidden/edit").status_code == 404
    assert client.get("/directory/entries/no-such/edit").status_code == 404
    assert client.get("/directory/entries/A..B/edit").status_code == 404


@pytest.mark.parametrize("kind", list(EntryKind))
def test_a_form_sent_back_as_it_stands_changes_nothing(client: CheckingClient, cast: Cast, kind: EntryKind) -> None:
    full = {
        "state_code": "MI", "city": "Lansing", "address_state_code": "MI", "zip_code": "48909", "street": "1 Road",
        "phones": "517-555-0100 x012 (desk) [members]; fax 517-555-0102", "emails": "one@example.org (office)",
        "counties": "26055; 26089", "specialties": "health; records", "languages": "mam; spa", "season": "11-01..03-31",
        "closures": "2026-07-01..2026-07-14 Summer break; 2026-12-24..2026-12-31", "note": "Two\nlines.",
        "source_date": "2026-03", "source_date_basis": "printed", "website": "https://example.org/x",
    }  # fmt: skip
    make = {EntryKind.OFFICE: an_office, EntryKind.CONTACT: a_contact, EntryKind.SITE: a_site}[kind]
    more = {"courses": queries.pass_courses()[0].key, "fee": "none"} if kind == EntryKind.SITE else {}
    made = make("whole", LANSING, **full, **more)
    db.session.commit()
    before = snapshot(made)

    answer = save(client.sign_in(cast.ada), "/directory/entries/whole/edit")

    assert answer.status_code == 303
    assert snapshot(stored("whole")) == before
    assert len(queries.changes_after(made.id, None)) == 1  # that it was added


def test_what_was_typed_is_stored_and_stands_in_the_history(client: CheckingClient, cast: Cast, entry: Entry) -> None:
    answer = save(
        client.sign_in(cast.ben),
        name="Lena Marsh-Hill",
        **{
            "phones-0-number": "(517) 555 0199",
            "phones-2-number": "517-555-0103",
            "phones-2-kind": "fax",
            "emails-0-address": "",
            "emails-0-label": "",
            "counties": ["26019"],
            "languages": ["mam", "spa"],
            "season-to-month": "9",
            "season-to-day": "30",
            "closures-0-note": "Fair week",
        },
    )

    assert answer.status_code == 303
    assert answer.location == "/directory/contacts/mi-lena-marsh"
    found = stored()
    assert found.name == "Lena Marsh-Hill"
    assert BY_NAME["phones"].text_of(found) == ("517-555-0199 x012 (desk); 517-555-0101 [members]; fax 517-555-0103")
    assert found.email is None
    assert found.county_codes == ["26019"]
    assert (found.season_starts, found.season_ends) == (515, 930)
    assert [one.note for one in found.closures] == ["Fair week"]
    change = queries.changes_after(found.id, None)[-1]
    assert (change.deed, change.actor_words) == ("changed", "Ben Okafor, MI")
    assert change.fields["name"] == ["Lena Marsh", "Lena Marsh-Hill"]
    assert "note" not in change.fields
    assert db.session.query(AuditEntry.deed).order_by(AuditEntry.id.desc()).first() == ("entry-changed",)


def test_an_edit_is_a_confirmation_only_when_ticked(client: CheckingClient, cast: Cast, entry: Entry) -> None:
    client.sign_in(cast.ben)

    save(client, title="Recruiter, north")
    assert stored().verified_on is None
    save(client, checked="y", checked_how="phone")

    found = stored()
    assert str(found.verified_on) == "2026-06-16"
    assert (found.verified_how, found.verified_by) == ("phone", "Ben Okafor, MI")
    assert all(one.verified_on == found.verified_on for one in found.channels)


def test_channels_hidden_from_the_writer_stay(client: CheckingClient, cast: Cast, entry: Entry) -> None:
    hidden = BY_NAME["phones"].read("517-555-0101; 517-555-0188 [administrators]")
    change_entry(stored(), {"phones": hidden}, by=Doer())
    db.session.commit()

    page = client.sign_in(cast.ben).get(EDIT).text
    save(client, **{"phones-0-number": "517-555-0102"})

    assert "0188" not in page
    assert BY_NAME["phones"].text_of(stored()) == "517-555-0102; 517-555-0188 [administrators]"


@pytest.mark.parametrize(
    ("typed", "part", "words"),
    [
        ({"name": ""}, "name", "Write the name."),
        ({"role": ""}, "role", "Choose the role."),
        ({"source": ""}, "source", "Say who says so"),
        ({"name": "N" * 201}, "name", "Shorten this"),
        ({"zip_code": "4890"}, "zip_code", "not a ZIP code"),
        ({"website": "example.org"}, "website", "not a web address"),
        ({"source_date": "last year"}, "source_date", "not a year, a month or a day"),
        ({"phones-0-number": "12345"}, "phones-0-number", "not a phone number"),
        ({"phones-0-number": ""}, "phones-0-number", "Write the number, or empty the row."),
        ({"phones-1-number": "5175550100", "phones-1-extension": "012"}, "phones-1-number", "another row already"),
        ({"phones-0-number": "517-555-0100; 517-555-0109"}, "phones-0-number", "one in each row"),
        ({"phones-0-extension": "twelve"}, "phones-0-extension", "digits only"),
        ({"phones-0-label": "desk) [members"}, "phones-0-label", "Leave brackets"),
        ({"phones-0-sight": "administrators"}, "phones-0-sight", "Not a valid choice"),
        ({"emails-0-address": "lena at example"}, "emails-0-address", "not an e-mail address"),
        ({"season-to-day": ""}, "season-from-month", "all four empty"),
        ({"season-to-month": "2", "season-to-day": "30"}, "season-from-month", "not a season"),
        ({"closures-0-to": "2026-06-30"}, "closures-0-from", "not days such as"),
        ({"closures-0-note": "One; two"}, "closures-0-note", "semicolon"),
        ({"counties": ["99999"]}, "counties", "not a valid choice"),
        ({"lat": "north"}, "lat", "not a number"),
        ({"lat": "", "lon": "-85"}, "lat", "both latitude and longitude"),
        ({"lat": "144"}, "lat", "not between -90 and 90"),
        ({"note": "Nul\x00l"}, "note", "unprintable"),
        ({"note": "x" * 2001}, "note", "Shorten this"),
        ({"fallback": "no-such"}, "fallback", "Not a valid choice"),
    ],
)
def test_a_slip_is_named_where_it_stands_and_nothing_is_stored(
    client: CheckingClient, cast: Cast, entry: Entry, typed: dict[str, Any], part: str, words: str
) -> None:
    before = snapshot(stored())

    answer = save(client.sign_in(cast.ben), title="Kept title", **typed)

    assert answer.status_code == 422
    assert words in answer.text
    assert f'href="#{part}"' in answer.text and f'id="{part}-error"' in answer.text
    assert 'value="Kept title"' in answer.text
    assert snapshot(stored()) == before


def test_a_private_thing_in_free_text_is_refused_and_a_doubtful_one_asks(
    client: CheckingClient, cast: Cast, entry: Entry
) -> None:
    client.sign_in(cast.ben)

    hard = save(client, note="Her SSN is 123-45-6789.")
    soft = save(client, note="Call after 6/12/2012 only.")
    assert (hard.status_code, soft.status_code) == (422, 422)
    assert "Social Security number" in hard.text and 'name="confirmed"' not in hard.text
    assert 'name="confirmed"' in soft.text
    assert stored().note == "Calls back the same day."

    agreed = client.post(EDIT, data=form_of(soft.text) | {"confirmed": "y"})
    assert agreed.status_code == 303
    assert stored().note == "Call after 6/12/2012 only."


def test_a_name_of_staff_is_no_private_thing(client: CheckingClient, cast: Cast, entry: Entry) -> None:
    assert save(client.sign_in(cast.ben), name="Maria Gonzalez").status_code == 303


def test_the_point_follows_the_address_unless_it_is_typed(client: CheckingClient, cast: Cast, entry: Entry) -> None:
    client.sign_in(cast.ben)

    save(client, city="Traverse City", zip_code="49684")
    by_zip = stored()
    assert by_zip.point_basis == "zip"
    assert abs(by_zip.lat - 44.75) < 0.1 and by_zip.cell is not None

    save(client, zip_code="")
    assert stored().point_basis == "city"

    save(client, lat="44.7", lon="-85.7")
    typed = stored()
    assert (typed.lat, typed.lon, typed.point_basis) == (44.7, -85.7, "typed")

    save(client, title="Something else")
    assert stored().point_basis == "typed"
    save(client, lat="", lon="")
    assert stored().point_basis == "city"
    save(client, city="Nowhereville")
    assert (stored().lat, stored().point_basis) == (None, None)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"lat": "41.88", "lon": "-87.63"}, "lies in Illinois, not in Michigan"),
        ({"lat": "30", "lon": "-50"}, "in the sea"),
        ({"zip_code": "34142"}, "lies in Florida, not in Michigan"),
        ({"lat": "45.6", "lon": "85.6"}, "outside the United States"),
    ],
)
def test_a_point_elsewhere_asks_before_it_is_stored(
    client: CheckingClient, cast: Cast, entry: Entry, typed: dict[str, str], words: str
) -> None:
    asked = save(client.sign_in(cast.ben), **typed)

    assert asked.status_code == 422
    assert words in asked.text and 'name="point_confirmed"' in asked.text
    assert stored().lat == LANSING.latitude

    agreed = client.post(EDIT, data=form_of(asked.text) | {"point_confirmed": "y"})
    assert agreed.status_code == 303
    assert stored().lat != LANSING.latitude


def test_two_people_at_once_lose_nothing(
    client: CheckingClient, cast: Cast, mei: Any, entry: Entry, later: None
) -> None:
    client.sign_in(cast.ben)
    form = form_of(client.get(EDIT).text)
    theirs = {
        "title": "Recruiter, north",
        "note": "Calls back next day.",
        "phones": BY_NAME["phones"].read("5175550166"),
    }
    change_entry(stored(), theirs, by=Doer.of(mei))
    db.session.commit()

    answer = client.post(EDIT, data=form | {"note": "Calls back at noon.", "name": "Lena Hill"})

    assert answer.status_code == 409
    assert "Mei Tran, MI" in answer.text
    assert "Theirs: Calls back next day." in answer.text and "Yours: Calls back at noon." in answer.text
    assert stored().note == "Calls back next day." and stored().name == "Lena Marsh"
    merged = form_of(answer.text)
    assert merged["note"] == ["Calls back at noon."] and merged["name"] == ["Lena Hill"]
    assert merged["title"] == ["Recruiter, north"] and merged["phones-0-number"] == ["517-555-0166"]

    again = client.post(EDIT, data=merged)
    assert again.status_code == 303
    found = stored()
    assert (found.name, found.note, found.title) == ("Lena Hill", "Calls back at noon.", "Recruiter, north")
    assert found.phone is not None and found.phone.value == "517-555-0166"


def test_the_history_shown_to_a_member_hides_what_they_may_not_see(
    client: CheckingClient, cast: Cast, entry: Entry, later: None
) -> None:
    client.sign_in(cast.ben)
    form = form_of(client.get(EDIT).text)
    change_entry(stored(), {"phones": BY_NAME["phones"].read("517-555-0188 [administrators]")}, by=Doer())
    db.session.commit()

    answer = client.post(EDIT, data=form | {"phones-0-number": "517-555-0111"})

    assert answer.status_code == 409
    assert "0188" not in answer.text


def test_of_two_who_save_at_the_same_moment_one_is_asked_again(
    app: flask.Flask, client: CheckingClient, cast: Cast, entry: Entry, later: None
) -> None:
    form = form_of(client.sign_in(cast.ben).get(EDIT).text)
    browsers = [app.test_client().sign_in(one) for one in (cast.ben, cast.ada)]  # type: ignore[attr-defined]
    db.session.rollback()

    with ThreadPoolExecutor(2) as threads:
        sent = [threads.submit(one.post, EDIT, data=form | {"title": str(at)}) for at, one in enumerate(browsers)]
        codes = sorted(one.result().status_code for one in sent)

    assert codes == [303, 409]
    assert len(queries.changes_after(stored().id, None)) == 2


@pytest.mark.parametrize("stamp", ["", "yesterday", "2026-06-16T00:00:00", "x" * 80])
def test_a_broken_stamp_counts_as_an_old_form(client: CheckingClient, cast: Cast, entry: Entry, stamp: str) -> None:
    assert save(client.sign_in(cast.ben), changed_at=stamp, name="New").status_code == 409
    assert stored().name == "Lena Marsh"


@pytest.mark.parametrize(
    ("kind", "typed", "folder"),
    [
        ("contact", {"role": "recruiter"}, "contacts"),
        ("office", {"office_kind": "regional_or_local_mep"}, "offices"),
        (
            "site",
            {
                "site_kind": "user_site",
                "status": "active when read",
                "host_organization": "A school",
                "offered": "PASS",
            },
            "sites",
        ),
    ],
)
def test_a_director_adds_an_entry_to_the_state(
    client: CheckingClient, cast: Cast, kind: str, typed: dict[str, str], folder: str
) -> None:
    url = f"/directory/entries/new?kind={kind}&state=TX"
    given = {"name": "Inés Duarte", "source": "the office itself", "city": "Pharr", "checked": "y", **typed}

    answer = save(client.sign_in(cast.rosa), url, **given)

    assert answer.status_code == 303
    assert answer.location == f"/directory/{folder}/tx-ines-duarte"
    found = stored("tx-ines-duarte")
    assert (found.state_code, found.address_state_code, found.point_basis) == ("TX", "TX", "city")
    assert found.visibility == (Visibility.MEMBERS if kind == "contact" else Visibility.PUBLIC)
    assert str(found.verified_on) == "2026-06-16"


def test_what_to_add_is_asked_when_the_address_does_not_say(client: CheckingClient, cast: Cast) -> None:
    assert 'name="state"' in client.sign_in(cast.ada).get("/directory/entries/new").text
    page = client.sign_in(cast.rosa).get("/directory/entries/new?kind=nonsense").text
    assert "What do you want to add?" in page and 'name="state"' not in page
    assert client.sign_in(cast.ben).get("/directory/entries/new").status_code == 403
    assert client.sign_in(cast.olive).get("/directory/entries/new").status_code == 403
    assert client.sign_in(cast.rosa).get("/directory/entries/new?kind=office&state=ZZ").status_code == 200


def test_three_empty_rows_are_offered_and_never_more_than_fit(client: CheckingClient, cast: Cast, entry: Entry) -> None:
    page = client.sign_in(cast.ben).get(EDIT).text
    assert 'name="phones-4-number"' in page and 'name="phones-5-number"' not in page

    full = {f"phones-{number}-number": f"517-555-01{number:02}" for number in range(40)}
    assert rows_in(full, "phones") == 12


_TEXTS = {
    "phones": "517-555-0100 x012 (front desk) [members]; fax 517-555-0102",
    "emails": "one@example.org (office); two@example.org [members]",
    "season": "05-15..08-31",
    "closures": "2026-07-01..2026-07-14 Summer break; 2026-12-24..2026-12-24",
    "counties": "26055; 26089",
    "languages": "mam; spa",
    "specialties": "health; records",
}


@pytest.mark.onedb
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.sets(st.sampled_from(sorted(_TEXTS))), kind=st.sampled_from(list(EntryKind)))
def test_form_data_of_a_value_reads_as_the_value_again(app: Any, chosen: set[str], kind: EntryKind) -> None:
    for field in typed_fields(kind):
        if field.name not in _TEXTS:
            continue
        value = field.read(_TEXTS[field.name] if field.name in chosen else "")
        data = field_data(field, value)
        typed: dict[str, Any] = {name: data.getlist(name) if name == field.name else data[name] for name in data}
        rows = rows_in(data, field.name) if field.name in ("phones", "emails", "closures") else 0
        complete = {f"{field.name}-{number}-{part}": "" for number in range(rows) for part in _parts(field.name)}
        empty = {field.name: []} | {f"season-{part}": "" for part in ("from-month", "from-day", "to-month", "to-day")}

        assert read_field(field.name, empty | complete | typed, rows) == value


def _parts(name: str) -> tuple[str, ...]:
    from coordhub.directory.forms.writing import ROWS

    return ROWS[name].parts if name in ROWS else ()


def test_an_entry_fills_its_form_with_what_the_reader_may_see(app: Any, entry: Entry) -> None:
    data = data_of(stored(), Visibility.PUBLIC)

    assert data["name"] == "Lena Marsh"
    assert "517-555-0101" not in list(data.values())
    assert db.session.query(Change).count() >= 1
