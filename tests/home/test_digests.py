"""The daily digest: exactly what concerns its reader, once a local date, whoever asks for it and how often."""

import threading
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from coordhub.accounts.models import User
from coordhub.board.actions import ensure_forums, start_topic
from coordhub.board.queries import forum_named
from coordhub.db import db
from coordhub.directory.models import Closure, PartnerState
from coordhub.home.actions import send_due_digests
from coordhub.mail.models import OutgoingEmail
from coordhub.notifications import actions
from coordhub.notifications.kinds import Subject, Way
from coordhub.notifications.models import Notification
from coordhub.notifications.preferences import choose, preference_of
from coordhub.notifications.spreading import spread
from coordhub.notifications.stopping import stop
from tests.directory.entries import an_office
from tests.directory.starter import load_starter
from tests.telling import send_digests


@pytest.fixture
def topic(cast, on_tuesday):
    ensure_forums()
    found = start_topic(forum_named("summer"), "Bus lines in June", "Who drives in the second week?", by=cast.rosa)
    db.session.commit()
    spread(on_tuesday)
    return found


def digests_of(user):
    found = select(OutgoingEmail).where(OutgoingEmail.kind == "daily-digest", OutgoingEmail.user_id == user.id)
    return db.session.scalars(found.order_by(OutgoingEmail.id)).all()


def words_of(letter, part="plain"):
    parsed = message_from_bytes(letter.content, policy=policy.default)
    return parsed.get_body((part,)).get_content().replace("\r\n", "\n")


def test_it_holds_what_concerns_its_reader_and_nothing_of_other_states(cast, ask, topic, at, on_tuesday):
    request = ask()
    at(on_tuesday + timedelta(days=1))  # the day before it is to be acknowledged
    send_digests(on_tuesday + timedelta(days=1))

    florida, michigan = digests_of(cast.dana), digests_of(cast.ben)
    assert len(florida) == len(michigan) == 1
    assert "Bus lines in June" in words_of(florida[0])
    assert request.number not in words_of(florida[0])
    assert request.number in words_of(michigan[0])


def test_no_digest_holds_private_text_or_small_counts(cast, ask, topic, at, on_tuesday):
    ask(note="They need the bus to the camp.", msix_ids=["123456789012"])
    at(on_tuesday + timedelta(days=1))
    send_digests(on_tuesday + timedelta(days=1))
    assert digests_of(cast.ben)

    for letter in (*digests_of(cast.ben), *digests_of(cast.rosa)):
        for private in ("camp", "Traverse", "Grand Traverse", "3 children", "123456", "9012"):
            assert private not in words_of(letter) + words_of(letter, "html")


def test_the_second_run_sends_nothing(cast, topic, on_tuesday):
    first = send_digests(on_tuesday)
    second = send_digests(on_tuesday)

    assert any(one.sent for one in first)
    assert not any(one.sent for one in second)
    assert len(digests_of(cast.dana)) == 1


def test_the_next_day_repeats_nothing(cast, topic, at, on_tuesday):
    send_digests(on_tuesday)
    at(on_tuesday + timedelta(days=1))
    send_digests(on_tuesday + timedelta(days=1))

    assert len(digests_of(cast.dana)) == 1


def test_what_was_read_in_the_hub_is_not_told(cast, topic, on_tuesday):
    actions.mark_read(cast.dana, topic.key)
    db.session.commit()
    send_digests(on_tuesday)

    assert digests_of(cast.dana) == []


def test_an_empty_digest_is_not_sent_and_a_later_one_of_that_day_still_can(cast, on_tuesday):
    ensure_forums()
    send_digests(on_tuesday)
    assert db.session.scalars(select(OutgoingEmail)).all() == []

    start_topic(forum_named("summer"), "Late news", "Something came up.", by=cast.rosa)
    db.session.commit()
    spread(on_tuesday)
    send_digests(on_tuesday)
    assert len(digests_of(cast.dana)) == 1


def test_who_switched_it_off_gets_none(cast, topic, on_tuesday):
    stop(cast.dana, "digest")
    db.session.commit()
    send_digests(on_tuesday)

    assert digests_of(cast.dana) == []


def test_somebody_not_yet_approved_gets_none(cast, topic, on_tuesday):
    send_digests(on_tuesday)

    assert digests_of(cast.sam) == []


def test_the_worker_waits_for_the_hour_of_each_reader(cast, topic, on_tuesday):
    due = preference_of(cast.dana).next_digest_at  # 7 AM Eastern
    assert not any(one.user_id == cast.dana.id for one in send_due_digests(due - timedelta(seconds=1)))
    assert any(one.user_id == cast.dana.id and one.sent for one in send_due_digests(due))
    assert not any(one.user_id == cast.dana.id for one in send_due_digests(due + timedelta(hours=1)))


def test_a_digest_that_is_a_day_late_loses_nothing(cast, topic, on_tuesday):
    late = preference_of(cast.dana).next_digest_at + timedelta(hours=26)

    assert any(one.user_id == cast.dana.id and one.sent for one in send_due_digests(late))
    assert "Bus lines in June" in words_of(digests_of(cast.dana)[0])


def test_three_senders_at_once_write_one_digest_each(app, cast, topic, on_tuesday):
    problems = []

    def run():
        with app.app_context():
            try:
                send_digests(on_tuesday)
            except Exception as error:  # what went wrong is asserted on below
                problems.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)

    assert problems == []
    db.session.rollback()
    assert len(digests_of(cast.dana)) == 1
    told = db.session.scalars(select(Notification).where(Notification.user_id == cast.dana.id)).all()
    assert [one.digest_id is not None for one in told] == [True]


def test_the_command_run_twice_sends_one(app, cast, topic, on_tuesday):
    runner = app.test_cli_runner()
    first = runner.invoke(args=["digests", "send"])
    second = runner.invoke(args=["digests", "send"])

    assert first.exit_code == second.exit_code == 0, (first.output, second.output)
    assert "0 digests written" not in first.output
    assert "0 digests written" in second.output


def test_a_dry_run_sends_and_stores_nothing(app, cast, topic, on_tuesday):
    answer = app.test_cli_runner().invoke(args=["digests", "send", "--dry-run"])

    assert f"person {cast.dana.id}: would be asked" in answer.output
    assert db.session.scalars(select(OutgoingEmail)).all() == []
    assert db.session.scalar(select(User).where(User.id == cast.dana.id)) is not None


def test_closed_offices_of_partner_states_are_said_by_state_and_days_never_by_name(cast, topic, on_tuesday):
    choose(cast.dana, {Subject.DIRECTORY: Way.DAILY})
    load_starter()
    day = on_tuesday.date()
    offices = [
        an_office(f"{code.lower()}-camp", name=f"Camp Grand Traverse {code}", state_code=code) for code in ("MI", "WA")
    ]
    for one in offices:
        days = {"starts_on": day + timedelta(days=3), "ends_on": day + timedelta(days=5)}
        db.session.add(Closure(entry_id=one.id, note="camp", **days))
    db.session.add(PartnerState(user_id=cast.dana.id, state_code="MI", position=1))
    db.session.commit()
    send_digests(on_tuesday)

    text = words_of(digests_of(cast.dana)[0])
    assert "Closed  An office in Michigan\n  Fri, June 19 to Sun, June 21" in text
    assert "Traverse" not in text and "camp" not in text and "Washington" not in text
