"""Lists that come in: what becomes of each row, applying, and taking back."""

from dataclasses import replace
from datetime import date

import flask
import pytest
from geopy.exc import GeocoderUnavailable
from geopy.location import Location
from sqlalchemy import func, select

from coordhub.db import db
from coordhub.directory.actions import Doer, change_entry, confirm_entry
from coordhub.directory.actions.imports import apply_list, plan_list, tick_rows
from coordhub.directory.actions.known import Wish
from coordhub.directory.actions.reverting import revert_list
from coordhub.directory.fields import BY_NAME
from coordhub.directory.kinds import VerifiedHow, Visibility
from coordhub.directory.models import BatchStatus, Change, Entry, ImportBatch
from coordhub.directory.queries import entry_named
from coordhub.directory.rules.imports import Doubt, Outcome, RowPlan
from coordhub.errors import Conflict, NotAllowed
from coordhub.places.points import Point
from tests.cast import Cast
from tests.directory.entries import a_contact, a_site, an_office, whole
from tests.directory.lists import brought, csv_text, wish_of
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("starter", "on_tuesday")


def the_row(*rows: tuple[str, ...], **more: object) -> RowPlan:
    """The plan of the last row of a list."""
    return brought(csv_text(*rows), **more)[1][-1]  # type: ignore[arg-type]


def applied(*rows: tuple[str, ...], **more: object) -> ImportBatch:
    batch, _ = brought(csv_text(*rows), **more)  # type: ignore[arg-type]
    apply_list(batch, wish_of())
    return batch


def test_a_new_row_is_created_with_the_source_and_date_of_the_list(app: flask.Flask) -> None:
    applied(("kind", "role", "name", "state"), ("person", "Recruiter", "Ana Peña", "Texas"), source_date="2026-05")

    ana = whole("tx-ana-pena")
    assert (ana.state_code, ana.source, ana.source_date) == ("TX", "https://example.org/list", "2026-05")
    assert (ana.verified_how, ana.verified_on) == (VerifiedHow.IMPORT, date(2026, 5, 1))
    assert ana.visibility == Visibility.MEMBERS  # people are not public until somebody says so


@pytest.mark.parametrize("source_date", ["", "2027"])
def test_a_list_without_a_date_or_from_the_future_is_no_check(app: flask.Flask, source_date: str) -> None:
    applied(("kind", "role", "name", "state"), ("contact", "recruiter", "Ana Peña", "TX"), source_date=source_date)

    assert whole("tx-ana-pena").verified_on is None


def test_the_columns_of_a_known_entry_change_and_the_others_stay(app: flask.Flask) -> None:
    old = whole("mi-mep")
    name, website = old.name, old.website

    row = the_row(("Key", "Telephone"), ("mi-mep", "(517) 555-0111 ext. 007"))
    batch = applied(("Key", "Telephone"), ("mi-mep", "(517) 555-0111 ext. 007"))

    assert row.outcome == Outcome.UPDATE
    assert row.diff == {"phones": ["517-373-6066", "517-555-0111 x007"]}
    assert (old.name, old.website) == (name, website)
    assert [str(one.value) + one.extension for one in old.channels] == ["517-555-0111007"]
    change = db.session.scalars(select(Change).where(Change.batch_id == batch.id)).one()
    assert change.deed == "imported" and change.fields["phones"] == ["517-373-6066", "517-555-0111 x007"]


def test_an_empty_cell_leaves_what_is_known_unless_somebody_says_otherwise(app: flask.Flask) -> None:
    rows = ("key", "website", "name"), ("mi-mep", "", "")

    left, emptied = the_row(*rows), the_row(("key", "website"), ("mi-mep", ""), empties=True)
    nameless = the_row(*rows, empties=True)

    assert left.outcome == Outcome.SAME
    assert emptied.outcome == Outcome.UPDATE and emptied.diff["website"][1] == ""
    assert nameless.outcome == Outcome.REFUSED and "Column “name” is empty." in nameless.reasons


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("ZIP", "4968", None),  # a zero in front was lost
        ("ZIP", "Lansing", "Column “ZIP” holds “Lansing”, which is not a ZIP code."),
        ("Telephone", "call Ana", "Column “Telephone” holds “call Ana”, which is not a phone number"),
        ("E-mail address", "ana@", "Column “E-mail address” holds “ana@”, which is not an e-mail address."),
        ("County FIPS", "26999", "Column “County FIPS” names “26999”, which is no county in that state."),
        ("County FIPS", "Hidalgo", "Column “County FIPS” names “Hidalgo”, which is no county in that state."),
        ("County FIPS", "26055; Leelanau County", None),
        ("County FIPS", "Leelanau, Grand Traverse", None),
        ("State", "Ontario", "Column “State” holds “Ontario”, which is not a two-letter state code."),
        ("State", "ZZ", "State: “ZZ” is no code of a state."),
        ("Latitude", "north", "Column “Latitude” holds “north”, which is not a number."),
        ("Latitude", "44.7", "Latitude: Give both latitude and longitude, or neither."),
        ("parent", "no-such", "Belongs to: “no-such” is no entry of the directory or of this list."),
        ("last verified", "someday", None),  # a list is no check of an entry that stands here
    ],
)
def test_a_wrong_cell_refuses_its_row_with_column_and_reason(
    app: flask.Flask, column: str, cell: str, sentence: str | None
) -> None:
    an_office("mi-one", state_code="MI")

    row = the_row(("key", column), ("mi-one", cell))

    if sentence is None:
        assert row.outcome != Outcome.REFUSED
    else:
        assert row.outcome == Outcome.REFUSED and any(one.startswith(sentence) for one in row.reasons), row.reasons


def test_a_refused_row_does_not_stop_the_others(app: flask.Flask) -> None:
    rows = ("key", "name"), ("mi-mep", "New name"), ("BAD KEY", "x"), ("unknown-without-kind", "y")

    batch = applied(*rows)

    assert whole("mi-mep").name == "New name"
    assert [one["line"] for one in batch.outcome["left"]] == [3, 4]


@pytest.mark.parametrize(("lat", "lon", "words"), [("42", "-60", "in the sea"), ("42.3", "-71.0", "Massachusetts")])
def test_a_point_outside_its_state_needs_a_tick(app: flask.Flask, lat: str, lon: str, words: str) -> None:
    rows = ("key", "lat", "lon"), ("mi-mep", lat, lon)
    before = whole("mi-mep").point

    row = the_row(*rows)
    applied(*rows)
    untouched = whole("mi-mep").point
    batch, _ = brought(csv_text(*rows))
    apply_list(batch, wish_of(), accepted={Doubt.POINT})

    assert row.outcome == Outcome.UPDATE and row.doubts == {Doubt.POINT} and any(words in one for one in row.reasons)
    assert untouched == before
    assert whole("mi-mep").point == Point(float(lat), float(lon))


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("note", "The student Maria waits there."),
        ("title", "Mother of student Maria"),
        ("phones", "512-555-0100 (the student Maria)"),
        ("closures", "2026-07-01 the student Maria is ill"),
    ],
)
def test_a_row_that_tells_of_a_child_is_refused(app: flask.Flask, column: str, text: str) -> None:
    row = the_row(("kind", "role", "name", "state", column), ("contact", "recruiter", "Ana Peña", "TX", text))

    assert row.outcome == Outcome.REFUSED
    assert f"{BY_NAME[column].label}: Take the name or initials out." in " ".join(row.reasons)


def test_a_text_that_may_tell_of_somebody_needs_a_tick(app: flask.Flask) -> None:
    rows = (("key", "note"), ("tx-mep", "Ana Lopez was here in May."))
    row = the_row(*rows)
    batch = applied(*rows)

    assert row.doubts == {Doubt.TEXT} and "looks like a name" in row.reasons[0]
    assert batch.outcome["updated"] == [] and "looks like a name" in str(batch.outcome["left"])
    batch, _ = brought(csv_text(*rows))
    assert apply_list(batch, wish_of(), accepted={Doubt.TEXT}).updated == ["tx-mep"]


def test_a_row_without_a_point_gets_that_of_its_zip_or_town(app: flask.Flask) -> None:
    header = ("kind", "office_kind", "name", "state", "city", "zip")
    office = ("office", "regional_or_local_mep")

    _, rows = brought(
        csv_text(
            header,
            (*office, "By ZIP", "TX", "McAllen", "78501"),
            (*office, "By town", "TX", "McAllen", ""),
            (*office, "By nothing", "TX", "", ""),
        )
    )

    assert [row.values.get("point_basis") for row in rows] == ["zip", "city", None]
    assert "It has no place on the map" in rows[2].reasons[0]


def test_what_a_person_changed_is_a_conflict_in_that_field_only(app: flask.Flask, cast: Cast) -> None:
    change_entry(whole("tx-mep"), {"name": "Rosa’s name"}, by=Doer.of(cast.rosa))

    name = the_row(("key", "name", "website"), ("tx-mep", "List’s name", "https://example.org/tx"))
    website = the_row(("key", "name", "website"), ("tx-mep", "Rosa’s name", "https://example.org/tx"))

    assert name.outcome == Outcome.CONFLICT and name.diff["name"] == ["Rosa’s name", "List’s name"]
    assert any("Rosa Delgado, TX changed Name on June 16, 2026" in one for one in name.reasons)
    assert website.outcome == Outcome.UPDATE


def test_what_a_list_changed_is_no_conflict_for_the_next_list(app: flask.Flask, cast: Cast) -> None:
    batch, _ = brought(csv_text(("key", "name"), ("tx-mep", "First")), by=cast.rosa)
    apply_list(batch, wish_of(cast.rosa))

    assert the_row(("key", "name"), ("tx-mep", "Second"), by=cast.rosa).outcome == Outcome.UPDATE


@pytest.mark.parametrize("how", [VerifiedHow.PHONE, VerifiedHow.LINK, VerifiedHow.SELF, VerifiedHow.VISIT])
def test_what_a_person_confirmed_is_never_overwritten_in_silence(app: flask.Flask, how: VerifiedHow) -> None:
    entry = whole("tx-mep")
    name = entry.name
    confirm_entry(entry, by=Doer(), how=how)

    applied(("key", "name"), ("tx-mep", "List’s name"))
    kept = whole("tx-mep").name
    batch, _ = brought(csv_text(("key", "name"), ("tx-mep", "List’s name")))
    apply_list(batch, wish_of(), accepted={Doubt.CONFLICT})

    assert kept == name
    assert whole("tx-mep").name == "List’s name"


def test_what_a_person_changes_after_the_plan_is_kept(app: flask.Flask, cast: Cast) -> None:
    batch, rows = brought(csv_text(("key", "name"), ("tx-mep", "List’s name")))
    change_entry(whole("tx-mep"), {"name": "Rosa’s name"}, by=Doer.of(cast.rosa))

    done = apply_list(batch, wish_of())

    assert rows[0].outcome == Outcome.UPDATE
    assert whole("tx-mep").name == "Rosa’s name" and done.left[0]["line"] == 2


def test_the_same_key_twice_is_a_duplicate_that_no_tick_takes(app: flask.Flask, cast: Cast) -> None:
    batch, rows = brought(csv_text(("key", "name"), ("tx-mep", "One"), ("tx-mep", "Two")), by=cast.ada)
    tick_rows(batch, {3}, {3: ""}, by=cast.ada)

    apply_list(batch, wish_of(cast.ada))

    assert rows[1].outcome == Outcome.DUPLICATE and "Line 2 has the same key" in rows[1].reasons[0]
    assert whole("tx-mep").name == "One"


@pytest.mark.parametrize(
    ("row", "alike"),
    [
        (("contact", "recruiter", "Ana Pena", "TX", ""), ["tx-ana"]),
        (("contact", "recruiter", "Somebody Else", "TX", "956-555-0100"), ["tx-ana"]),
        (("contact", "recruiter", "Ana Pena", "FL", ""), []),
        (("office", "", "Ana Pena", "TX", ""), []),
        (("contact", "recruiter", "Region 2 recruiter", "TX", ""), []),
        # The hub's own command sees all channels; a director does not see those for administrators.
        (("contact", "recruiter", "Somebody Else", "TX", "956-555-0199"), ["tx-ana"]),
    ],
)
def test_a_row_without_a_key_that_resembles_an_entry_is_offered(
    app: flask.Flask, row: tuple[str, ...], alike: list[str]
) -> None:
    a_contact("tx-ana", name="Ana Peña", state_code="TX", phones="956-555-0100; 956-555-0199 [administrators]")
    a_contact("tx-region-1", name="Region 1 recruiter", state_code="TX")

    found = the_row(("kind", "role", "name", "state", "phone"), row)

    assert [one.key for one in found.alike] == alike


def test_hidden_channels_and_entries_are_neither_compared_nor_lost(app: flask.Flask, cast: Cast) -> None:
    a_contact("tx-ana", name="Ana Peña", state_code="TX", phones="956-555-0100; 956-555-0199 [administrators]")
    a_contact("tx-hidden", name="Hidden One", state_code="TX", visibility="administrators")
    header = ("key", "kind", "role", "name", "state", "phone")

    batch, rows = brought(
        csv_text(
            header,
            ("tx-ana", "", "", "", "", "956-555-0101"),
            ("", "contact", "recruiter", "New One", "TX", "956-555-0199"),
            ("", "contact", "recruiter", "Hidden One", "TX", ""),
            ("tx-hidden", "", "", "Seen now", "", ""),
        ),
        by=cast.rosa,
    )
    apply_list(batch, wish_of(cast.rosa))

    assert rows[0].diff["phones"] == ["956-555-0100", "956-555-0101"]
    assert [row.outcome for row in rows[1:]] == [Outcome.CREATE, Outcome.CREATE, Outcome.REFUSED]
    assert "956-555-0199" not in str(batch.outcome)
    assert sorted(one.value for one in whole("tx-ana").channels) == ["956-555-0101", "956-555-0199"]


def test_rows_may_name_rows_further_down_and_go_together(app: flask.Flask) -> None:
    batch = applied(
        ("key", "kind", "office_kind", "name", "state", "parent"),
        ("tx-child", "office", "regional_or_local_mep", "Child", "TX", "tx-parent"),
        ("tx-parent", "office", "regional_or_local_mep", "Parent", "TX", ""),
    )

    child = whole("tx-child")
    assert child.parent is not None and child.parent.key == "tx-parent"
    assert sorted(revert_list(batch, by=Doer()).removed) == ["tx-child", "tx-parent"]
    db.session.flush()
    assert entry_named("tx-child") is None and entry_named("tx-parent") is None


def test_a_row_whose_relative_was_left_out_says_so(app: flask.Flask) -> None:
    batch = applied(
        ("key", "kind", "office_kind", "name", "state", "parent", "zip"),
        ("tx-child", "office", "regional_or_local_mep", "Child", "TX", "tx-parent", ""),
        ("tx-parent", "office", "regional_or_local_mep", "Parent", "TX", "", "no ZIP"),
    )

    assert whole("tx-child").parent is None
    assert "Belongs to: “tx-parent” was not taken" in str(batch.outcome["left"])


def geocoded(address: str) -> Location | None:
    """Know one street, and fail for another."""
    if "Out" in address:
        raise GeocoderUnavailable("no answer")
    return Location(address, (26.2, -98.2, 0.0), {}) if address == "12 Main Street, McAllen, TX 78501" else None


@pytest.mark.parametrize(
    ("street", "basis"), [("12 Main Street", "address"), ("Out Road", "zip"), ("Elsewhere", "zip")]
)
def test_a_configured_geocoder_is_asked_for_streets_and_may_fail(app: flask.Flask, street: str, basis: str) -> None:
    batch, _ = brought(
        csv_text(
            ("kind", "role", "name", "state", "street", "city", "zip"),
            ("contact", "recruiter", "Ana", "TX", street, "McAllen", "78501"),
        )
    )

    rows = plan_list(batch, Wish(Doer(), geocode=geocoded))

    assert rows[0].values["point_basis"] == basis


def test_a_page_applies_no_list_that_would_keep_others_waiting(app: flask.Flask, cast: Cast) -> None:
    rows = [("contact", "recruiter", f"Person {number}", "TX") for number in range(2_001)]
    batch, _ = brought(csv_text(("kind", "role", "name", "state"), *rows), by=cast.rosa)

    with pytest.raises(Conflict, match="up to 2,000 rows"):
        apply_list(batch, wish_of(cast.rosa))


def test_an_error_in_the_middle_leaves_nothing(app: flask.Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    batch, _ = brought(csv_text(("key", "name"), ("tx-mep", "New"), ("mi-mep", "New too")))
    db.session.commit()
    put = BY_NAME["name"].put

    def breaks(entry: Entry, value: str, links: object) -> None:
        if entry.key == "mi-mep":
            raise Conflict("Somebody was faster.")
        put(entry, value, links)  # type: ignore[arg-type]

    monkeypatch.setitem(BY_NAME, "name", replace(BY_NAME["name"], put=breaks))  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        apply_list(batch, wish_of())
    db.session.rollback()

    assert whole("tx-mep").name != "New"
    assert batch.status == BatchStatus.UPLOADED
    assert db.session.scalar(select(func.count()).where(Change.batch_id == batch.id)) == 0


def test_taking_back_restores_what_nobody_changed_since_and_reports_the_rest(app: flask.Flask, cast: Cast) -> None:
    tx = whole("tx-mep")
    name, website = tx.name, tx.website
    batch = applied(
        ("key", "kind", "role", "name", "website", "state"),
        ("tx-mep", "office", "", "List’s name", "https://example.org/tx", "TX"),
        ("tx-new", "contact", "recruiter", "New One", "", "TX"),
        ("tx-kept", "contact", "recruiter", "Kept One", "", "TX"),
        source_date="2026-06",
    )
    change_entry(whole("tx-mep"), {"name": "Rosa’s name"}, by=Doer.of(cast.rosa))
    change_entry(whole("tx-kept"), {"note": "Speaks Mixteco."}, by=Doer.of(cast.rosa))

    first = revert_list(batch, by=Doer())
    second = revert_list(batch, by=Doer())

    tx = whole("tx-mep")
    assert (tx.name, tx.website) == ("Rosa’s name", website) and name != tx.name
    assert entry_named("tx-new") is None and entry_named("tx-kept") is not None
    assert first.put_back == ["tx-mep"] and first.removed == ["tx-new"] and len(first.kept) == 2
    assert second.put_back == second.removed == []
    assert batch.status == BatchStatus.REVERTED


def test_a_list_is_applied_once(app: flask.Flask, cast: Cast) -> None:
    batch = applied(("key", "name"), ("tx-mep", "New"))

    with pytest.raises(Conflict):
        apply_list(batch, wish_of())
    with pytest.raises(NotAllowed):
        revert_list(batch, by=Doer.of(cast.rosa))


@pytest.mark.parametrize("who", ["ben", "dana", "pat", "olive", "sam"])
def test_nobody_else_brings_applies_or_takes_back(app: flask.Flask, cast: Cast, who: str) -> None:
    user, content = getattr(cast, who), csv_text(("key", "name"), ("tx-mep", "New"))
    batch, _ = brought(content)

    with pytest.raises(NotAllowed):
        brought(content, by=user)
    with pytest.raises(NotAllowed):
        apply_list(batch, wish_of(user))
    with pytest.raises(NotAllowed):
        revert_list(batch, by=Doer.of(user))


def test_a_director_cannot_take_an_entry_of_another_state_by_changing_its_state(app: flask.Flask, cast: Cast) -> None:
    row = the_row(("key", "state"), ("mi-mep", "TX"), by=cast.rosa)

    assert row.outcome == Outcome.REFUSED and "Michigan" in row.reasons[0]


def test_a_director_cannot_take_an_entry_out_of_every_state(app: flask.Flask, cast: Cast) -> None:
    row = the_row(("key", "state"), ("tx-mep", ""), by=cast.rosa, empties=True)

    assert row.outcome == Outcome.REFUSED and "you keep the entries of Texas only" in row.reasons[0]


def test_a_row_names_no_entry_that_its_importer_may_not_see(app: flask.Flask, cast: Cast) -> None:
    an_office("tx-hidden", state_code="TX", visibility="administrators")

    rosas = the_row(("key", "fallback"), ("tx-mep", "tx-hidden"), by=cast.rosa)
    adas = the_row(("key", "fallback"), ("tx-mep", "tx-hidden"), by=cast.ada)

    assert rosas.outcome == Outcome.REFUSED and "is no entry of the directory" in rosas.reasons[0]
    assert adas.outcome == Outcome.UPDATE


def test_who_has_changed_states_removes_nothing_of_the_old_one(app: flask.Flask, cast: Cast) -> None:
    batch, _ = brought(csv_text(("kind", "role", "name"), ("contact", "recruiter", "Ana Peña")), by=cast.rosa)
    apply_list(batch, wish_of(cast.rosa))
    cast.rosa.state_code = "MI"
    db.session.flush()

    with pytest.raises(NotAllowed):
        revert_list(batch, by=Doer.of(cast.rosa))

    assert entry_named("tx-ana-pena") is not None


def test_a_field_of_another_kind_is_left_out_and_said(app: flask.Flask) -> None:
    a_site("tx-site", state_code="TX")

    row = the_row(("key", "role", "note"), ("tx-site", "recruiter", "New"))

    assert row.outcome == Outcome.UPDATE and list(row.diff) == ["note"]
    assert "Column “role” is left out" in row.reasons[0]


def test_a_plan_changes_nothing_and_asks_few_questions(app: flask.Flask) -> None:
    rows = [
        ("", "contact", "recruiter", f"Person {number}", "TX", "78501", f"956-{200 + number % 700}-{1000 + number}")
        for number in range(1_200)
    ]
    batch, _ = brought(csv_text(("key", "kind", "role", "name", "state", "zip", "phone"), *rows))

    with statements() as asked:
        plan_list(batch, wish_of())

    assert len(asked) < 40
    assert entry_named("tx-person-1") is None
