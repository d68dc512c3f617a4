"""Who gets it: from the directory, from an earlier request, and what the sender is told before sending."""

from datetime import date

import pytest

from coordhub.audit.models import AuditEntry
from coordhub.coordination import queries, rules
from coordhub.db import db
from coordhub.directory.queries import entry_by_key
from tests.coordination.compose.filling import words
from tests.factories import a_person

ID = "12345678901"


def test_from_a_pass_site_state_place_and_recipient_are_filled_in(rosa):
    page = words(rosa.get("/coordination/new?type=PASS&entry=wa-pass").text)

    assert "To <b>Washington PASS Program</b>, Washington." in page
    assert '<option selected value="WA">' in page
    assert 'value="Sunnyside"' in page
    assert 'name="entry" type="hidden" value="wa-pass"' in page
    assert "Pat Lindqvist" in page


def test_whoever_keeps_the_entry_gets_the_request(rosa, cast, sent, send):
    colleague = a_person("Wren Castillo", state_code="WA")
    entry_by_key("wa-pass").keeper_id = colleague.id
    db.session.commit()
    answer = send("PASS", to_state="WA", county="", entry="wa-pass")

    assert answer.status_code == 303
    assert sent()[0].owner_id == colleague.id
    assert sent()[0].routed_because == "keeps the entry Washington PASS Program"


def test_an_entry_counts_only_for_its_own_state(rosa, cast, sent, send):
    send("PASS", to_state="MI", entry="wa-pass")

    assert sent()[0].owner_id == cast.ben.id


@pytest.mark.onedb
def test_pages_of_entries_and_sites_of_other_states_lead_to_the_form(rosa):
    site = rosa.get("/directory/sites/wa-pass").text
    office = rosa.get("/directory/offices/mi-mep").text

    assert 'href="/coordination/new?type=PASS&amp;to=WA&amp;entry=wa-pass"' in site
    assert 'href="/coordination/new?to=MI&amp;entry=mi-mep"' in office
    assert "/coordination/new?to=TX" not in rosa.get("/directory/offices/tx-mep").text


@pytest.mark.onedb
@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ("tx-esc1-pass", "is in your own state: inside a state, use your own ways"),
        ("us-ome", "belongs to no single state"),
        ("no-such-entry", "is not in the directory any more"),
        ("'; DROP TABLE entry; --", "is not in the directory any more"),
        ("x\x00y", "is not in the directory any more"),
    ],
)
@pytest.mark.parametrize("type_code", ["", "PASS"])
def test_an_entry_that_cannot_be_asked_says_why(rosa, type_code, entry, sentence):
    asked = {"type": type_code, "entry": entry}

    assert sentence in words(rosa.get("/coordination/new", query_string=asked).text)


@pytest.mark.onedb
def test_an_entry_of_a_state_where_nobody_is_on_the_hub_says_whom_to_call(rosa):
    page = words(rosa.get("/coordination/new?type=PASS&entry=wi-pass").text)

    assert "Nobody from Wisconsin uses coordhub yet" in page


@pytest.mark.onedb
def test_the_choice_of_jobs_hands_on_where_one_came_from(rosa, ask):
    page = rosa.get(f"/coordination/new?entry=wa-pass&follows={ask().number}").text

    assert "To <b>Washington PASS Program</b>" in page
    assert "type=REC&amp;entry=wa-pass&amp;follows=R-2026-00001" in page


def test_a_search_for_the_family_goes_on_from_the_move_notice(rosa, ask, send, sent):
    move = ask(move_month="2026-04", msix_ids=[ID], flags=["interpreter"], language="Mixteco", msix_notice_sent=True)
    page = words(rosa.get(f"/coordination/new?type=MISS&follows={move.number}").text)

    assert f'This goes on from <a class="figures" href="/coordination/{move.number}">' in page
    for filled in ('<option selected value="MI">', 'value="Grand Traverse County"', 'value="3"', 'value="Mixteco"'):
        assert filled in page
    assert 'name="ask_months_since"' in page and 'value="2"' in page
    assert ID not in page
    send("MISS", follows=move.number)
    assert sent()[1].follows_id == move.id


def test_msix_ids_are_taken_over_unseen_and_that_is_recorded(rosa, cast, ask, send):
    move = ask(msix_ids=[ID])
    answer = send("MISS", follows=move.number, same_ids="y", msix_ids="12345678902")

    assert answer.status_code == 303, answer.text
    request = queries.request_for(cast.rosa, answer.location.split("/")[-1])
    assert {one.msix_id for one in request.msix_ids} == {ID, "12345678902"}
    entry = db.session.query(AuditEntry).filter_by(deed="msix-ids-carried").one()
    assert (entry.about, entry.detail) == (move.number, f"to {request.number}")
    assert ID not in entry.detail


@pytest.mark.onedb
def test_taken_over_and_written_ids_together_are_no_more_than_allowed(rosa, ask, send, sent):
    move = ask(msix_ids=[f"200000000{n:02}" for n in range(20)])
    answer = send("MISS", follows=move.number, same_ids="y", msix_ids=" ".join(f"300000000{n:02}" for n in range(6)))

    assert answer.status_code == 422
    assert "there are 26 MSIX IDs. Put at most 25" in words(answer.text)
    assert len(sent()) == 1


@pytest.mark.parametrize("number", ["R-2026-00001", "R-2026-99999", "nonsense\x00", "x" * 900])
def test_nobody_goes_on_from_a_request_of_others(starter, cast, client, on_tuesday, ask, number):
    ask(msix_ids=[ID])
    client.sign_in(cast.dana)
    page = words(client.get("/coordination/new", query_string={"type": "MISS", "follows": number}).text)

    assert "a request that is none of your state" in page
    assert "Grand Traverse" not in page
    assert "This goes on from" not in page


@pytest.mark.onedb
def test_a_request_is_sent_without_what_it_may_not_follow(starter, cast, client, on_tuesday, ask, post):
    move = ask(msix_ids=[ID])
    client.sign_in(cast.dana)

    assert "a request that is none of your state" in words(post("MISS", follows=move.number, same_ids="y").text)


@pytest.fixture
def closed_route(monkeypatch, cast):
    def route(*_args, **_more):
        week = frozenset(date(2026, 6, day) for day in range(20, 29))
        return rules.Route(
            cast.dana,
            "covers Leelanau County",
            backup=cast.pat,
            passed_over=(("Ben Okafor", "is away until June 20"),),
            closed=week,
        )

    monkeypatch.setattr(queries, "route_for", route)


def test_the_sender_sees_who_was_passed_over_the_backup_and_closures(rosa, closed_route, post):
    page = words(post("MOVE").text)

    assert "Ben Okafor is away until June 20, so Dana Whitfield gets it." in page
    assert "Pat Lindqvist" in page and "Hears about it if nobody has acknowledged by then." in page
    assert "Their office is closed Mon, June 22 to Fri, June 26. These days do not count." in page
    assert "Answer by Thu, July 9" in page  # ten working days, less a holiday, a closed week and Independence Day


def test_a_closure_does_not_move_a_target_that_mirrors_a_rule(rosa, closed_route, post):
    page = words(post("CORR", ask_asked_on="2026-06-15").text)

    assert "The target stays, since it mirrors a rule." in page
    assert "within 30 calendar days of asking, by Wed, July 15" in page


@pytest.mark.onedb
@pytest.mark.parametrize(
    ("code", "answers", "sentence"),
    [
        ("TEST", {"ask_window_starts": "2026-07-08"}, "there are 14 working days, and 15 are agreed"),
        ("TEST", {"ask_window_starts": "2026-07-09"}, None),
        ("PASS", {"ask_graduation_on": "2026-06-18"}, "there are 2 working days, and 10 are agreed"),
        ("PASS", {"ask_graduation_on": "2026-07-02"}, None),
        ("REC", {"ask_graduation_on": "2026-06-18"}, "comes before the usual target"),
        ("REC", {"ask_graduation_on": "2026-06-23"}, None),
        ("REC", {"ask_graduation_on": ""}, None),
    ],
)
def test_a_day_that_is_too_near_is_said_before_sending(post, code, answers, sentence):
    page = words(post(code, **answers).text)

    assert ("who-gets-it__near" in page) == (sentence is not None)
    assert sentence is None or sentence in page
