"""What looks like a request that is under way is shown before a second one is sent."""

import pytest

from coordhub.coordination import actions, queries
from coordhub.coordination.models import Deed
from coordhub.db import db
from tests.coordination.compose.filling import seen, words
from tests.factories import GRAND_TRAVERSE, a_person
from tests.statements import statements

ID = "12345678901"


def similar(user, **more):
    asked = {"to_state": "MI", "type_code": "MOVE"} | more
    return [one.number for one in queries.similar_requests(user, **asked)]


def test_the_same_family_twice_needs_one_more_press(rosa, post, ask, sent):
    first = ask(move_month="2026-07")
    looked = post("MOVE", msix_ids="")

    page = words(looked.text)
    assert f'Looks like <a class="figures" href="/coordination/{first.number}">{first.number}</a>' in page
    assert "Rosa Delgado to Ben Okafor" in page
    assert "Send to Michigan anyway" in page
    assert len(sent()) == 1
    assert post("MOVE", button="send", msix_ids="", seen=seen(looked.text)).status_code == 303
    assert len(sent()) == 2


def test_what_a_colleague_sent_meanwhile_is_shown_before_sending(rosa, post, ask, sent):
    looked = post("MOVE", msix_ids="")
    meanwhile = ask(move_month="2026-07")
    answer = post("MOVE", button="send", msix_ids="", seen=seen(looked.text))

    assert "Look again before you send" in answer.text
    assert "It looks like" in words(answer.text) and meanwhile.number in answer.text
    assert len(sent()) == 1


def test_a_form_sent_twice_at_once_makes_one_request_and_no_similar_one(post, sent):
    looked = seen(post("MOVE").text)
    first = post("MOVE", button="send", seen=looked)
    second = post("MOVE", button="send", seen=looked)

    assert first.location == second.location == "/coordination/R-2026-00001"
    assert len(sent()) == 1


def test_an_msix_id_is_recognized_whatever_else_differs(cast, ask):
    first = ask(msix_ids=[ID], county_code=None, county_name=None)

    assert similar(cast.rosa, msix_ids=["99999999999", ID]) == [first.number]
    assert similar(cast.rosa, msix_ids=["99999999999"]) == []
    assert similar(cast.rosa, msix_ids=[ID], type_code="REC") == []
    assert similar(cast.rosa, msix_ids=[ID], to_state="FL") == []


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({}, True),
        ({"children_count": 4}, False),
        ({"move_month": "2026-08"}, False),
        ({"move_month": None}, False),
        ({"county_code": "26089"}, False),
        ({"county_code": None}, False),
    ],
)
def test_without_an_id_county_number_and_month_must_agree(cast, ask, other, found):
    first = ask(move_month="2026-07")
    asked = {"county_code": GRAND_TRAVERSE, "children_count": 3, "move_month": "2026-07"} | other

    assert similar(cast.rosa, **asked) == ([first.number] if found else [])


def test_what_has_ended_is_no_longer_similar(cast, ask):
    first = ask(msix_ids=[ID])
    actions.withdraw(first, by=cast.rosa)
    db.session.commit()

    assert similar(cast.rosa, msix_ids=[ID]) == []


@pytest.mark.parametrize("name", ["dana", "ben", "pat", "olive", "ada", "sam"])
def test_requests_of_other_states_are_never_shown(cast, ask, name):
    ask(msix_ids=[ID])
    asked = {"county_code": GRAND_TRAVERSE, "children_count": 3, "move_month": "2026-06", "msix_ids": [ID]}

    assert similar(getattr(cast, name), **asked) == []
    assert queries.told_already(getattr(cast, name), from_state="MI", msix_ids=[ID]) == []


def test_a_move_notice_that_the_other_state_sent_about_the_child_is_shown(rosa, cast, ask, post):
    theirs = ask(by=cast.ben, to_state="TX", msix_ids=[ID])
    page = words(post("REC", msix_ids=ID).text)

    assert "Michigan wrote to you about it already" in page
    assert theirs.number in page
    assert "Send to Michigan<" in page  # no second press: it is another matter
    assert theirs.number not in post("REC", msix_ids="12345678902").text


def test_at_most_a_few_are_listed_newest_first(cast, ask):
    sent = [ask(msix_ids=[ID]).number for _ in range(7)]

    assert similar(cast.rosa, msix_ids=[ID]) == sent[:1:-1][:5]


def test_looking_takes_the_same_few_statements_however_much_is_found(cast, ask):
    asked = {"county_code": GRAND_TRAVERSE, "children_count": 3, "move_month": "2026-06", "msix_ids": [ID]}
    for _ in range(6):
        ask(msix_ids=[ID])
    with statements() as made:
        assert len(similar(cast.rosa, **asked)) == 5

    assert sum(one.startswith("SELECT") for one in made) == 3


def test_a_colleague_of_the_same_state_sees_them_too(cast, ask):
    first = ask(msix_ids=[ID])
    luis = a_person("Luis Ortega", state_code="TX")
    actions.write(first, Deed.WRITE, "Hello", by=cast.rosa)

    assert similar(luis, msix_ids=[ID]) == [first.number]
