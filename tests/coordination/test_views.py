"""Pages of requests: composing, sending once, who may open one, and every deed by the wrong person."""

import pytest
from sqlalchemy import func, select

from coordhub.audit.models import AuditEntry
from coordhub.coordination import actions
from coordhub.coordination.models import CoordinationRequest, Deed, Status, Step
from coordhub.db import db
from tests.directory.starter import load_starter

NEW = "/coordination/new?type=MOVE"
MOVE = {
    "sending_key": "one-form",
    "to_state": "MI",
    "county": "Grand Traverse County",
    "move_month": "2026-06",
    "move_week": "2",
    "children_count": "3",
    "grade_bands": ["K-5", "6-8"],
    "urgency": "normal",
    "ask_direction": "expected",
    "note": "They need the bus.",
}
OTHERS = ("dana", "pat", "olive", "ada")


@pytest.fixture
def starter(app):
    load_starter()


@pytest.fixture
def rosa(starter, cast, client, on_tuesday):
    return client.sign_in(cast.rosa)


def requests():
    return db.session.scalars(select(CoordinationRequest)).all()


def steps():
    return db.session.scalar(select(func.count(Step.id)))


def seen(page):
    return page.split('name="seen" value="')[1].split('"')[0]


def send(client, **more):
    """Look, then send what was looked at."""
    looked = client.post(NEW, data=MOVE | more).text
    return client.post(NEW, data=MOVE | more | {"seen": seen(looked), "send": "1"})


def test_before_sending_the_page_says_who_gets_it_why_and_by_when(rosa):
    page = rosa.post(NEW, data=MOVE).text

    assert "Ben Okafor" in page
    assert "Covers Grand Traverse County" in page
    assert "by <b>Thu, June 18</b>" in page  # two working days of Michigan
    assert requests() == []


def test_sent_it_has_a_number_and_its_page_says_who_has_it(rosa):
    answer = send(rosa)

    assert answer.status_code == 303
    assert answer.location == "/coordination/R-2026-00001"
    assert "Ben Okafor" in rosa.get(answer.location).text


def test_a_form_sent_twice_makes_one_request(rosa):
    first, second = send(rosa), send(rosa)

    assert first.location == second.location
    assert len(requests()) == 1


def test_nothing_leaves_before_its_sender_saw_who_gets_it(rosa):
    page = rosa.post(NEW, data=MOVE | {"send": "1"}).text

    assert "Look again before you send" in page
    assert requests() == []


def test_when_somebody_else_covers_the_county_meanwhile_the_sender_looks_again(rosa, cast):
    looked = rosa.post(NEW, data=MOVE).text
    cast.ben.active = False
    cast.pat.state_code = "MI"
    db.session.commit()
    page = rosa.post(NEW, data=MOVE | {"seen": seen(looked), "send": "1"}).text

    assert "Look again before you send" in page
    assert "Pat Lindqvist" in page
    assert requests() == []


def test_a_state_that_takes_no_part_is_refused_with_who_to_ask_instead(rosa):
    answer = rosa.post(NEW, data=MOVE | {"to_state": "WY", "county": "", "send": "1"})

    assert answer.status_code == 422
    assert "Wyoming takes no part in the program" in answer.text
    assert "/directory/offices/" in answer.text
    assert "They need the bus." in answer.text
    assert requests() == []


def test_a_state_without_members_is_refused_with_its_office(rosa):
    answer = rosa.post(NEW, data=MOVE | {"to_state": "WI", "county": "", "send": "1"})

    assert answer.status_code == 422
    assert "Nobody from Wisconsin uses coordhub yet" in answer.text
    assert requests() == []


@pytest.mark.parametrize("county", ["Nowhereville", "Yakima County WA", "'; DROP TABLE county; --"])
def test_a_county_that_is_none_of_that_state_is_refused_and_kept(rosa, county):
    answer = rosa.post(NEW, data=MOVE | {"county": county, "send": "1"})

    assert answer.status_code == 422
    assert "no county or town that we know in Michigan" in answer.text
    assert "They need the bus." in answer.text


def test_a_misspelt_county_is_answered_with_what_was_meant(rosa):
    answer = rosa.post(NEW, data=MOVE | {"county": "Grand Travers"})

    assert answer.status_code == 422
    assert "Did you mean Grand Traverse County, Michigan?" in answer.text


@pytest.mark.onedb
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"to_state": ""}, "Choose the state"),
        ({"to_state": "TX"}, "Choose one of the other states"),
        ({"children_count": "0"}, "Write a number from 1"),
        ({"ask_direction": ""}, "Choose one"),
        ({"children_count": "many"}, "Write a number from 1 to 999"),
        ({"grade_bands": []}, "at least one grade band"),
        ({"move_month": "1999-01"}, "Choose one of these months"),
        ({"note": "x" * 9000}, "Shorten this"),
        ({"msix_ids": "Maria"}, "Write MSIX IDs as numbers"),
        ({"note": "Born 4/12/2014, rides the bus"}, "birth date"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_typed_is_lost(rosa, wrong, words):
    looked = rosa.post(NEW, data=MOVE).text
    answer = rosa.post(NEW, data=MOVE | wrong | {"seen": seen(looked), "send": "1"})

    assert answer.status_code == 422
    assert words in answer.text
    assert wrong.get("note", "They need the bus.")[:200] in answer.text
    assert 'value="Grand Traverse County"' in answer.text
    assert requests() == []


def test_an_unknown_type_shows_the_choice_of_jobs(rosa):
    assert "A family is moving" in rosa.get("/coordination/new?type=NONSENSE").text


def test_a_link_from_a_state_page_fills_in_the_state(rosa):
    assert '<option selected value="MI">' in rosa.get(f"{NEW}&to=mi").text


@pytest.fixture
def request_(ask, starter, on_tuesday):
    return ask(note="They need the bus.", msix_ids=["1234567890"])


@pytest.mark.parametrize("name", OTHERS)
def test_to_everybody_else_the_request_does_not_exist_and_the_try_is_recorded(request_, cast, client, name):
    stranger = getattr(cast, name)
    answer = client.sign_in(stranger).get(f"/coordination/{request_.number}")

    assert answer.status_code == 404
    assert "They need the bus" not in answer.text
    tried = db.session.scalars(
        select(AuditEntry).where(AuditEntry.about == request_.number, AuditEntry.actor_id == stranger.id)
    ).all()
    assert len(tried) == 1


@pytest.mark.parametrize("name", ["rosa", "ben"])
def test_both_states_read_it(request_, cast, client, name):
    assert "They need the bus." in client.sign_in(getattr(cast, name)).get(f"/coordination/{request_.number}").text


def test_a_number_that_does_not_exist_is_not_found_and_not_recorded(cast, client, on_tuesday):
    assert client.sign_in(cast.rosa).get("/coordination/R-2026-99999").status_code == 404
    assert db.session.scalar(select(AuditEntry)) is None


def test_acknowledging_twice_says_what_happened_already(request_, cast, client):
    client.sign_in(cast.ben).post(f"/coordination/{request_.number}/acknowledge")
    again = client.post(f"/coordination/{request_.number}/acknowledge")

    assert again.status_code in (403, 409)
    db.session.expire_all()
    assert steps() == 2


def test_a_refused_message_is_still_in_its_form(request_, cast, client):
    client.sign_in(cast.ben).post(f"/coordination/{request_.number}/acknowledge")
    text = "Is it the boy born 4/12/2014?"
    answer = client.post(f"/coordination/{request_.number}/messages", data={"text": text, "deed": "ask"})

    assert answer.status_code == 422
    assert text in answer.text
    db.session.expire_all()
    assert request_.status == Status.ACKNOWLEDGED


def test_msix_ids_are_masked_until_a_party_opens_them_which_is_recorded(request_, cast, client):
    page = client.sign_in(cast.ben).get(f"/coordination/{request_.number}").text
    assert "1234567890" not in page

    opened = client.post(f"/coordination/{request_.number}/msix-ids").text
    assert "1234567890" in opened
    deeds = db.session.scalars(select(AuditEntry.deed).where(AuditEntry.actor_id == cast.ben.id)).all()
    assert any("msix" in deed for deed in deeds)


def test_an_expired_form_says_so_and_stores_nothing(rosa, app):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = rosa.post(NEW, data=MOVE | {"csrf_token": "long-ago", "send": "1"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False

    assert answer.status_code == 400
    assert requests() == []


def test_the_list_shows_the_requests_of_the_own_state_only(request_, cast, client):
    assert request_.number in client.sign_in(cast.ben).get("/coordination/").text
    assert request_.number not in client.sign_in(cast.dana).get("/coordination/").text


def test_the_inbox_puts_a_request_to_me_first_and_says_who_has_the_ball(request_, cast, client):
    page = client.sign_in(cast.ben).get("/inbox").text
    assert request_.number in page

    actions.acknowledge(request_, by=cast.ben)
    db.session.commit()
    assert request_.number in client.sign_in(cast.rosa).get("/inbox").text
    assert request_.number not in client.sign_in(cast.dana).get("/inbox").text


def test_the_inbox_says_to_each_side_who_waits_for_what(request_, cast, client):
    def first_words(user):
        page = " ".join(client.sign_in(user).get("/inbox").text.split())
        return page.split('aria-labelledby="first"')[1].split("</section>")[0]

    assert "Rosa Delgado from Texas waits for your “I have it”. Acknowledge by Thu, June 18." in first_words(cast.ben)
    actions.acknowledge(request_, by=cast.ben)
    db.session.commit()
    assert "Rosa Delgado from Texas waits to hear what happened. Answer by" in first_words(cast.ben)
    actions.write(request_, Deed.ASK, "Which week?", by=cast.ben)
    db.session.commit()
    assert "Ben Okafor from Michigan asked you something" in first_words(cast.rosa)
    actions.write(request_, Deed.ANSWER, "The second.", by=cast.rosa)
    actions.record_outcome(request_, "enrolled", by=cast.ben)
    db.session.commit()
    assert "Ben Okafor from Michigan said what happened. You confirm it" in first_words(cast.rosa)
