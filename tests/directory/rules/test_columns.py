"""Which field a column holds, by how people call it."""

import pytest

from coordhub.directory.fields import BY_NAME, FIELDS
from coordhub.directory.rules.columns import _ALSO_CALLED, guessed_mapping
from coordhub.directory.rules.mending import mended


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("ZIP", "zip_code"),
        ("E-mail address", "emails"),
        ("County FIPS", "counties"),
        ("TELEPHONE", "phones"),
        ("State", "state_code"),
        ("Languages spoken", "languages"),
        ("zip_code", "zip_code"),
        ("Shoe size", ""),
    ],
)
def test_a_column_is_known_by_name_label_and_what_others_call_it(column: str, field: str) -> None:
    assert guessed_mapping([column]) == {column: field}


def test_every_field_is_known_by_its_own_name() -> None:
    names = [one.name for one in FIELDS]

    assert guessed_mapping(names) == dict(zip(names, names, strict=True))


def test_no_field_is_read_from_two_columns_and_the_exact_name_wins() -> None:
    assert guessed_mapping(["ZIP", "zip_code", "Phone", "Telephone"]) == {
        "ZIP": "", "zip_code": "zip_code", "Phone": "phones", "Telephone": "",
    }  # fmt: skip


def test_what_others_call_a_field_names_a_field_and_only_one() -> None:
    called = [other for others in _ALSO_CALLED.values() for other in others]

    assert set(_ALSO_CALLED) <= set(BY_NAME)
    assert len(called) == len(set(called))


@pytest.mark.parametrize(
    ("name", "text", "meant"),
    [
        ("role", "ID&R coordinator", "id_and_r"),
        ("role", "RECRUITER", "recruiter"),
        ("kind", "PASS site", "site"),
        ("state_code", "new mexico", "NM"),
        ("languages", "Spanish; mam; K’iche’", "spa; mam; quc"),
        ("specialties", "Records and MSIX; health", "records; health"),
        ("is_vacant", "Y", "yes"),
        ("zip_code", "2134", "02134"),
        ("verified_on", "6/1/2026", "2026-06-01"),
        ("verified_on", "13/31/2026", "13/31/2026"),
        ("role", "king", "king"),
        ("note", "Y", "Y"),
    ],
)
def test_what_people_write_becomes_what_a_field_reads(name: str, text: str, meant: str) -> None:
    assert mended(name, text) == meant
