"""Several move notices at once: from the table or a list, looked over together, sent all or none."""

import io

import openpyxl
import pytest

from coordhub.coordination.forms.batch_list import COLUMNS, read_families
from coordhub.directory.exchange import UnreadableList
from tests.coordination.compose.filling import seen, words

BATCH = "/coordination/batch"
SHARED = {
    "sending_key": "one-batch-of-one-person",
    "rows": "5",
    "to_state": "MI",
    "direction": "expected",
    "move_month": "2026-07",
    "move_week": "2",
    "msix_notice": "yes",
    "msix_notice_on": "2026-06-12",
}
FIRST = {"row1-county": "Grand Traverse County", "row1-children_count": "3", "row1-grade_bands": ["K-5", "6-8"]}
THIRD = {"row3-county": "Leelanau County", "row3-children_count": "2", "row3-grade_bands": ["K-5"]}
TWO = SHARED | FIRST | THIRD
HEADER = "county,children,grade_bands,language,return_expected,msix_ids,note\n"


def look(client, fields=TWO, **more):
    return client.post(BATCH, data=fields | more | {"look": "1"})


def send(client, fields=TWO, **more):
    looked = look(client, fields, **more)
    return client.post(BATCH, data=fields | more | {"send": "1", "seen": seen(looked.text)})


def bring(client, content, name="families.csv", **more):
    content = content.encode() if isinstance(content, str) else content
    return client.post(BATCH, data=SHARED | more | {"fill": "1", "file": (io.BytesIO(content), name)})


def test_each_family_becomes_a_request_with_what_all_share(rosa, sent):
    answer = send(rosa, **{"row1-language": "Mixteco", "row1-return_expected": "no", "row3-note": "They need the bus."})

    assert (answer.status_code, answer.location) == (303, "/coordination/")
    assert "Sent: 2 move notices, R-2026-00001 to R-2026-00002." in rosa.get("/coordination/").text
    first, second = sent()
    assert (first.to_county_name, first.children_count, first.grade_bands) == (
        "Grand Traverse County",
        3,
        ["K-5", "6-8"],
    )
    assert (first.flags, first.language) == (["interpreter"], "Mixteco")
    assert first.details == {"direction": "expected", "return_expected": "no"}
    assert (second.to_county_name, second.details) == ("Leelanau County", {"direction": "expected"})
    for one in (first, second):
        assert (one.type_code, one.move_month, one.move_week) == ("MOVE", "2026-07", 2)
        assert (one.msix_notice_sent, str(one.msix_notice_on)) == (True, "2026-06-12")


def test_the_plan_says_who_gets_each_and_by_when_before_anything_is_sent(rosa, sent):
    page = words(look(rosa).text)

    assert "Family 1</a>: 3 children, Grand Traverse County, Michigan" in page
    assert page.count("<b>Ben Okafor</b>") == 2
    assert "covers Leelanau County" in page
    assert page.count("Acknowledged by Thu, June 18, answered by Wed, July 1.") == 2
    assert "Send all 2" in page
    assert sent() == []


def test_a_batch_sent_twice_is_sent_once(rosa, sent):
    looked = seen(look(rosa).text)
    first, second = (rosa.post(BATCH, data=TWO | {"send": "1", "seen": looked}) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert len(sent()) == 2
    assert "These move notices were sent already." in rosa.get("/coordination/").text


def test_nothing_leaves_unseen(rosa, sent):
    assert "Look again before you send" in rosa.post(BATCH, data=TWO | {"send": "1"}).text
    assert "Look again before you send" in rosa.post(BATCH, data=TWO | {"send": "1", "seen": "stale"}).text
    assert sent() == []


def test_one_row_with_a_fault_keeps_all_from_being_sent(rosa, sent):
    answer = send(rosa, **{"row3-note": "Her son, born 4/12/2014"})

    assert answer.status_code == 422
    assert 'href="#row3-note">Family 3, note: Take the birth date out' in words(answer.text)
    assert 'value="Grand Traverse County"' in answer.text
    assert sent() == []


@pytest.mark.onedb
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"row3-county": "Nowhereville"}, "no county or town that we know in Michigan"),
        ({"row3-children_count": "1000000000000"}, "Write a number from 1 to 999"),
        ({"row3-children_count": ""}, "Say how many children"),
        ({"row3-grade_bands": []}, "Choose at least one grade band"),
        ({"row3-msix_ids": "Maria"}, "Write MSIX IDs as numbers"),
        ({"row1-msix_ids": "12345678901", "row3-msix_ids": "12345678901"}, "stands in family 1 too"),
        ({"row3-note": "x" * 501}, "Shorten this to 500 characters"),
        ({"row3-note": "a\x00b"}, "An unprintable character was taken out"),
        ({"row3-to_state": "TX"}, "Choose one of the other states"),
        ({"row3-to_state": "WY", "row3-county": ""}, "Wyoming takes no part"),
        ({"to_state": ""}, "Choose the state"),
        ({"direction": ""}, "Say whether they have moved"),
        ({"move_month": "2026-13"}, "Choose one of these months"),
        ({"msix_notice_on": "2026-02-31"}, "There is no such day"),
    ],
)
def test_bad_input_is_answered_by_row_and_field(rosa, sent, wrong, sentence):
    answer = send(rosa, **wrong)

    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert sent() == []


@pytest.mark.onedb
def test_an_empty_table_asks_for_a_row(rosa):
    answer = look(rosa, SHARED)

    assert answer.status_code == 422
    assert "Fill in at least one row, or bring a list." in answer.text


@pytest.mark.onedb
@pytest.mark.parametrize(
    ("rows", "shown"), [("5", 10), ("20", 25), ("25", 25), ("-1", 10), ("²", 10), ("999", 25), ("9999", 10)]
)
def test_more_rows_come_in_steps_of_five_and_keep_what_was_typed(rosa, rows, shown):
    page = rosa.post(BATCH, data=TWO | {"rows": rows, "more": "1"}).text

    assert page.count('<li class="family"') == shown
    assert 'value="Leelanau County"' in page
    assert ("More rows" in page) == (shown < 25)


def test_what_looks_like_a_request_under_way_is_shown_by_row(rosa, ask, sent):
    first = ask(move_month="2026-07")
    page = words(look(rosa).text)

    assert f'Looks like <a class="figures" href="/coordination/{first.number}">' in page
    assert "Send all 2 anyway" in page


def test_a_list_fills_the_table_for_looking_over_and_is_then_sent(rosa, sent):
    page = bring(rosa, HEADER + "Grand Traverse County,3,K-5; Grades 6–8,Mixteco,Yes,12345678901,They need the bus.\n")

    assert page.status_code == 200
    assert "1 family is in the table. Look them over." in page.text
    for filled in ('value="Grand Traverse County"', 'value="3"', 'value="12345678901"', 'value="They need the bus."'):
        assert filled in page.text
    assert 'checked id="row1-grade_bands-3"' in page.text
    assert sent() == []


@pytest.mark.onedb
def test_every_fault_of_a_list_is_named_by_line_and_column_and_the_rest_is_in_the_table(rosa):
    lines = 'Grand Traverse County,3,K-5,,,,\n\n=HYPERLINK("x"),many,K-99,,perhaps,Maria,\n'
    answer = bring(rosa, HEADER + lines)

    page = words(answer.text)
    assert answer.status_code == 422
    assert "Line 4, column children: Write a number from 1 to 999." in page
    assert "Line 4, column grade_bands: “K-99” is none of the grade bands." in page
    assert "Line 4, column return_expected: Choose one of these." in page
    assert "Line 4, column msix_ids: Write MSIX IDs as numbers" in page
    assert 'value="Grand Traverse County"' in page
    assert "=HYPERLINK(&#34;x&#34;)" in page


@pytest.mark.onedb
def test_a_list_may_go_to_several_states(rosa, sent):
    page = bring(rosa, "State,Children,Grade bands\nmi,2,K-5\nWashington,4,9-12\n,1,3-5\n").text

    assert page.count('<option selected value="MI">Michigan') == 2  # the first row and what all share
    fields = SHARED | {
        "row1-to_state": "MI",
        "row1-children_count": "2",
        "row1-grade_bands": "K-5",
        "row2-to_state": "WA",
        "row2-children_count": "4",
        "row2-grade_bands": "9-12",
    }
    send(rosa, fields)
    assert [one.to_state for one in sent()] == ["MI", "WA"]


@pytest.mark.onedb
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"   \n\n", "The file is empty"),
        (HEADER.encode(), "no row below it"),
        (b"name,birth date\nMaria,2014\n", "The column “name” is not known. The columns are: state, county"),
        (b"county\nLeelanau County\n", "The column “children” is missing"),
        (b"children,Children,grade_bands\n1,1,K-5\n", "Two columns are called"),
        (b"grade_bands,grade bands,children\nK-5,K-5,1\n", "Two columns have the same name"),
        (HEADER.encode() + b",1,K-5,,,,\n" * 10_000, "The list has 10,000 families, and one batch takes 25"),
        (HEADER.encode() + b'"Leelanau,1,K-5', "Line 2: A quotation mark opens here"),
        (HEADER.encode() + b"a\x00b,1,K-5,,,,\n", "Line 2: The file holds unprintable characters"),
        (HEADER.encode() + b"a,1,K-5,,,,,too,many\n", "Line 2: This row has 9 cells"),
        (b"%PDF-1.7", "This is a PDF file"),
        (b"PK\x03\x04broken", ""),
    ],
)
def test_a_list_that_cannot_be_read_says_why_and_the_table_stays(rosa, content, sentence):
    answer = bring(rosa, content, **THIRD)

    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert 'value="Leelanau County"' in answer.text


@pytest.mark.onedb
def test_filling_without_a_file_asks_for_one(rosa):
    assert "Choose a file first" in rosa.post(BATCH, data=SHARED | {"fill": "1"}).text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_usual_encodings_and_separators_are_read(encoding, separator):
    lines = [["county", "children", "grade_bands", "language"], ["Doña Ana County", "2", "8-Jun", "Español"]]
    content = "\r\n".join(separator.join(cells) for cells in lines).encode(encoding)
    found = read_families(content)

    assert found.fields.get("row1-county") == "Doña Ana County"
    assert found.fields.getlist("row1-grade_bands") == ["6-8"]  # what a spreadsheet made of it
    assert found.lines == {1: 2}


def test_a_workbook_is_read_like_a_csv_file():
    book = openpyxl.Workbook()
    book.active.append(["county", "children", "grade_bands"])
    book.active.append(["Leelanau County", 3, "K-5"])
    file = io.BytesIO()
    book.save(file)

    assert read_families(file.getvalue()).fields.get("row1-children_count") == "3"


def test_twenty_five_families_are_read_and_not_one_more():
    row = "Leelanau County,1,K-5,,,,\n"

    assert len(read_families((HEADER + row * 25).encode()).lines) == 25
    with pytest.raises(UnreadableList, match="26 families"):
        read_families((HEADER + row * 26).encode())


@pytest.mark.onedb
def test_the_empty_list_has_the_columns_that_are_read(rosa):
    answer = rosa.get("/coordination/batch/columns.csv")

    assert answer.mimetype == "text/csv"
    assert answer.get_data(as_text=True).strip("\ufeff\r\n").split(",") == list(COLUMNS)


@pytest.mark.onedb
def test_a_file_that_is_too_large_is_refused(rosa):
    answer = rosa.post(BATCH, data=b"x" * 1_200_000, content_type="multipart/form-data; boundary=families")

    assert answer.status_code == 413
    assert "up to 1 MB" in answer.text


@pytest.mark.onedb
def test_a_full_batch_of_one_state_is_sent_in_one_go(rosa, sent):
    rows = {
        f"row{row}-{name}": value
        for row in range(1, 26)
        for name, value in (("county", "Leelanau County"), ("children_count", str(row)), ("grade_bands", "K-5"))
    }
    send(rosa, SHARED | rows | {"rows": "25"})

    assert [one.children_count for one in sent()] == list(range(1, 26))
    assert len({one.number for one in sent()}) == 25


@pytest.mark.onedb
@pytest.mark.parametrize("name", ["olive", "ada"])
def test_only_people_of_states_open_it(rosa, cast, client, name):
    client.sign_in(getattr(cast, name))

    assert client.get(BATCH).status_code == 403
    assert look(client).status_code == 403
