"""Answers by e-mail: who may, what is taken, and that nothing of what is refused is kept."""

import threading
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import func, select

from coordhub.board import actions, queries
from coordhub.board.models import TEXT_LENGTH, Post
from coordhub.db import db
from coordhub.home.incoming import receive
from coordhub.mail.models import Incoming, IncomingEmail, OutgoingEmail
from tests.mail.incoming.letters import an_answer
from tests.telling import write_letters

MARKER = "zwetschgenkern"
ROLES = ("rosa", "ben", "dana", "pat", "olive", "sam", "ada")


def posts(topic):
    return [one.text for one in queries.posts_of(topic)][1:]


def notes():
    kinds = ("answer-refused", "answer-taken", "request-answered-by-mail")
    return db.session.scalars(
        select(OutgoingEmail).where(OutgoingEmail.kind.in_(kinds)).order_by(OutgoingEmail.id)
    ).all()


def words_of(letter):
    parsed = message_from_bytes(letter.content, policy=policy.default)
    return "\n".join(parsed.get_body((part,)).get_content() for part in ("plain", "html"))


def kept():
    return db.session.scalars(select(IncomingEmail).order_by(IncomingEmail.id)).all()


def test_an_answer_stands_in_the_topic_without_what_it_quotes(cast, topic, door_of):
    text = "Michigan does, on Tuesdays.\n\nBen Okafor\nRecruiter\n\nOn Tue, Jun 16, 2026 coordhub wrote:\n"
    "> New topic\n"
    words = receive(an_answer(text, sender=f"Ben Okafor <{cast.ben.email}>", to=door_of(cast.ben)))

    assert words == f"reply: {topic.key} post 2"
    assert posts(topic) == ["Michigan does, on Tuesdays."]
    assert [(one.kind, one.user_id) for one in kept()] == [(Incoming.REPLY, cast.ben.id)]
    assert notes() == []


@pytest.mark.onedb
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("slug", "allowed"),
    [
        ("summer", {"rosa", "ben", "dana", "pat", "ada"}),
        ("announcements", {"rosa", "ben", "dana", "pat", "ada", "olive"}),
    ],
)
def test_who_answers_by_mail(cast, topic, door_of, role, slug, allowed):
    person = getattr(cast, role)
    asked = actions.start_topic(queries.forum_named(slug), "When?", "Dates, please.", by=cast.ada)
    db.session.commit()
    receive(an_answer(sender=person.email, to=door_of(person, topic_id=asked.id)))

    assert (posts(asked) == ["We do, on Tuesdays."]) == (role in allowed)
    assert len(notes()) == (role not in allowed)


@pytest.mark.onedb
def test_somebody_whose_account_was_closed_answers_nothing_and_hears_nothing(cast, topic, door_of):
    cast.ben.active = False
    db.session.commit()
    receive(an_answer(sender=cast.ben.email, to=door_of(cast.ben)))

    assert posts(topic) == []
    assert notes() == []


REFUSALS = {
    "from somebody else of the hub": (
        lambda cast, door: {"sender": cast.dana.email, "to": door(cast.ben)},
        "sent to somebody else",
    ),
    "a topic that is gone": (
        lambda cast, door: {"sender": cast.ben.email, "to": door(cast.ben, topic_id=999)},
        "not there any more",
    ),
    "an address that is too old": (
        lambda cast, door: {"sender": cast.ben.email, "to": door(cast.ben, days=-1)},
        "until Monday, June 15, 2026",
    ),
    "an address that was made up": (
        lambda cast, door: {"sender": cast.ben.email, "to": door(cast.ben).replace("+", "+1")},
        "not one that the hub gave out",
    ),
    "a letter whose sender is said to be forged": (
        lambda cast, door: {"sender": cast.ben.email, "to": door(cast.ben),
        "Authentication_Results": "mx; dmarc=fail"},
        "could not show",
    ),
    "nothing but a quote": (
        lambda cast, door: {"text": f"> {MARKER}\n", "sender": cast.ben.email, "to": door(cast.ben)},
        "Nothing was left",
    ),
    "a text that is too long": (
        lambda cast, door: {"text": f"{MARKER} " * (TEXT_LENGTH // 10),
        "sender": cast.ben.email, "to": door(cast.ben)},
        "room for 10,000",
    ),
    "a file that is too large": (
        lambda cast, door: {"text": f"{MARKER}\n" * 100_000, "sender": cast.ben.email, "to": door(cast.ben)},
        "larger than 1 MB",
    ),
    "a birth date": (
        lambda cast, door: {"text": f"{MARKER}: she was born 4/12/2014.",
        "sender": cast.ben.email, "to": door(cast.ben)},
        "Take the birth date out",
    ),
    "what may be a telephone number": (
        lambda cast, door: {"text": f"{MARKER}: call 231-555-0142.", "sender": cast.ben.email, "to": door(cast.ben)},
        "write it in the topic itself",
    ),
}  # fmt: skip


@pytest.mark.onedb
@pytest.mark.parametrize("case", REFUSALS)
def test_it_is_refused_with_the_reason_and_nothing_of_it_is_kept(cast, topic, door_of, case):
    make, reason = REFUSALS[case]
    given = make(cast, door_of)
    words = receive(an_answer(**({"text": f"{MARKER}, on Tuesdays."} | given)))

    assert words.startswith("refused: ")
    assert posts(topic) == []
    (letter,) = notes()
    assert letter.address == given["sender"]
    assert reason in words_of(letter)
    assert "http://hub.example.org/board/" in words_of(letter)
    assert not everywhere_in_the_database(MARKER)


def everywhere_in_the_database(word):
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(select(table)):
            if any(word in (one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one)) for one in row):
                return True
    return False


@pytest.mark.onedb
def test_the_search_for_the_marker_would_find_it(cast, topic, door_of):
    receive(an_answer(f"{MARKER}, on Tuesdays.", sender=cast.ben.email, to=door_of(cast.ben)))

    assert everywhere_in_the_database(MARKER)


@pytest.mark.onedb
@pytest.mark.parametrize(
    "sender", ["stranger@example.org", "ben@example.org, dana@example.org", "", "Ben <BEN", "mailer-daemon@example.org"]
)
def test_a_stranger_is_refused_in_silence(cast, topic, door_of, sender):
    raw = an_answer(MARKER, sender="x@example.org", to=door_of(cast.ben)).replace(
        b"From: x@example.org", b"From: " + sender.encode()
    )
    receive(raw)

    assert posts(topic) == []
    assert notes() == []
    assert not everywhere_in_the_database(MARKER)


@pytest.mark.onedb
def test_two_senders_in_one_header_are_nobody(cast, topic, door_of):
    receive(an_answer(sender=f"{cast.ben.email}, {cast.dana.email}", to=door_of(cast.ben)))

    assert posts(topic) == []
    assert notes() == []


@pytest.mark.onedb
@pytest.mark.parametrize(
    "headers", [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"X_Autoreply": "yes"}]
)
def test_programs_are_left_alone(cast, topic, door_of, headers):
    words = receive(an_answer(MARKER, sender=cast.ben.email, to=door_of(cast.ben), **headers))

    assert words == "automatic: left alone"
    assert posts(topic) == []
    assert notes() == []
    assert not everywhere_in_the_database(MARKER)


def test_a_second_copy_changes_nothing(cast, topic, door_of):
    raw = an_answer(sender=cast.ben.email, to=door_of(cast.ben))

    assert receive(raw, recipient=door_of(cast.ben)).startswith("reply: ")
    assert receive(b"Received: from elsewhere\r\n" + raw, sender=cast.ben.email) == "seen before"
    assert len(posts(topic)) == 1


def test_the_same_words_under_another_name_are_a_replay_for_a_day(cast, topic, door_of, at, on_tuesday):
    receive(an_answer(sender=cast.ben.email, to=door_of(cast.ben), message_id="<a@mail.example.org>"))
    receive(an_answer(sender=cast.ben.email, to=door_of(cast.ben), message_id="<b@mail.example.org>"))
    assert len(posts(topic)) == 1
    assert "stands in the topic once" in words_of(notes()[0])

    at(on_tuesday + timedelta(hours=25))
    receive(an_answer(sender=cast.ben.email, to=door_of(cast.ben), message_id="<c@mail.example.org>"))
    assert len(posts(topic)) == 2


def test_two_copies_at_once_are_one_post(app, cast, topic, door_of):
    raw = an_answer(sender=cast.ben.email, to=door_of(cast.ben))
    start, said = threading.Barrier(4), []

    def deliver():
        with app.app_context():
            start.wait()
            said.append(receive(raw))
            db.session.remove()

    threads = [threading.Thread(target=deliver) for _ in range(4)]
    [one.start() for one in threads]
    [one.join() for one in threads]

    assert sorted(said) == [f"reply: {topic.key} post 2", "seen before", "seen before", "seen before"]
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Post)) == 2


def test_two_people_at_once_both_get_their_post(app, cast, topic, door_of):
    raws = [
        an_answer(
            f"{one.display_name} says so.", sender=one.email, to=door_of(one), message_id=f"<{one.id}@example.org>"
        )
        for one in (cast.ben, cast.dana, cast.pat)
    ]
    start = threading.Barrier(3)

    def deliver(raw):
        with app.app_context():
            start.wait()
            receive(raw)
            db.session.remove()

    threads = [threading.Thread(target=deliver, args=(raw,)) for raw in raws]
    [one.start() for one in threads]
    [one.join() for one in threads]

    db.session.rollback()
    assert len(posts(topic)) == 3


@pytest.mark.onedb
def test_files_are_left_out_with_a_word_about_it(cast, topic, door_of):
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = cast.ben.email, door_of(cast.ben), "<f@mail.example.org>"
    message.set_content("The plan is attached.")
    message.add_attachment(MARKER.encode(), maintype="application", subtype="pdf", filename="plan.pdf")
    receive(message.as_bytes())

    assert posts(topic) == ["The plan is attached."]
    (letter,) = notes()
    assert letter.subject == "Attachments were left out: Bus lines in June"
    assert not everywhere_in_the_database(MARKER)


@pytest.mark.onedb
def test_a_note_threads_below_what_it_answers_and_is_answered_by_no_program(cast, topic, door_of):
    receive(an_answer("> quoted", sender=cast.ben.email, to=door_of(cast.ben), message_id="<q1@mail.example.org>"))

    parsed = message_from_bytes(notes()[0].content, policy=policy.default)
    assert parsed["Auto-Submitted"] == "auto-replied"
    assert parsed["In-Reply-To"] == "<q1@mail.example.org>"
    assert parsed["Subject"] == "Your answer was not added: Bus lines in June"


@pytest.mark.onedb
def test_there_are_three_notes_an_hour_at_most(cast, topic, door_of, at, on_tuesday):
    def fail(number):
        receive(
            an_answer("> quoted", sender=cast.ben.email, to=door_of(cast.ben), message_id=f"<q{number}@example.org>")
        )

    [fail(number) for number in range(5)]
    assert len(notes()) == 3

    at(on_tuesday + timedelta(minutes=61))
    fail(6)
    assert len(notes()) == 4


@pytest.mark.onedb
def test_a_letter_about_a_request_is_answered_in_the_hub_only(cast, ask, on_tuesday):
    request = ask()
    write_letters()
    letter = db.session.scalar(select(OutgoingEmail).where(OutgoingEmail.user_id == cast.ben.id))
    before = letter.content
    words = receive(
        an_answer(MARKER, sender=cast.ben.email, to="notify@hub.example.org", In_Reply_To=letter.message_id)
    )

    (note,) = notes()
    assert words == "refused: answered in the hub only"
    assert note.subject == f"Please answer in the hub: {request.number}"
    assert f"http://hub.example.org/coordination/{request.number}" in words_of(note)
    assert f"Answer in the hub: http://hub.example.org/coordination/{request.number}".encode() in before
    assert not everywhere_in_the_database(MARKER)


@pytest.mark.onedb
def test_nobody_learns_the_number_of_a_request_by_answering_somebody_elses_letter(cast, ask, on_tuesday):
    request = ask()
    write_letters()
    letter = db.session.scalar(select(OutgoingEmail).where(OutgoingEmail.user_id == cast.ben.id))
    receive(an_answer(MARKER, sender=cast.dana.email, to="notify@hub.example.org", In_Reply_To=letter.message_id))

    (note,) = notes()
    assert request.number not in words_of(note)
    assert "http://hub.example.org/inbox" in words_of(note)


@pytest.mark.onedb
def test_mail_of_strangers_to_the_hub_gets_no_answer(cast, topic):
    assert receive(an_answer(MARKER, sender="x@example.org", to="notify@hub.example.org")) == "unknown: to nobody"
    assert (
        receive(an_answer(MARKER, sender=cast.ben.email, to="other@in.example.org", message_id="<o@x>"))
        == "unknown: to nobody"
    )
    assert notes() == []


@pytest.mark.onedb
def test_html_alone_is_taken_as_text(cast, topic, door_of):
    raw = an_answer(sender=cast.ben.email, to=door_of(cast.ben)).replace(b"text/plain", b"text/html")
    receive(
        raw.replace(
            b"We do, on Tuesdays.", b"<p>We <b>do</b><script>x</script>, on Tuesdays.</p><blockquote>Old</blockquote>"
        )
    )

    assert posts(topic) == ["We do, on Tuesdays."]
