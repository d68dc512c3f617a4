"""Letters at once: bursts make one, nothing that was read, no more than an hour bears, to nobody in the night."""

import threading
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from coordhub import clock
from coordhub.accounts.models import Role
from coordhub.db import db
from coordhub.mail.models import OutgoingEmail
from coordhub.notifications import actions, preferences
from coordhub.notifications.actions import Recipient, notify
from coordhub.notifications.facts import PostFacts, RequestFacts
from coordhub.notifications.gathering import gather
from coordhub.notifications.kinds import Subject, Way
from coordhub.notifications.models import Notification
from tests.factories import a_person
from tests.statements import statements

MINUTE = timedelta(minutes=1)


@pytest.fixture
def tell(cast, on_tuesday):
    """Return a function that tells Ben, or others, of a step of a request or a reply."""
    told = 0

    def tell(*people, about="R-2026-00001", kind="request-message", by="", states=("TX", "MI"), **more):
        nonlocal told
        told += 1
        facts = RequestFacts(about, "Move notice", *states, None, "Answer by", "A message")
        of_topic = about.startswith("topic")
        given = {"post": PostFacts(1, "PASS", by)} if of_topic else {"facts": facts}
        notify([Recipient(one, "it concerns you", Subject.MINE) for one in people or (cast.ben,)],
               kind="topic-reply" if of_topic else kind, about=about, title=f"About {about}", url="/inbox",
               event_key=f"event-{told}", actor_id=None, **given, **more)  # fmt: skip
        db.session.commit()

    return tell


def letters():
    return db.session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id)).all()


def rows():
    found = select(Notification).order_by(Notification.id).execution_options(populate_existing=True)
    return db.session.scalars(found).all()


def text_of(letter, part="plain"):
    return (
        message_from_bytes(letter.content, policy=policy.default).get_body((part,)).get_content().replace("\r\n", "\n")
    )


@pytest.mark.parametrize("number", [1, 2, 30])
def test_a_burst_makes_one_letter(tell, on_tuesday, number):
    for _ in range(number):
        tell()

    assert gather(on_tuesday + 3 * MINUTE) == 0
    assert gather(on_tuesday + 4 * MINUTE) == 1
    assert gather(on_tuesday + 5 * MINUTE) == 0
    assert {row.letter_id for row in rows()} == {letters()[0].id}


def test_the_letter_takes_along_what_came_a_minute_ago_and_the_next_event_makes_a_new_one(tell, at, on_tuesday):
    tell()
    at(on_tuesday + 3 * MINUTE)
    tell()
    gather(on_tuesday + 4 * MINUTE)
    at(on_tuesday + 5 * MINUTE)
    tell()

    assert gather(on_tuesday + 9 * MINUTE) == 1
    assert [row.letter_id for row in rows()] == [letters()[0].id, letters()[0].id, letters()[1].id]


def test_what_was_read_meanwhile_makes_no_letter(cast, tell, on_tuesday):
    tell()
    actions.mark_read(cast.ben, "R-2026-00001")
    db.session.commit()

    assert gather(on_tuesday + 4 * MINUTE) == 0


def test_of_what_was_partly_read_the_letter_tells_the_rest(cast, tell, at, on_tuesday):
    tell(about="topic-1", by="Ana Soto")
    actions.mark_read(cast.ben, "topic-1")
    tell(about="topic-1", by="Luis Vega")
    gather(on_tuesday + 4 * MINUTE)

    assert "Luis Vega" in text_of(letters()[0])
    assert "Ana Soto" not in text_of(letters()[0])


def test_a_letter_lists_what_is_new_the_newest_first_in_both_parts(tell, at, on_tuesday):
    for minute, name in enumerate(("Ana Soto", "Luis Vega")):
        at(on_tuesday + minute * MINUTE)
        tell(about="topic-1", by=name)
    gather(on_tuesday + 5 * MINUTE)

    for part in ("plain", "html"):
        text = text_of(letters()[0], part)
        assert "2 new posts in PASS" in text
        assert text.index("Luis Vega") < text.index("Ana Soto")


def test_the_twenty_first_thing_of_an_hour_leaves_with_the_twentieth(tell, on_tuesday):
    for number in range(21):
        tell(about=f"topic-{number}", by="Ana Soto")

    assert gather(on_tuesday + 4 * MINUTE) == 20
    assert [letter.kind for letter in letters()][-1] == "round-up"
    assert {row.told_at is None for row in rows()} == {False}
    assert "About topic-19" in text_of(letters()[-1])
    assert "About topic-20" in text_of(letters()[-1], "html")


def test_after_twenty_letters_the_rest_waits_for_the_hour_to_pass(tell, at, on_tuesday):
    for number in range(20):
        tell(about=f"topic-{number}")
    at(on_tuesday + 4 * MINUTE)
    assert gather(on_tuesday + 4 * MINUTE) == 20
    for number in range(20, 23):
        tell(about=f"topic-{number}")

    at(on_tuesday + 63 * MINUTE)
    assert gather(on_tuesday + 63 * MINUTE) == 0
    at(on_tuesday + 64 * MINUTE)
    assert gather(on_tuesday + 64 * MINUTE) == 1
    assert letters()[-1].kind == "round-up"


def test_what_the_night_held_leaves_as_one_round_up(cast, tell, at):
    night = datetime(2026, 6, 17, 1, 0, tzinfo=UTC)  # Tuesday, 9 PM in Detroit
    at(night)
    for number in range(3):
        tell(about=f"topic-{number}")

    assert gather(night + 4 * MINUTE) == 0
    morning = datetime(2026, 6, 17, 11, 0, tzinfo=UTC)  # 7 AM in Detroit
    assert gather(morning - MINUTE) == 0
    assert gather(morning) == 1
    assert [letter.kind for letter in letters()] == ["round-up"]


def test_one_thing_that_the_night_held_leaves_as_itself(tell, at):
    at(datetime(2026, 6, 17, 1, 0, tzinfo=UTC))
    tell()
    gather(datetime(2026, 6, 17, 1, 4, tzinfo=UTC))

    assert gather(datetime(2026, 6, 17, 11, 0, tzinfo=UTC)) == 1
    assert [letter.kind for letter in letters()] == ["request-message"]


@pytest.mark.parametrize("lets_through", [True, False])
def test_an_emergency_waits_for_no_burst_and_for_the_morning_only_by_choice(cast, tell, at, lets_through):
    night = datetime(2026, 6, 17, 1, 0, tzinfo=UTC)
    at(night)
    preferences.choose_times(cast.ben, lets_emergencies_through=lets_through)
    tell(is_urgent=True)

    assert gather(night) == int(lets_through)


def test_who_left_gets_no_letter(cast, tell, on_tuesday):
    tell()
    cast.ben.active = False
    db.session.commit()

    assert gather(on_tuesday + 4 * MINUTE) == 0
    assert letters() == []
    assert rows()[0].mail_at is None


@pytest.mark.parametrize("change", [{"state_code": "OH"}, {"role": Role.OBSERVER, "state_code": None}])
def test_who_may_read_a_request_no_more_gets_no_letter_about_it_but_the_board_goes_on(cast, tell, on_tuesday, change):
    tell()
    tell(about="topic-1")
    for name, value in change.items():
        setattr(cast.ben, name, value)
    db.session.commit()

    assert gather(on_tuesday + 4 * MINUTE) == 1
    assert [letter.kind for letter in letters()] == ["topic-reply"]


def test_who_changes_their_mind_during_the_hold_gets_no_letter(cast, tell, on_tuesday):
    tell()
    preferences.choose(cast.ben, {Subject.MINE: Way.DAILY})
    db.session.commit()

    assert gather(on_tuesday + 4 * MINUTE) == 0


def test_all_letters_about_one_thing_stand_in_one_thread_of_their_reader(cast, tell, on_tuesday):
    for minute in (0, 5):
        tell(cast.ben, cast.rosa)
        gather(on_tuesday + (minute + 4) * MINUTE)

    parsed = [message_from_bytes(letter.content, policy=policy.default) for letter in letters()]
    of_ben = {one["In-Reply-To"] for one in parsed if "Ben" in one["To"]}
    assert of_ben == {f"<R-2026-00001.u{cast.ben.id}@hub.example.org>"}
    assert len({one["In-Reply-To"] for one in parsed}) == 2
    assert len({one["Message-ID"] for one in parsed}) == 4
    assert len({one["Subject"] for one in parsed}) == 1


def test_statements_do_not_grow_with_people(app, cast, tell, on_tuesday):
    people = [a_person(state_code="MI") for _ in range(20)]
    tell(people[0])
    with statements() as few:
        gather(on_tuesday + 4 * MINUTE)
    for about in ("R-2026-00002", "topic-1"):
        tell(*people[1:], about=about)
    with statements() as many:
        assert gather(on_tuesday + 4 * MINUTE) == 38

    # Letters are inserted row by row on SQLite, which gives their keys back no other way; there is no network between.
    asked, once = ([one for one in some if not one.startswith("INSERT")] for some in (many, few))
    assert len(asked) <= len(once) + 2


@pytest.mark.onedb
def test_a_letter_that_cannot_be_written_keeps_no_other_back_and_is_left_to_the_digest(cast, tell, on_tuesday):
    tell(cast.ben)
    tell(cast.rosa, about="topic-1")
    rows()[0].kind = "of-a-version-to-come"
    db.session.commit()

    assert gather(on_tuesday + 4 * MINUTE) == 1
    assert gather(on_tuesday + 4 * MINUTE) == 0
    assert (rows()[0].told_at, rows()[0].way) == (None, Way.DAILY)


def test_two_workers_at_once_tell_nothing_twice(app, cast, tell, on_tuesday):
    for number in range(25):
        tell(cast.ben, cast.rosa, about=f"topic-{number}")

    def work():
        with app.app_context():
            try:
                gather(on_tuesday + 4 * MINUTE)
            finally:
                db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    gather(on_tuesday + 4 * MINUTE)

    assert len(letters()) == 40
    assert {row.told_at is None for row in rows()} == {False}
    assert clock.now() == on_tuesday
