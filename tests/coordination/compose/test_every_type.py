"""Every type of request can be written and sent, with its parts and its questions and nothing else."""

import pytest

from coordhub.accounts.models import Specialty
from coordhub.coordination.types import TYPES, Answer, Outcome, Part, Question, RequestType
from tests.coordination.compose.filling import filled_in, words

FIELDS_OF_PARTS = {
    Part.COUNTY: "county",
    Part.WEEK: "move_month",
    Part.CHILDREN: "children_count",
    Part.FLAGS: "flags",
    Part.MSIX_IDS: "msix_ids",
    Part.MSIX_NOTICE: "msix_notice",
    Part.URGENCY: "urgency",
}
SIXTEENTH = RequestType(
    code="BOOK",
    label="Book loan",
    group="Anything else",
    job="A school book must travel along",
    job_hint="Which book, and until when.",
    heading="Ask {state} for a book",
    next_step="tell {state} where the book is",
    acknowledge_days=2,
    due_days=5,
    mirrors="5 working days, agreed by the users of this hub",
    specialties=(Specialty.SUMMER,),
    outcomes=(Outcome("sent", "The book is sent"),),
    questions=(
        Question("title", "Which book?", kind=Answer.TEXT, required=True),
        Question("copies", "How many copies?", kind=Answer.NUMBER, required=True, least=1, most=9),
        Question("until", "Until when?", kind=Answer.DAY),
        Question("month", "In which month?", kind=Answer.MONTH),
        Question("grades", "For which grades?", (("low", "Low"), ("high", "High")), kind=Answer.MANY),
    ),
    parts=frozenset({Part.COUNTY, Part.URGENCY}),
)


@pytest.mark.parametrize("code", TYPES)
def test_each_type_is_composed_and_sent_with_all_that_it_asks(send, sent, code):
    answer = send(code)

    assert answer.status_code == 303, words(answer.text)
    request = sent()[0]
    type_ = TYPES[code]
    assert request.type_code == code
    assert set(request.details) == {question.name for question in type_.questions}
    assert request.children_count == (3 if type_.about_children else 0)
    assert request.language == ("Mixteco" if Part.FLAGS in type_.parts else "")
    assert str(request.msix_notice_on) == ("2026-06-12" if Part.MSIX_NOTICE in type_.parts else "None")
    assert (request.to_county_name is not None) == (Part.COUNTY in type_.parts)


@pytest.mark.onedb
def test_each_type_shows_its_parts_and_no_dead_field(rosa):
    for code, type_ in TYPES.items():
        page = rosa.get(f"/coordination/new?type={code}").text

        shown = {part for part, name in FIELDS_OF_PARTS.items() if f'name="{name}"' in page}
        assert shown == type_.parts, code
        for question in type_.questions:
            assert f'name="ask_{question.name}"' in page, code
        if type_.note_label:
            assert f">{type_.note_label}</label>" in page, code


@pytest.mark.onedb
def test_each_type_says_what_is_missing_and_only_what_is_required(rosa):
    for code, type_ in TYPES.items():
        page = rosa.post(f"/coordination/new?type={code}", data={"sending_key": "one-empty-form", "look": "1"})

        assert page.status_code == 422, code
        summary = page.text.split("error-summary")[1].split("</div>")[0]
        required = {f"ask_{one.name}" for one in type_.questions if one.required} | {"to_state"}
        required |= {"children_count", "grade_bands"} if type_.about_children else set()
        required |= {"move_month"} if type_.asks_for_week else set()
        required |= {"msix_ids"} if type_.msix_ids[0] else set()
        required |= {"note"} if type_.note_required else set()
        assert {link.split('"')[0] for link in summary.split('<a href="#')[1:]} == required, code


def test_a_sixteenth_type_goes_the_whole_way_without_a_migration(rosa, send, sent, client, cast, monkeypatch):
    monkeypatch.setitem(TYPES, "BOOK", SIXTEENTH)

    assert "A school book must travel along" in rosa.get("/coordination/new").text
    assert send("BOOK").status_code == 303
    request = sent()[0]
    assert request.details == {
        "title": "English II B",
        "copies": 2,
        "until": "2026-08-03",
        "month": "2026-07",
        "grades": ["low", "high"],
    }
    page = words(client.sign_in(request.owner).get(f"/coordination/{request.number}").text)
    for told in ("Book loan", "English II B", "Monday, August 3, 2026", "July 2026", "Low, High"):
        assert told in page
    client.post(f"/coordination/{request.number}/acknowledge")
    client.post(f"/coordination/{request.number}/outcome", data={"outcome": "sent"})
    client.sign_in(cast.rosa).post(f"/coordination/{request.number}/confirm")
    assert "The book is sent" in client.get(f"/coordination/{request.number}").text


@pytest.mark.onedb
def test_jobs_stand_in_groups_and_an_emergency_is_acknowledged_the_same_day(rosa):
    page = words(rosa.get("/coordination/new?to=MI&county=Leelanau+County").text)

    assert page.count("job__name") == 15
    assert "acknowledged the same day, answered in 1 working day" in page
    assert 'href="/coordination/new?type=EMRG&amp;to=MI&amp;county=Leelanau+County"' in page


@pytest.mark.onedb
def test_without_the_tick_no_language_is_sent(send, sent):
    send("REC", flags=["pfs"], language="Mixteco")

    assert (sent()[0].flags, sent()[0].language) == (["pfs"], "")


@pytest.mark.onedb
@pytest.mark.parametrize(("said", "kept"), [("no", (False, None)), ("", (None, None))])
def test_the_day_of_the_msix_notice_belongs_to_a_notice_that_was_sent(send, sent, said, kept):
    send("MOVE", msix_notice=said)

    assert (sent()[0].msix_notice_sent, sent()[0].msix_notice_on) == kept


@pytest.mark.onedb
@pytest.mark.parametrize(
    ("code", "wrong", "sentence"),
    [
        ("MOVE", {"children_count": "-3"}, "Write a number from 1 to 999"),
        ("MOVE", {"children_count": "1000000000000"}, "Write a number from 1 to 999"),
        ("MOVE", {"children_count": "٣"}, "Write a number from 1 to 999"),
        ("MOVE", {"grade_bands": ["K-5", "PhD"]}, "Choose one of these"),
        ("MOVE", {"move_week": "9"}, "Choose one of these"),
        ("MOVE", {"urgency": "panic"}, "Choose one of these"),
        ("MOVE", {"msix_notice_on": "2026-06-17"}, "This day is still to come"),
        ("MOVE", {"msix_notice_on": "2026-02-31"}, "There is no such day"),
        ("MOVE", {"msix_ids": "12345678901 12345678901"}, "The same MSIX ID stands here twice"),
        ("MOVE", {"msix_ids": " ".join(f"123456789{n:02}" for n in range(26))}, "Put at most 25 MSIX IDs"),
        ("IDNT", {"msix_ids": "12345678901"}, "Write exactly 2 MSIX IDs, one per line. There are 1."),
        ("IDNT", {"msix_ids": "12345678901 12345678902 12345678903"}, "Write exactly 2 MSIX IDs"),
        ("CORR", {"msix_ids": ""}, "Write at least one MSIX ID"),
        ("CORR", {"ask_asked_on": "2026-06-17"}, "This day is still to come"),
        ("PASS", {"ask_graduation_on": "2026-06-15"}, "This day has passed"),
        ("PASS", {"ask_units_done": "6"}, "Write a number from 0 to 5"),
        ("PASS", {"ask_course": "x" * 201}, "Shorten this to 200 characters"),
        ("TEST", {"ask_window_starts": "2026-08-15"}, "This lies before August 15, 2026"),
        ("TEST", {"ask_window_starts": "2226-08-15"}, "This day is too far away"),
        ("SUMR", {"ask_starts_on": "tomorrow"}, "There is no such day"),
        ("SUMR", {"ask_ends_on": "2026-08-01"}, "This lies before August 3, 2026"),
        ("LEAD", {"ask_month": "2031-01"}, "Choose one of these months"),
        ("LEAD", {"ask_families": "12"}, "Choose one of these"),
        ("GEN", {"note": ""}, "Write your question"),
        ("GEN", {"note": "Nul\x00"}, "An unprintable character was taken out"),
        ("GEN", {"note": "x" * 900_000}, "Shorten this to 2,000 characters"),
        ("GEN", {"to_state": "XX"}, "Choose one of the other states"),
    ],
)
def test_bad_input_is_answered_at_its_field_and_nothing_is_sent(send, sent, code, wrong, sentence):
    answer = send(code, **wrong)

    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert sent() == []


@pytest.mark.onedb
@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("PASS", "ask_issuing_site"),
        ("LEAD", "ask_crop"),
        ("REIV", "ask_language"),
        ("MOVE", "language"),
        ("EMRG", "note"),
    ],
)
def test_every_typed_word_is_looked_through_and_refused_at_its_own_field(send, sent, code, name):
    answer = send(code, **{name: "Her son, born 4/12/2014"})

    assert answer.status_code == 422
    assert f'<a href="#{name}">' in answer.text and "birth date" in answer.text
    assert sent() == []


@pytest.mark.onedb
def test_what_is_only_doubtful_passes_when_its_writer_confirms(post, send, sent):
    doubtful = "Call 956-555-0147 before noon."
    assert "tick this and send again" in words(post("GEN", note=doubtful).text)

    assert send("GEN", note=doubtful, confirmed="y").status_code == 303
    assert len(sent()) == 1


@pytest.mark.onedb
def test_a_form_without_a_key_is_looked_at_again_and_never_breaks(rosa, sent):
    for key in (None, "", "x" * 500, "';--", "a\x00b"):
        data = filled_in(TYPES["GEN"]) | {"send": "1"}
        data.pop("sending_key")
        answer = rosa.post("/coordination/new?type=GEN", data=data | ({"sending_key": key} if key is not None else {}))

        assert answer.status_code == 200
        assert "Look again before you send" in answer.text
    assert sent() == []
