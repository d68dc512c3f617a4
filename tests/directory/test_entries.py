"""Deeds on entries: what is stored, who may, what the history keeps, what is refused."""

from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

import flask
import pytest
from sqlalchemy import select

from coordhub.audit.queries import entries_about
from coordhub.db import db
from coordhub.directory import queries
from coordhub.directory.actions import (
    Doer,
    WrongFields,
    add_entry,
    change_entry,
    confirm_entry,
    mark_due,
    replace_entry,
)
from coordhub.directory.actions.indexing import reindex
from coordhub.directory.fields import BY_NAME, snapshot
from coordhub.directory.kinds import ChannelKind, EntryKind, VerifiedHow, Visibility
from coordhub.directory.models import Change, Entry
from coordhub.directory.queries.finding import Search, find
from coordhub.errors import Conflict, NotAllowed
from coordhub.places.points import Point
from tests.cast import Cast
from tests.directory.entries import HUB, a_contact, a_site, an_office, whole

TRAVERSE_CITY = Point(44.76306, -85.62063)
pytestmark = pytest.mark.usefixtures("on_tuesday", "gazetteer", "starter")


def change(entry: Entry, by: Doer = HUB, **texts: str) -> Change | None:
    values = {name: BY_NAME[name].read(text) for name, text in texts.items()}
    return change_entry(whole(entry.key), values, by=by)


def history(entry: Entry) -> list[Change]:
    return list(db.session.scalars(select(Change).where(Change.entry_id == entry.id).order_by(Change.id)))


def test_every_field_is_stored_and_shown_as_it_was_written() -> None:
    texts = {
        "name": "Ana Prado", "role": "msix_data", "title": "Data clerk", "is_vacant": "no", "sends": "yes",
        "receives": "no", "state_code": "MI", "parent": "mi-mep", "street": "1 Front St", "city": "Traverse City",
        "address_state_code": "MI", "zip_code": "49684", "phones": "517-555-0100 x012 (front desk); fax 517-555-0101",
        "emails": "ana.prado@example.org [members]", "website": "https://example.org/mi", "note": "Tuesdays",
        "visibility": "members", "counties": "26055; 26089", "specialties": "credit; records", "languages": "eng; spa",
        "season": "11-01..03-31", "closures": "2026-07-01..2026-07-14 Summer break", "fallback": "mi-mep",
        "lat": "44.763", "lon": "-85.6206", "point_basis": "zip", "source": "Call", "source_date": "2026-06",
        "source_date_basis": "printed",
    }  # fmt: skip

    entry = a_contact("mi-ana", **texts)

    stored = snapshot(whole(entry.key))
    assert {name: stored[name] for name in texts} == texts


def test_a_phone_is_stored_in_one_form_however_it_is_written() -> None:
    entry = an_office("forms", phones="(517) 555-0100 ext. 7; +1 517.555.0101")

    assert [str(one) for one in BY_NAME["phones"].get(whole(entry.key))] == ["517-555-0100 x7", "517-555-0101"]


def test_a_change_writes_only_what_changed_with_both_values() -> None:
    entry = an_office("office", name="Old name", phones="517-555-0100")

    changed = change(entry, name="New name", phones="517-555-0100")

    assert changed is not None and changed.fields == {"name": ["Old name", "New name"]}
    assert [one.deed for one in history(entry)] == ["added", "changed"]
    assert change(entry, name="New name") is None
    assert len(history(entry)) == 2


def test_an_edit_is_no_confirmation() -> None:
    entry = an_office("office", verified_on="2025-01-15", verified_how="phone")

    change(entry, name="New name")

    stored = whole(entry.key)
    assert (stored.verified_on, stored.due_on) == (date(2025, 1, 15), date(2025, 7, 14))


def test_a_confirmation_dates_the_entry_and_its_channels_and_sets_the_next_check(cast: Cast) -> None:
    entry = an_office("office", state_code="TX", phones="512-555-0100", emails="office@example.org")

    confirm_entry(whole(entry.key), by=Doer.of(cast.rosa), how=VerifiedHow.PHONE)

    stored = whole(entry.key)
    assert (stored.verified_on, stored.verified_how, stored.verified_by) == (
        date(2026, 6, 16), VerifiedHow.PHONE, "Rosa Delgado, TX",
    )  # fmt: skip
    assert stored.due_on == date(2026, 12, 13)
    assert {one.verified_on for one in stored.channels} == {date(2026, 6, 16)}
    assert history(entry)[-1].deed == "confirmed"


def test_a_bounce_makes_an_entry_due_and_never_later_than_it_was() -> None:
    entry = an_office("office", verified_on="2026-06-01")

    mark_due(entry, on=date(2026, 6, 16))
    mark_due(entry, on=date(2026, 8, 1))

    assert entry.due_on == date(2026, 6, 16)


def test_a_replaced_entry_leads_to_its_successor_and_leaves_the_lists() -> None:
    old, new = a_contact("old", TRAVERSE_CITY, state_code="MI"), a_contact("new", TRAVERSE_CITY, state_code="MI")

    replace_entry(whole(old.key), new, on=date(2026, 6, 16), by=HUB)

    found = queries.entry_by_key("old")
    assert found is not None and found.replaced_by is not None and found.replaced_by.key == "new"
    listed = [one.entry.key for one in find(Search(today=date(2026, 6, 16), state_code="MI")).entries]
    assert "new" in listed and "old" not in listed
    assert history(old)[-1].deed == "replaced"


def test_an_entry_cannot_replace_itself_nor_be_replaced_by_a_replaced_one() -> None:
    one, other = a_contact("one"), a_contact("other", replaced_on="2026-01-01")

    for successor in (one, other):
        with pytest.raises(WrongFields):
            replace_entry(whole(one.key), successor, on=date(2026, 6, 16), by=HUB)


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"state_code": "QQ"}, "state_code"),
        ({"counties": "26055; 99999"}, "counties"),
        ({"lat": "44.7"}, "lat"),
        ({"parent": "no-such"}, "parent"),
        ({"replaced_on": "2026-06-17"}, "replaced_on"),  # tomorrow
        ({"source": "", "name": "x"}, "source"),
    ],
)
def test_values_that_do_not_fit_are_refused_by_field(texts: dict[str, str], field: str) -> None:
    with pytest.raises(WrongFields) as refused:
        values: dict[str, Any] = {"name": "x", "office_kind": "national", "source": "Call"} | texts
        add_entry(
            EntryKind.OFFICE,
            {name: text if text == "" else BY_NAME[name].read(text) for name, text in values.items()},
            by=HUB,
        )

    assert set(refused.value.errors) == {field}
    assert not refused.value.may_be_confirmed


@pytest.mark.parametrize(
    ("lat", "lon", "words"),
    [
        ("40.5887", "-83.1285", "This point lies in Ohio, not in Oklahoma."),  # Marion, OH for a clinic of Bethany, OK
        ("35.0", "-50.0", "This point lies in the sea or outside the United States."),
        ("35.5", "97.6", "This point lies in the sea or outside the United States."),
    ],
)
def test_a_point_outside_its_state_asks_to_be_confirmed(lat: str, lon: str, words: str) -> None:
    values = {
        "name": "Clinic", "office_kind": BY_NAME["office_kind"].read("regional_or_local_mep"), "state_code": "OK",
        "lat": float(lat), "lon": float(lon), "source": "Call",
    }  # fmt: skip

    with pytest.raises(WrongFields) as refused:
        add_entry(EntryKind.OFFICE, values, by=HUB)
    entry = add_entry(EntryKind.OFFICE, values, by=HUB, point_confirmed=True)

    assert refused.value.errors == {"lat": words} and refused.value.may_be_confirmed
    assert entry.lat == float(lat)


def test_a_new_entry_gets_a_key_from_state_and_name_and_a_taken_key_is_refused() -> None:
    def add(**more: Any) -> Entry:
        values = {"name": "São José Center", "office_kind": "national", "state_code": "MI", "source": "Call"}
        read = {name: BY_NAME[name].read(text) for name, text in (values | more).items()}
        return add_entry(EntryKind.OFFICE, read, by=HUB)

    assert (add().key, add().key) == ("mi-sao-jose-center", "mi-sao-jose-center-2")
    with pytest.raises(Conflict):
        add(key="mi-mep")


def test_a_person_is_seen_by_members_until_somebody_decides_otherwise() -> None:
    values = {"name": "Ana Prado", "role": BY_NAME["role"].read("recruiter"), "state_code": "MI", "source": "Call"}

    assert add_entry(EntryKind.CONTACT, values, by=HUB).visibility == Visibility.MEMBERS


def test_who_may_change_an_entry(cast: Cast) -> None:
    entry = an_office("tx-office", state_code="TX")
    entry.keeper = cast.ben  # kept by somebody of another state
    db.session.commit()
    may = set()

    for one in fields(cast):
        person = getattr(cast, one.name)
        try:
            change_entry(whole(entry.key), {"note": f"by {one.name}"}, by=Doer.of(person))
            may.add(one.name)
        except NotAllowed:
            pass

    assert may == {"rosa", "ben", "ada"}


def test_only_who_answers_for_both_states_moves_an_entry(cast: Cast) -> None:
    office = an_office("tx-office", state_code="TX")

    for state_code in ("MI", None):
        with pytest.raises(NotAllowed):
            change_entry(office, {"state_code": state_code}, by=Doer.of(cast.rosa))
    change_entry(office, {"state_code": "MI"}, by=Doer.of(cast.ada))

    assert office.state_code == "MI"


def test_an_entry_names_no_other_that_its_reader_may_not_see(cast: Cast) -> None:
    a_contact("tx-somebody", state_code="TX", visibility="members", phones="512-555-0100")
    an_office("tx-office", state_code="TX", fallback="tx-somebody", parent="tx-mep")

    public = queries.entry_by_key("tx-office")
    assert public is not None and public.fallback is None and public.parent is not None
    members = queries.entry_by_key("tx-office", sight=Visibility.MEMBERS)
    assert members is not None and members.fallback is not None and members.fallback.phone is not None


def test_who_may_add_an_entry(cast: Cast) -> None:
    may = set()

    for one in fields(cast):
        values = {"name": f"By {one.name}", "office_kind": BY_NAME["office_kind"].read("national"), "state_code": "TX"}
        try:
            add_entry(EntryKind.OFFICE, values | {"source": "Call"}, by=Doer.of(getattr(cast, one.name)))
            may.add(one.name)
        except NotAllowed:
            pass

    assert may == {"rosa", "ada"}


def test_what_people_do_is_audited_and_what_the_hub_does_is_not(cast: Cast) -> None:
    entry = an_office("tx-office", state_code="TX")

    change_entry(whole(entry.key), {"note": "Call after ten"}, by=Doer.of(cast.rosa))

    assert [(one.deed, one.actor_id, one.detail) for one in entries_about("tx-office")] == [
        ("entry-changed", cast.rosa.id, "")
    ]


def test_a_writer_who_does_not_see_a_channel_leaves_it_as_it_is(cast: Cast) -> None:
    entry = an_office("tx-office", state_code="TX", phones="512-555-0100; 512-555-0199 [administrators]")

    change(entry, Doer.of(cast.rosa), phones="512-555-0101")

    assert sorted(one.value for one in whole(entry.key).channels) == ["512-555-0101", "512-555-0199"]
    change(entry, Doer.of(cast.rosa), phones="512-555-0199")  # the hidden number, typed again
    assert [(one.value, one.visibility) for one in whole(entry.key).channels] == [
        ("512-555-0199", Visibility.ADMINISTRATORS)
    ]


def test_a_channel_that_stays_keeps_its_own_check(cast: Cast, at: Any) -> None:
    entry = an_office("tx-office", state_code="TX", phones="512-555-0100")
    confirm_entry(whole(entry.key), by=Doer.of(cast.rosa), how=VerifiedHow.PHONE)
    db.session.commit()
    at(datetime(2026, 9, 1, 15, tzinfo=UTC))

    change(entry, Doer.of(cast.rosa), phones="512-555-0100; 512-555-0102")

    checked = {one.value: one.verified_on for one in whole(entry.key).channels if one.kind == ChannelKind.PHONE}
    assert checked == {"512-555-0100": date(2026, 6, 16), "512-555-0102": None}


def test_a_refused_change_leaves_nothing_behind() -> None:
    entry = an_office("office", name="Old name")
    db.session.commit()

    with pytest.raises(WrongFields):
        change_entry(whole(entry.key), {"name": "New name", "state_code": "QQ"}, by=HUB)
    db.session.rollback()

    assert whole(entry.key).name == "Old name"
    assert [one.deed for one in history(entry)] == ["added"]


def test_reindexing_makes_the_same_columns_anew() -> None:
    entry = a_site("site", TRAVERSE_CITY, languages="spa", name="Lakeside Academy")
    before = (entry.cell, entry.facets, entry.ux)
    entry.cell, entry.facets, entry.ux, entry.uy, entry.uz = 1, "", 1.0, 0.0, 0.0
    db.session.flush()

    number = reindex()

    assert number == 108
    assert (entry.cell, entry.facets, entry.ux) == before
    assert find(Search(today=date(2026, 6, 16), text="lakeside academy")).total == 1


def test_the_starter_never_overwrites_what_people_changed(app: flask.Flask, cast: Cast, tmp_path: Any) -> None:
    import shutil

    from coordhub.directory.actions import STARTER_FOLDER, import_starter

    change_entry(whole("tx-mep"), {"name": "Ours"}, by=Doer.of(cast.rosa))
    db.session.commit()
    folder = shutil.copytree(STARTER_FOLDER, tmp_path / "starter")
    file = folder / "mep_offices.csv"
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    imported = import_starter(folder)

    offices = next(one for one in imported.files if one.file == "mep_offices.csv")
    assert offices.kept == ("tx-mep",)
    assert whole("tx-mep").name == "Ours"
