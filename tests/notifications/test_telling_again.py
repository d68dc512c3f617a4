"""What an uncertain letter told stands in the next digest, once, unless it was read."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from coordhub.db import db
from coordhub.mail.models import Delivery, OutgoingEmail
from coordhub.notifications import actions, preferences, reading
from coordhub.notifications.actions import Recipient, notify
from coordhub.notifications.kinds import Way
from coordhub.notifications.models import Digest, Notification
from coordhub.notifications.telling_again import tell_again
from tests.factories import a_waiting_letter
from tests.telling import write_letters

HOURS = timedelta(hours=1)


@pytest.fixture
def uncertain(cast, on_tuesday):
    """Return a letter to Ben that nobody knows to have arrived."""
    told = [Recipient(cast.ben, "you asked")]
    notify(told, kind="suggestion-answered", about="entry-1", title="An office", url="/inbox", event_key="e-1",
           actor_id=None)  # fmt: skip
    write_letters()
    letter = db.session.scalars(select(OutgoingEmail)).one()
    letter.status, letter.handed_at = Delivery.UNCERTAIN, on_tuesday
    db.session.commit()
    return letter


def row():
    return db.session.scalars(select(Notification).execution_options(populate_existing=True)).one()


def test_after_two_hours_it_waits_for_the_next_digest_and_says_that_it_may_be_known(uncertain, on_tuesday):
    assert tell_again(on_tuesday + 1 * HOURS) == 0
    assert tell_again(on_tuesday + 3 * HOURS) == 1
    assert tell_again(on_tuesday + 4 * HOURS) == 0

    assert (row().told_at, row().mail_at, row().way, row().is_told_again) == (None, None, Way.DAILY, True)
    assert uncertain.told_again_at == on_tuesday + 3 * HOURS


def test_what_was_read_is_not_told_again(cast, uncertain, on_tuesday):
    actions.mark_read(cast.ben, "entry-1")

    assert tell_again(on_tuesday + 3 * HOURS) == 0
    assert row().told_at is not None


def test_what_was_muted_meanwhile_is_not_told_again(cast, uncertain, on_tuesday):
    reading.mute(cast.ben, "entry-1")

    assert tell_again(on_tuesday + 3 * HOURS) == 0
    assert (row().told_at is not None, row().read_at) == (True, None)


def test_what_its_reader_wants_in_the_hub_alone_since_then_is_not_told_again(cast, uncertain, on_tuesday):
    preferences.choose(cast.ben, {row().subject: Way.HUB})

    assert tell_again(on_tuesday + 3 * HOURS) == 0


def test_a_letter_that_a_report_settled_is_left_alone(uncertain, on_tuesday):
    uncertain.status = Delivery.SENT

    assert tell_again(on_tuesday + 3 * HOURS) == 0


@pytest.mark.onedb
def test_a_digest_that_may_be_lost_is_told_again_as_often_as_it_comes(cast, uncertain, on_tuesday):
    letter = a_waiting_letter()
    letter.status, letter.handed_at = Delivery.UNCERTAIN, on_tuesday
    uncertain.status = Delivery.SENT
    digest = Digest(user_id=cast.ben.id, local_date=on_tuesday.date(), created_at=on_tuesday, letter_id=letter.id)
    db.session.add(digest)
    db.session.flush()
    told = row()
    told.letter_id, told.digest_id, told.way = None, digest.id, Way.WEEKLY
    db.session.commit()

    assert tell_again(on_tuesday + 3 * HOURS) == 1
    assert (row().way, row().digest_id) == (Way.WEEKLY, None)
