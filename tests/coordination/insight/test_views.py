"""The pages of figures and their files: who may open what, and what stands in it."""

import csv
import io
from datetime import UTC, datetime

import pytest

from coordhub import clock
from coordhub.accounts.models import Role
from coordhub.coordination import actions
from coordhub.coordination.actions.counting import count_due
from coordhub.coordination.models import Tally, Way
from coordhub.db import db
from tests.factories import a_person
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("on_tuesday", "six_states")
FOR_MEMBERS = (
    "/coordination/partners",
    "/coordination/partners/by-state.csv",
    "/coordination/partners/by-type.csv",
    "/coordination/partners/by-season.csv",
    "/coordination/partners/NC",
    "/coordination/partners/NC.csv",
)
FOR_ALL = ("/coordination/nation", "/coordination/nation/by-type.csv", "/coordination/nation/by-season.csv")
MARKER = "Marker Q7"


@pytest.fixture
def counted():
    """Count everybody now."""

    def count():
        for _ in count_due(clock.now(), all_of_them=True):
            db.session.commit()

    return count


def a_tally(requests, type_code="", season=2026, state_code="US", way=Way.RECEIVED, partner="", **more):
    given = {"acknowledge_median": 1.0, "answer_median": 3.5, "overdue": 0, "unanswered_moves": 0}
    tally = Tally(
        state_code=state_code, season=season, way=way, partner=partner, type_code=type_code, requests=requests,
        counted_at=clock.now(), **(given | more),
    )  # fmt: skip
    db.session.add(tally)
    db.session.commit()
    return tally


def rows_of(response):
    assert response.status_code == 200
    assert response.content_type == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))


@pytest.mark.onedb
def test_all_roles_of_a_state_see_the_same(client, ask, counted):
    ask()
    counted()
    for role in (Role.DIRECTOR, Role.COORDINATOR, Role.RECRUITER, Role.SITE_MANAGER, Role.INTERSTATE):
        person = a_person(role=role, state_code="MI")
        db.session.commit()

        assert "Other states sent Michigan 1 request." in client.sign_in(person).get("/coordination/partners").text


def test_both_states_of_a_request_see_it_from_their_side(client, cast, ask, counted):
    ask(), ask(type_code="REC")
    counted()

    texas = client.sign_in(cast.rosa).get("/coordination/partners").text
    michigan = client.sign_in(cast.ben).get("/coordination/partners").text

    assert "Texas sent 2 requests." in texas
    assert '<h2 id="received">' not in texas
    assert "Other states sent Michigan 2 requests." in michigan
    assert '<h2 id="sent">' not in michigan
    assert "/coordination/partners/TX?season=2026" in michigan


def test_no_address_shows_the_figures_of_another_state(client, cast, ask, counted):
    ask()
    counted()
    client.sign_in(cast.dana)

    for path in ("/coordination/partners?state=TX", "/coordination/partners/TX", "/coordination/partners/MI"):
        assert "Nothing to count in this season" in client.get(path).text
    for path in ("/coordination/partners/by-state.csv?state_code=TX", "/coordination/partners/MI.csv"):
        assert rows_of(client.get(path)) == []


def test_what_is_no_other_state_is_not_found(client, cast):
    client.sign_in(cast.dana)

    for code in ("FL", "ZZ", "us", "%00", "by-state", "by-year.csv"):
        assert client.get(f"/coordination/partners/{code}").status_code == 404, code
        assert client.get(f"/coordination/partners/{code}.csv").status_code == 404 or code == "by-state"


@pytest.mark.onedb
def test_a_season_that_cannot_be_is_the_present_one(client, cast):
    client.sign_in(cast.rosa)

    for season in ("", "2027", "1999", "next", "-1", "99999999999999999999", "2026.5", "%00"):
        for path in ("/coordination/partners", "/coordination/partners/MI", "/coordination/nation"):
            assert "February 2026 to January 2027" in client.get(f"{path}?season={season}").text, season


def test_the_report_has_medians_overdue_moves_and_the_time_of_counting(client, cast, ask, at, counted):
    first, second, late = ask(), ask(), ask()
    for request, day, answered in ((first, 17, 18), (second, 22, 23)):
        at(datetime(2026, 6, day, 15, 0, tzinfo=UTC))
        actions.acknowledge(request, by=cast.ben)
        at(datetime(2026, 6, answered, 15, 0, tzinfo=UTC))
        actions.record_outcome(request, "enrolled", by=cast.ben)
    db.session.commit()
    at(datetime(2026, 7, 6, 15, 2, tzinfo=UTC))
    counted()

    page = client.sign_in(cast.rosa).get("/coordination/partners")
    file = rows_of(client.get("/coordination/partners/by-type.csv"))

    # June 19 is a holiday: 1 and 3 working days to acknowledge, 2 and 4 to answer.
    assert "The median to acknowledge is 2 working days, to answer 3." in page.text
    assert "<b>1 is overdue.</b>" in page.text
    assert "<b>1 move has no answer.</b>" in page.text
    assert "Counted <time" in page.text
    assert "10:02 AM" in page.text
    assert "It counts requests, not children" in page.text
    assert file == [{
        "season": "2026", "direction": "sent", "type_code": "MOVE", "type": "Move notice", "requests": "3",
        "median_days_to_acknowledge": "2.0", "median_days_to_answer": "3.0", "overdue": "1", "unanswered_moves": "1",
    }]  # fmt: skip
    assert late.number not in page.text


def test_files_read_back_as_what_was_counted(client, cast, ask, counted):
    ask(), ask(type_code="REC"), ask(to_state="FL")
    ask(by=cast.ben, to_state="TX")
    counted()
    client.sign_in(cast.rosa)

    by_state = rows_of(client.get("/coordination/partners/by-state.csv"))
    by_season = rows_of(client.get("/coordination/partners/by-season.csv"))
    michigan = rows_of(client.get("/coordination/partners/MI.csv"))

    assert [(one["direction"], one["state_code"], one["requests"]) for one in by_state] == [
        ("sent", "MI", "2"), ("sent", "FL", "1"), ("received", "MI", "1"),
    ]  # fmt: skip
    assert [(one["season"], one["direction"], one["requests"]) for one in by_season] == [
        ("2026", "sent", "3"), ("2026", "received", "1"),
    ]  # fmt: skip
    assert {(one["direction"], one["type"], one["requests"]) for one in michigan} == {
        ("sent", "All types", "2"), ("sent", "Move notice", "1"), ("sent", "Records request", "1"),
        ("received", "All types", "1"), ("received", "Move notice", "1"),
    }  # fmt: skip
    assert {one["state"] for one in michigan} == {"Michigan"}


def test_seasons_are_drawn_and_said_in_words(client, cast, counted):
    counted()
    for season, number in ((2023, 4), (2024, 12), (2025, 30)):
        a_tally(number, season=season, state_code="TX", way=Way.SENT)

    page = client.sign_in(cast.rosa).get("/coordination/partners?season=2024").text

    assert 'aria-label="Requests. We asked: 2023 4, 2024 12, 2025 30. Asked of us: 2023 0, 2024 0, 2025 0."' in page
    assert "Median working days to answer. We asked: 2023 3.5, 2024 3.5, 2025 3.5. Asked of us: 2023 no figure" in page
    assert 'href="/coordination/partners?season=2024" aria-current="true"' in page


def test_an_empty_report_says_what_will_stand_there(client, cast):
    page = client.sign_in(cast.rosa).get("/coordination/partners").text

    assert "Not counted yet" in page
    assert "Nothing to count in this season" in page


def test_national_counts_under_ten_are_kept_back_on_the_page_and_in_the_file(client, cast):
    a_tally(3217)
    for code, number in (("MOVE", 2000), ("REC", 1200), ("HLTH", 7), ("EMRG", 10)):
        a_tally(number, code)
    client.sign_in(cast.olive)

    page = client.get("/coordination/nation").text
    by_type = rows_of(client.get("/coordination/nation/by-type.csv"))

    shown = {one["type_code"]: one["requests"] for one in by_type}
    assert shown == {"MOVE": "2000", "REC": "1200", "EMRG": "not shown", "HLTH": "under 10"}
    assert {one["median_days_to_answer"] for one in by_type if one["type_code"] in ("EMRG", "HLTH")} == {"not shown"}
    assert "2,000" in page
    assert ">7<" not in page
    assert ">10<" not in page


def test_a_season_of_under_ten_requests_has_no_figure_at_all(client, cast):
    a_tally(6), a_tally(6, "MOVE")
    client.sign_in(cast.ada)

    page = client.get("/coordination/nation").text
    by_season = rows_of(client.get("/coordination/nation/by-season.csv"))

    assert by_season == [{
        "season": "2026", "requests": "under 10", "median_days_to_acknowledge": "not shown",
        "median_days_to_answer": "not shown", "states_taking_part": "under 10",
    }]  # fmt: skip
    assert ">6<" not in page
    assert ">3.5<" not in page


def test_the_nation_counts_the_states_that_took_part(client, cast):
    a_tally(40)
    for code in ("AL", "AR", "AZ", "CA", "CO", "DE", "FL", "GA", "IA", "ID", "IL"):
        a_tally(4, state_code=code, way=Way.SENT)
        a_tally(0, state_code=code)
    client.sign_in(cast.olive)

    assert rows_of(client.get("/coordination/nation/by-season.csv"))[0]["states_taking_part"] == "11"


def test_pages_of_figures_ask_as_often_however_much_there_is(client, cast, ask, counted):
    ask()
    counted()
    client.sign_in(cast.rosa)
    paths = ("/coordination/partners", "/coordination/partners/MI", "/coordination/nation")
    few = {}
    for path in paths:
        db.session.rollback()
        with statements() as asked:
            client.get(path)
        few[path] = len(asked)
    for code in ("MI", "FL", "WA"):
        for type_code in ("MOVE", "REC", "GEN"):
            ask(to_state=code, type_code=type_code)
    counted()
    for season in range(2017, 2026):
        a_tally(40, season=season, state_code="TX", way=Way.SENT)

    for path in paths:
        db.session.rollback()
        with statements() as asked:
            client.get(path)
        assert len(asked) == few[path] <= 7, path


def test_no_page_or_file_of_figures_carries_private_words(client, cast, ask, counted):
    request = ask(note=f"{MARKER}: they need the bus.", msix_ids=["123456789012"])
    counted()

    for user in (cast.rosa, cast.ben):
        client.sign_in(user)
        for path in (*FOR_MEMBERS, *FOR_ALL, "/coordination/partners/MI", "/coordination/partners/TX.csv"):
            response = client.get(path)
            text = response.get_data(as_text=True)
            for private in (MARKER, "123456789012", "Grand Traverse", "26055", request.number):
                assert private not in text or response.status_code == 404, (path, private)


@pytest.mark.onedb
def test_the_figures_are_linked_from_where_people_are(client, cast):
    assert 'href="/coordination/partners"' in client.sign_in(cast.rosa).get("/coordination/").text
    assert 'href="/coordination/nation"' in client.sign_in(cast.olive).get("/inbox").text
    assert 'href="/coordination/nation"' in client.sign_in(cast.ada).get("/admin/").text
