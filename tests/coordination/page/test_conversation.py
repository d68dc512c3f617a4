"""Talking: quotes, changes with their history, calls by name, who has read it, and texts that were refused."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from coordhub.audit.models import AuditEntry
from coordhub.coordination import actions, queries
from coordhub.coordination.models import Deed, Message, MessageEdit, Status, Step
from coordhub.db import db
from coordhub.errors import Conflict, NotAllowed
from coordhub.mail.models import OutgoingEmail
from coordhub.notifications.models import Notification
from coordhub.privacy.checks import PrivacyRefusal
from tests.coordination.page.conftest import words
from tests.telling import write_letters


def page_of(client, user, request, more=""):
    return words(client.sign_in(user).get(f"/coordination/{request.number}{more}").text)


def post(client, user, request, text, **more):
    return client.sign_in(user).post(f"/coordination/{request.number}/messages", data={"text": text} | more)


def told(user, kind):
    found = select(Notification).where(Notification.user_id == user.id, Notification.kind == kind)
    return db.session.scalars(found).all()


def test_a_quote_stands_above_the_field_and_then_above_the_answer(taken, say, cast, client):
    asked = say(cast.ben, "Which week do they come?")

    page = page_of(client, cast.rosa, taken, f"?quote={asked.position}")
    assert "You quote what Ben Okafor wrote." in page
    post(client, cast.rosa, taken, "The second one.", quoted=str(asked.position))

    page = page_of(client, cast.ben, taken)
    assert f'<a href="#step-{asked.position}">Ben Okafor wrote</a></p><p>Which week do they come?</p>' in page
    assert db.session.scalars(select(Message.quoted_position).order_by(Message.step_id)).all()[-1] == asked.position


def test_a_quote_says_what_the_quoted_message_says_now(taken, say, cast, client):
    asked = say(cast.ben, "Which weak do they come?")
    say(cast.rosa, "The second one.", quoted=asked.position)
    actions.edit_message(taken, asked, "Which week do they come?", by=cast.ben, seen=0)
    db.session.commit()

    quote = page_of(client, cast.rosa, taken).split("Ben Okafor wrote</a>")[1][:80]
    assert "Which week do they come?" in quote


@pytest.mark.parametrize("quoted", ["2", "99", "0", "-1", "9" * 40, "x"])
def test_a_quote_of_what_does_not_exist_is_refused_or_left_out_and_the_words_stay(taken, cast, client, quoted):
    answer = post(client, cast.rosa, taken, "A remark about the bus.", quoted=quoted)

    if quoted in ("2", "99", "0"):  # step 2 is an acknowledgment without words
        assert answer.status_code == 403
        assert "The message that you quote is not there" in answer.text
        assert "A remark about the bus." in answer.text
        assert db.session.scalar(select(Message).where(Message.text.contains("remark"))) is None
    else:
        assert answer.status_code == 303
    assert client.get(f"/coordination/{taken.number}?quote={quoted}").status_code == 200


def test_a_change_keeps_what_was_said_before_and_both_states_read_it(taken, say, cast, client, at, on_tuesday):
    step = say(cast.ben, "They come on the 3rd bus.")
    at(on_tuesday + timedelta(minutes=14))
    where = f"/coordination/{taken.number}/messages/{step.position}/edit"
    assert "They come on the 3rd bus." in client.sign_in(cast.ben).get(where).text
    answer = client.post(where, data={"text": "They come on the first bus.", "seen": "0"})

    assert answer.status_code == 303
    assert answer.location.endswith(f"#step-{step.position}")
    for reader in (cast.rosa, cast.ben):
        page = page_of(client, reader, taken)
        assert "show what it said before" in page
        assert "They come on the 3rd bus." in page and "They come on the first bus." in page
    trail = db.session.scalars(select(AuditEntry).where(AuditEntry.deed == "message-edited")).one()
    assert trail.detail == f"step {step.position}"


def test_after_fifteen_minutes_a_message_stands_and_the_page_says_why(taken, say, cast, client, at, on_tuesday):
    step = say(cast.ben, "They come by bus.")
    at(on_tuesday + timedelta(minutes=16))
    where = f"/coordination/{taken.number}/messages/{step.position}/edit"
    client.sign_in(cast.ben)

    assert client.get(where).status_code == 403
    answer = client.post(where, data={"text": "They come by train.", "seen": "0"})
    assert answer.status_code == 403
    assert "within 15 minutes" in answer.text and "They come by train." in answer.text
    assert "Change<" not in page_of(client, cast.ben, taken)
    assert db.session.scalar(select(MessageEdit)) is None


def test_nobody_else_changes_a_message(taken, say, cast, mei, client):
    step = say(cast.ben, "They come by bus.")

    for other in (cast.rosa, mei):
        answer = client.sign_in(other).post(
            f"/coordination/{taken.number}/messages/{step.position}/edit", data={"text": "No.", "seen": "0"}
        )
        assert answer.status_code == 403
        with pytest.raises(NotAllowed, match="Only who wrote"):
            actions.edit_message(taken, step, "No.", by=other, seen=0)
    assert db.session.scalar(select(Message.text).where(Message.step_id == step.id)) == "They come by bus."


def test_a_change_goes_through_the_scanner_and_stays_in_its_form(taken, say, cast, client):
    step = say(cast.ben, "They come by bus.")
    text = "The oldest, born 4/12/2014, comes by bus."
    answer = client.sign_in(cast.ben).post(
        f"/coordination/{taken.number}/messages/{step.position}/edit", data={"text": text, "seen": "0"}
    )

    assert answer.status_code == 422
    assert text in answer.text and "birth date" in answer.text
    assert db.session.scalar(select(MessageEdit)) is None


def test_of_two_changes_one_wins_and_the_other_is_told_with_its_words_kept(taken, say, cast, client):
    step = say(cast.ben, "They come by bus.")
    where = f"/coordination/{taken.number}/messages/{step.position}/edit"
    client.sign_in(cast.ben)

    assert client.post(where, data={"text": "By the first bus.", "seen": "0"}).status_code == 303
    second = client.post(where, data={"text": "By the last bus.", "seen": "0"})

    assert second.status_code == 409
    assert "in another window meanwhile" in second.text
    assert "By the last bus." in second.text and "By the first bus." in second.text
    assert client.post(where, data={"text": "By the last bus.", "seen": "1"}).status_code == 303
    assert len(db.session.scalars(select(MessageEdit)).all()) == 2


def test_a_change_that_reaches_the_row_second_finds_its_text_gone(taken, say, cast):
    step = say(cast.ben, "They come by bus.")
    message = queries.step_at(taken, step.position).message
    db.session.execute(Message.__table__.update().values(text="Another window was faster."))

    with pytest.raises(Conflict):
        actions.edit_message(taken, step, "By train.", by=cast.ben, seen=0)
    assert message is step.message


def test_saving_without_a_change_leaves_no_history(taken, say, cast):
    step = say(cast.ben, "They come by bus.")

    actions.edit_message(taken, step, "They come by bus.", by=cast.ben, seen=0)

    assert step.message.edits == []


def test_who_is_called_by_name_is_told_once_and_the_name_stands_out(taken, cast, mei, client):
    answer = post(client, cast.rosa, taken, "Does @Mei Tran know the school? Or @Ben Okafor?")

    assert answer.status_code == 303
    assert [one.reason for one in told(mei, "request-mention")] == ["a message calls you by name"]
    assert len(told(cast.ben, "request-mention")) == 1
    assert told(cast.ben, "request-message") == []  # one step is told once
    assert '<b class="message__call">@Mei Tran</b>' in page_of(client, cast.ben, taken)
    write_letters()
    letter = db.session.scalars(select(OutgoingEmail).where(OutgoingEmail.user_id == mei.id)).all()[-1]
    assert letter.kind == "request-mention"
    assert b"school" not in letter.content


def test_the_staff_of_the_two_states_may_be_named(taken, cast, mei):
    actions.write(taken, Deed.WRITE, "Mei Tran has a student list from the school.", by=cast.rosa)

    with pytest.raises(PrivacyRefusal):
        actions.write(taken, Deed.WRITE, "The student Maria Gonzalez is on the list.", by=cast.rosa)


def test_a_stranger_is_not_told_and_the_writer_hears_that(taken, cast, client):
    answer = post(client, cast.rosa, taken, "@Dana from the office asked, too.", confirmed="y")

    assert answer.status_code == 303
    assert "only people of these two can be called" in client.get(answer.location).text
    assert told(cast.dana, "request-mention") == []


def test_a_name_put_in_by_a_change_is_told_and_one_taken_out_is_no_call_any_more(taken, say, cast, mei, client):
    step = say(cast.rosa, "Who knows the school?")
    actions.edit_message(taken, step, "Does @Mei Tran know the school?", by=cast.rosa, seen=0)
    db.session.commit()
    assert len(told(mei, "request-mention")) == 1

    actions.edit_message(taken, step, "Does anybody know the school?", by=cast.rosa, seen=1)
    db.session.commit()
    assert "message__call" not in page_of(client, cast.ben, taken)


def test_the_last_message_says_who_has_read_it(taken, say, cast, mei, client):
    say(cast.rosa, "They come by bus.")
    assert "Nobody else has read this yet." in page_of(client, cast.rosa, taken)

    page_of(client, cast.ben, taken)
    page_of(client, mei, taken)
    page = page_of(client, cast.rosa, taken)
    assert "Read by Ben Okafor (MI), Mei Tran (MI)." in page


def test_the_write_box_says_why_there_are_no_files_and_points_to_msix(taken, cast, client):
    page = page_of(client, cast.rosa, taken)

    assert "No files here" in page and "Records travel in MSIX" in page
    assert 'type="file"' not in page


@pytest.mark.onedb
@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("x" * 5_000, 422, "Shorten this to 4,000 characters."),
        ("A\x00B about the bus", 422, "unprintable character"),
        ("", 422, "Write something"),
        ("   ", 422, "Write something"),
        ("Is it the boy born 4/12/2014?", 422, "birth date"),
    ],
)
def test_a_refused_text_comes_back_in_its_form_and_stores_nothing(taken, cast, client, text, status, said):
    answer = post(client, cast.rosa, taken, text)

    assert answer.status_code == status
    assert said in answer.text
    assert text.strip().replace("\x00", "") in answer.text
    assert db.session.scalar(select(Step).where(Step.deed == Deed.WRITE)) is None


def test_what_only_looks_doubtful_is_asked_about_and_passes_when_confirmed(taken, cast, client):
    text = "One of them needs the nurse for asthma."
    answer = post(client, cast.rosa, taken, text)
    assert answer.status_code == 422 and 'name="confirmed"' in answer.text

    assert post(client, cast.rosa, taken, text, confirmed="y").status_code == 303


def test_who_writes_while_the_other_acts_keeps_the_text_and_reads_what_happened(taken, cast, mei, client):
    actions.write(taken, Deed.ASK, "Which week?", by=cast.ben)
    db.session.commit()
    seen = taken.last_position
    actions.record_outcome(taken, "enrolled", by=mei)
    db.session.commit()

    answer = post(client, cast.rosa, taken, "The second week.", deed="answer", seen=str(seen))

    page = words(answer.text)
    assert answer.status_code == 403
    assert "Meanwhile:" in page and "recorded the outcome: Enrolled." in page
    assert "The second week.</textarea>" in page
    assert (taken.status, taken.last_position) == (Status.RESOLVED, seen + 1)


def test_a_text_whose_form_is_gone_can_still_be_copied(taken, cast, client):
    seen = taken.last_position
    actions.withdraw(taken, by=cast.rosa)
    db.session.commit()

    answer = post(client, cast.ben, taken, "Which week do they come?", deed="ask", seen=str(seen))

    assert answer.status_code == 403
    assert "This request was withdrawn." in answer.text
    assert "What you wrote" in answer.text and "Which week do they come?</textarea>" in answer.text


def test_two_who_act_on_one_page_at_once_do_not_take_the_same_step(taken, cast, client, monkeypatch):
    # As if Ben's message had been stored between loading and writing.
    taken.last_position -= 1
    db.session.commit()

    answer = post(client, cast.rosa, taken, "They come by bus.", seen="1")

    assert answer.status_code == 409
    assert "Somebody else was faster" in answer.text and "They come by bus.</textarea>" in answer.text
    assert len(db.session.scalars(select(Step)).all()) == 2


@pytest.mark.onedb
@pytest.mark.parametrize("deed", ["hold", "close", "acknowledge", "nonsense", "wipe", "🦊"])
def test_a_forged_deed_is_no_message(taken, cast, client, deed):
    answer = post(client, cast.rosa, taken, "They come by bus.", deed=deed)

    assert answer.status_code == 403
    assert "no message" in answer.text and "They come by bus." in answer.text
    assert taken.last_position == 2


def test_forms_on_one_page_have_ids_of_their_own(taken, cast, client):
    client.sign_in(cast.ben)
    for text in ("", "Born 4/12/2014?"):
        client.post(f"/coordination/{taken.number}/messages", data={"text": text, "deed": "ask"})
        client.post(f"/coordination/{taken.number}/outcome", data={"note": text})
    # The checking client fails on an id that stands twice.
