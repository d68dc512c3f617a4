"""An exported file imports back unchanged: whatever stands in an entry, in CSV and in XLSX."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import flask
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordhub.accounts.models import Specialty
from coordhub.db import db
from coordhub.directory.exchange.writing import csv_of, xlsx_of
from coordhub.directory.fields import ChannelValue
from coordhub.directory.kinds import ChannelKind, ContactRole, DateBasis, Visibility
from coordhub.directory.models import Entry
from coordhub.directory.queries.exchange import standing_ids, whole_entries_with
from coordhub.directory.rules.imports import Outcome
from tests.directory.entries import a_contact, a_site, an_office
from tests.directory.lists import brought

EVERYTHING = Visibility.ADMINISTRATORS
Writer = Callable[[Iterable[Entry], Visibility], bytes]

# Control characters are refused by the fields themselves; what Unicode never assigns, XML cannot hold.
_signs = st.characters(exclude_categories=("Cs", "Cc", "Cn"))
_odd = st.sampled_from(
    ["=1+1", "+1", "-1", "-2+3", "@home", "'=x", "''-1", "007", "0012", "1.0", "a;b", 'say "so"', "a, b", "Peña Ñandú",
     "👩‍🌾 farm", " blank ", "\ttab", "one\ntwo", "\n", "sep=;", "NULL", "TRUE", "2026-01-02", "1e5", "_x0041_"]
)  # fmt: skip
_words = st.text(_signs, min_size=1, max_size=40).filter(str.strip)
_texts = st.one_of(_odd, _words)
_digits = st.text("0123456789", min_size=1, max_size=5)


@st.composite
def _values(draw: st.DrawFn) -> dict[str, Any]:
    phone = ChannelValue(
        ChannelKind.PHONE, "517-555-0100", draw(_digits), draw(st.sampled_from(["", "front desk"])),
        draw(st.sampled_from(list(Visibility))),
    )  # fmt: skip
    return {
        "name": draw(_texts.filter(str.strip)),
        "note": draw(_texts),
        "street": draw(st.none() | _texts),
        "zip_code": draw(st.sampled_from([None, "02134", "00501-0001"])),
        "phones": (phone,),
        "counties": tuple(sorted(draw(st.sets(st.sampled_from(["26055", "26089", "01001"]))))),
        "specialties": tuple(sorted(draw(st.sets(st.sampled_from(list(Specialty)))))),
        "languages": tuple(sorted(draw(st.sets(st.sampled_from(["spa", "mam"]))))),
        "season": draw(st.sampled_from([None, (515, 831), (1101, 331)])),
        "closures": draw(st.sampled_from([(), ((date(2026, 7, 1), date(2026, 7, 14), "Día libre"),)])),
        "lat": 44.7,
        "lon": draw(st.sampled_from([-85.6, -85.0, -86.123456789])),
        "source_date": draw(st.sampled_from([None, "2023", "2021-01"])),
        "source_date_basis": draw(st.sampled_from([None, *DateBasis])),
        "visibility": draw(st.sampled_from(list(Visibility))),
    }


@pytest.mark.parametrize("written", [csv_of, xlsx_of])
@given(data=st.lists(_values(), min_size=1, max_size=4))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_leaves_comes_back_as_the_same(app: flask.Flask, written: Writer, data: list[dict[str, Any]]) -> None:
    try:
        for number, values in enumerate(data):
            make = (an_office, a_contact, a_site)[number % 3]
            make(f"entry-{number}", **values)
        entries = list(whole_entries_with(standing_ids(None, EVERYTHING), EVERYTHING))

        _, rows = brought(written(entries, EVERYTHING))

        assert [(row.outcome, row.diff, row.reasons) for row in rows] == [(Outcome.SAME, {}, [])] * len(data)
    finally:
        db.session.rollback()


@pytest.mark.parametrize("written", [csv_of, xlsx_of])
@pytest.mark.usefixtures("starter")
def test_the_whole_directory_comes_back_as_the_same(app: flask.Flask, written: Writer) -> None:
    a_contact("a-director", role=ContactRole.DIRECTOR, parent="mi-mep", fallback="tx-mep")
    entries = list(whole_entries_with(standing_ids(None, EVERYTHING), EVERYTHING))

    _, rows = brought(written(entries, EVERYTHING))

    assert len(rows) > 100
    assert {row.outcome for row in rows} == {Outcome.SAME}
