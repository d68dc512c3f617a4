"""Drafts: saved by the button or while typing, seen by their writer alone, without what may not be stored."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from coordhub import clock
from coordhub.coordination import actions
from coordhub.coordination.models import RequestDraft
from coordhub.coordination.types import TYPES
from coordhub.db import db
from coordhub.errors import Conflict, NotAllowed
from tests.coordination.compose.filling import filled_in, words

KEY = "one-form-of-one-person"
AUTOSAVE = "/coordination/drafts?type=MOVE"


def drafts():
    return db.session.scalars(select(RequestDraft).order_by(RequestDraft.id)).all()


def autosave(client, **more):
    return client.post(AUTOSAVE, data=filled_in(TYPES["MOVE"], **more))


def test_a_saved_form_stands_in_the_list_and_goes_on_as_it_was(rosa, post):
    answer = post("MOVE", button="save", county="Leelanau County", msix_ids="")

    assert (answer.status_code, answer.location) == (303, "/coordination/drafts")
    page = words(rosa.get("/coordination/drafts").text)
    assert "Move notice, to Michigan, Leelanau County" in page
    assert f"/coordination/new?type=MOVE&amp;draft={KEY}" in page
    assert "Drafts (1)" in rosa.get("/coordination/").text
    form = rosa.get(f"/coordination/new?type=MOVE&draft={KEY}").text
    for kept in (
        'value="Leelanau County"',
        "They need the bus.",
        'value="Mixteco"',
        '<option selected value="2026-07">',
    ):
        assert kept in form
    assert f'name="sending_key" type="hidden" value="{KEY}"' in form
    assert "Ben Okafor" in form


def test_a_half_filled_form_is_saved_without_complaint(rosa, post):
    assert (
        post("PASS", button="save", ask_units_done="-7", ask_graduation_on="2026-02-31", to_state="").status_code == 303
    )

    form = rosa.get(f"/coordination/new?draft={KEY}").text
    assert 'value="-7"' in form


def test_a_draft_holds_no_msix_id_and_the_page_says_so(rosa, post):
    answer = post("MOVE", button="save", msix_ids="12345678901")

    assert answer.status_code == 303
    assert "MSIX IDs are never kept in a draft" in rosa.get(answer.location).text
    assert "12345678901" not in str(db.session.execute(text("SELECT * FROM request_draft")).all())


def test_what_the_scanner_refuses_is_left_out_and_stays_in_the_form(post):
    answer = post("MOVE", button="save", note="Her son, born 4/12/2014", msix_ids="")

    assert answer.status_code == 200
    assert "“What else should they know” is not stored" in words(answer.text)
    assert "Her son, born 4/12/2014" in answer.text
    draft = drafts()[0]
    assert "note" not in draft.fields and draft.fields["county"] == ["Grand Traverse County"]


@pytest.mark.onedb
@pytest.mark.parametrize("field", ["county", "language", "children_count", "ask_direction", "entry"])
def test_no_field_carries_a_birth_date_into_a_draft(rosa, post, field):
    post("MOVE", button="save", **{field: "born 4/12/2014"})

    assert "4/12/2014" not in str([one.fields for one in drafts()])


def test_while_somebody_types_the_draft_is_kept_and_the_answer_says_when(rosa):
    first = autosave(rosa, note="They need").json
    autosave(rosa, note="They need the bus")

    assert first["words"] == "Saved 10:00 AM."  # Rosa's clock in Texas
    assert [one.fields["note"] for one in drafts()] == [["They need the bus"]]


@pytest.mark.onedb
def test_the_script_is_told_in_words_what_is_not_saved(rosa):
    assert "is not stored" in autosave(rosa, note="born 4/12/2014").json["words"]
    assert rosa.post("/coordination/drafts?type=NONE", data={}).status_code == 422
    assert rosa.post(AUTOSAVE, data={}).json["words"] == "Not saved: load the page again."


def test_a_draft_is_deleted_with_the_sending(rosa, post, send, sent):
    post("MOVE", button="save")
    answer = send("MOVE")

    assert answer.status_code == 303
    assert (len(sent()), drafts()) == (1, [])
    assert f"form-sent={KEY}" in answer.headers["Set-Cookie"]


def test_a_form_that_was_sent_is_not_saved_again_by_a_late_script(rosa, send):
    send("MOVE")
    late = autosave(rosa)

    assert late.status_code == 409
    assert "sent already" in late.json["words"]
    assert drafts() == []
    assert rosa.get(f"/coordination/new?type=MOVE&draft={KEY}").location == "/coordination/R-2026-00001"


@pytest.mark.parametrize("name", ["ben", "dana", "ada", "olive", "sam"])
def test_nobody_else_sees_deletes_or_changes_a_draft(rosa, post, cast, client, name):
    post("MOVE", button="save")
    client.sign_in(getattr(cast, name))

    assert "They need the bus" not in client.get(f"/coordination/new?type=MOVE&draft={KEY}").text
    assert KEY not in client.get("/coordination/drafts").text
    client.post(f"/coordination/drafts/{KEY}/delete")
    autosave(client, note="Taken over")
    db.session.expire_all()
    assert [(one.user_id, one.fields["note"]) for one in drafts()] == [(cast.rosa.id, ["They need the bus."])]


def test_a_draft_is_deleted_by_its_button_and_once_only(rosa, post):
    post("MOVE", button="save")

    rosa.post(f"/coordination/drafts/{KEY}/delete")
    assert drafts() == []
    rosa.post(f"/coordination/drafts/{KEY}/delete")
    assert "gone already" in rosa.get("/coordination/drafts").text


def test_a_person_keeps_fifty_and_is_told_before_the_next(rosa, cast, post):
    for number in range(50):
        actions.keep_draft(f"draft-number-{number}", "GEN", {"note": ["One"]}, by=cast.rosa)
    db.session.commit()
    answer = post("MOVE", button="save")

    assert answer.status_code == 409
    assert "You have 50 drafts. Delete one, then save this one." in answer.text
    assert "They need the bus." in answer.text
    assert len(drafts()) == 50
    actions.keep_draft("draft-number-7", "GEN", {"note": ["Another"]}, by=cast.rosa)


@pytest.mark.onedb
def test_only_people_of_states_keep_drafts_and_no_key_is_shared(cast, on_tuesday):
    with pytest.raises(NotAllowed):
        actions.keep_draft("some-key", "GEN", {}, by=cast.olive)
    actions.keep_draft("some-key", "GEN", {}, by=cast.rosa)
    with pytest.raises(NotAllowed):
        actions.keep_draft("some-key", "GEN", {}, by=cast.ben)
    with pytest.raises(Conflict):
        for number in range(51):
            actions.keep_draft(f"key-{number}", "GEN", {}, by=cast.ben)


def test_drafts_that_nobody_touched_for_ninety_days_are_forgotten(cast, on_tuesday, at):
    actions.keep_draft("old-draft", "GEN", {"note": ["One"]}, by=cast.rosa)
    at(on_tuesday + timedelta(days=1))
    actions.keep_draft("young-draft", "GEN", {"note": ["Two"]}, by=cast.rosa)

    assert actions.forget_old(clock.now() + timedelta(days=89)) == 0
    assert actions.forget_old(clock.now() + timedelta(days=89, hours=1)) == 1
    assert actions.forget_old(clock.now() + timedelta(days=89, hours=1)) == 0
    assert [one.key for one in drafts()] == ["young-draft"]


def test_a_draft_of_a_type_that_is_asked_no_more_can_only_be_deleted(rosa, cast):
    actions.keep_draft("old-kind-of-form", "GONE", {"note": ["One"]}, by=cast.rosa)
    db.session.commit()

    page = rosa.get("/coordination/drafts").text
    assert "A type that is no longer asked" in page
    assert "draft=old-kind-of-form" not in page
    assert "What do you need?" in rosa.get("/coordination/new?draft=old-kind-of-form").text


@pytest.mark.onedb
def test_after_the_session_ended_signing_in_leads_back_to_the_form(rosa, client, post):
    with client.session_transaction() as session:
        session.clear()
    answer = rosa.post(f"/coordination/new?type=MOVE&draft={KEY}", data=filled_in(TYPES["MOVE"]))

    assert answer.status_code == 303
    assert answer.location == f"/sign-in?next=/coordination/new?type%3DMOVE%26draft%3D{KEY}"


@pytest.mark.onedb
def test_a_form_that_was_open_too_long_can_be_opened_again_with_its_key(rosa, app):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        page = rosa.post(f"/coordination/new?type=MOVE&draft={KEY}", data=filled_in(TYPES["MOVE"]))
    finally:
        app.config["WTF_CSRF_ENABLED"] = False

    assert page.status_code == 400
    assert f'href="/coordination/new?type=MOVE&amp;draft={KEY}">Open the form again' in page.text
