"""Files as people bring them: what is read, and what is said of those that cannot be."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from coordhub.directory.exchange import UnreadableList, read_list
from coordhub.directory.exchange.safe_cells import bare, guarded


def xlsx(*rows: tuple[object, ...], formats: dict[str, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, shown_as in (formats or {}).items():
        book.active[cell].number_format = shown_as
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_usual_separators_encodings_and_line_ends_are_known(separator: str, encoding: str, end: str) -> None:
    text = end.join([f"name{separator}note", f"Peña{separator}“ñ”", "", f'"a{separator}b"{separator}"two\nlines"'])

    found = read_list(text.encode(encoding))

    assert found.header == ("name", "note")
    assert [cells for _, cells in found.rows] == [("Peña", "“ñ”"), (f"a{separator}b", "two\nlines")]
    assert found.note == ""


def test_the_lines_are_those_of_the_file_also_after_a_cell_of_several_lines() -> None:
    found = read_list(b'name,note\na,"1\n2\n3"\n\nb,x\n')

    assert [line for line, _ in found.rows] == [2, 6]


def test_windows_1252_is_read_and_said() -> None:
    found = read_list("name\nPeña – Núñez\n".encode("cp1252"))

    assert found.rows[0][1] == ("Peña – Núñez",)
    assert "Windows-1252" in found.note


def test_excels_own_line_about_the_separator_is_understood() -> None:
    assert read_list(b"sep=|\nname|note\na|b\n").rows == ((3, ("a", "b")),)


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", None, "The file is empty."),
        (b" \n\n", None, "The file is empty."),
        (b",,\n,,\n", None, "The file is empty."),
        (b"name,note\n", None, "no row below"),
        (b'name,note\nx,1\na,"open\nb,c\n', 3, "never closes"),
        (b'name,note\n"a"b,c\n', 2, "goes on after the closing one"),
        (b"name,note\na,b\nc,d,e\n", 3, "has 3 cells, but there are 2 column names"),
        (b"name,NAME\na,b\n", 1, "Two columns are called “name”"),
        (b"name,,note\na,b,c\n", 1, "Column 2 has no name"),
        (b"1,2\n3,4\n", 1, "no column names"),
        (b"name\na\0b\n", 2, "NUL"),
        ("name\nñ\n".encode() + b"\xf1\n", 3, "encoding"),
        (b"name\n\x81\n", 2, "encoding"),
        (b"name\n" + b"x\n" * 20_001, 20_002, "more than 20,000 rows"),
        (b",".join(b"c%d" % one for one in range(201)) + b"\n1\n", 1, "more than 200 columns"),
        (b"name\n" + b"x" * 40_000 + b"\n", 2, "more than 32,767 characters"),
        (b"name\n" + b"x" * 140_000 + b"\n", 2, "far too long"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None, "Save it as .xlsx without a password, or as .csv"),
        (b"%PDF-1.7", None, "PDF"),
        (b"PK\x03\x04nothing", None, "damaged"),
        (b"PK\x05\x06" + bytes(18), None, "NUL"),
    ],
)
def test_what_cannot_be_read_says_why_and_where(content: bytes, line: int | None, words: str) -> None:
    with pytest.raises(UnreadableList) as refused:
        read_list(content)

    assert words in str(refused.value)
    assert refused.value.line == line or content.startswith(b"PK\x05")


def test_numbers_and_dates_of_a_sheet_are_what_a_person_sees() -> None:
    content = xlsx(
        ("zip", "short", "text", "number", "day", "time", "truth", "nothing"),
        (34142.0, 2134, "00501", 44.76, date(2026, 6, 16), datetime(2026, 6, 16, 8, 30), True, None),  # noqa: DTZ001 - a sheet has no zone
        formats={"B2": "00000"},
    )

    assert read_list(content).rows == (
        (2, ("34142", "02134", "00501", "44.76", "2026-06-16", "2026-06-16 08:30", "yes", "")),
    )


def test_a_zip_file_that_is_no_sheet_and_one_that_explodes_are_refused() -> None:
    other, bomb = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr("list.csv", "name\na\n")
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<x/>")
        packed.writestr("xl/worksheets/sheet1.xml", bytes(100 * 1024 * 1024))

    with pytest.raises(UnreadableList, match="no Excel file"):
        read_list(other.getvalue())
    with pytest.raises(UnreadableList, match="too large"):
        read_list(bomb.getvalue())


@pytest.mark.filterwarnings("ignore:Workbook contains no")
@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"]
)
@pytest.mark.parametrize("broken", [b"", b"<a", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"<worksheet/>"])
def test_a_damaged_sheet_is_refused_and_never_breaks(part: str, broken: bytes) -> None:
    whole, damaged = zipfile.ZipFile(io.BytesIO(xlsx(("name",), ("a",)))), io.BytesIO()
    with zipfile.ZipFile(damaged, "w") as packed:
        for name in whole.namelist():
            packed.writestr(name, broken if name == part else whole.read(name))

    try:
        read_list(damaged.getvalue())
    except UnreadableList as refused:
        assert str(refused)  # a part that does not matter may be broken


def test_a_sheet_with_a_cell_far_away_is_not_walked_through() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "name", "a"
    book.active["XFD1048576"] = "far"
    file = io.BytesIO()
    book.save(file)

    assert read_list(file.getvalue()).rows == ((2, ("a",)),)


@pytest.mark.parametrize("cell", ["=1", "+1", "-x", "@a", "\ta", "\ra", "'=1", "''=1", "-2+3", "=HYPERLINK(1)"])
def test_what_a_spreadsheet_would_run_is_guarded_and_comes_back(cell: str) -> None:
    assert guarded(cell).startswith("'")
    assert bare(guarded(cell)) == cell


@pytest.mark.parametrize("cell", ["", "a", "-85.6", "-1e-05", "'a", "007", "a=1", "’=1"])
def test_what_is_no_formula_stays_as_it_is(cell: str) -> None:
    assert guarded(cell) == bare(cell) == cell
