"""A hub that reads its mail, with a topic that Rosa started."""

from datetime import date, timedelta

import pytest

from coordhub.board.actions import ensure_forums, start_topic
from coordhub.board.queries import forum_named
from coordhub.db import db
from coordhub.mail import outbox
from coordhub.mail.addresses import reply_address
from coordhub.mail.models import Delivery
from tests.factories import a_topic_letter


@pytest.fixture(autouse=True)
def reading(app, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_REPLY_DOMAIN", "in.example.org")
    monkeypatch.setitem(app.config, "MAIL_DEFAULT_SENDER", "coordhub <notify@hub.example.org>")


@pytest.fixture
def topic(cast, on_tuesday):
    ensure_forums()
    found = start_topic(forum_named("summer"), "Bus lines in June", "Who drives in the second week?", by=cast.rosa)
    db.session.commit()
    return found


@pytest.fixture
def door_of(topic, on_tuesday):
    """Return a function that gives the address by which a person answers in the topic."""

    def find(user, *, days=60, **changes):
        last_day = date(2026, 6, 16) + timedelta(days=days)
        return reply_address(user.id, changes.get("topic_id", topic.id), last_day)

    return find


@pytest.fixture
def sent(cast, on_tuesday):
    """Return a function that gives a letter that left for somebody."""
    number = 0

    def leave(user=None, *, kind="topic-new", status=Delivery.SENT, address=None, message_key=None):
        nonlocal number
        number += 1
        user = user or cast.ben
        key = message_key or f"topic-1-post-{number}.u{user.id}"
        letter = a_topic_letter(address=address or user.email, message_key=key)
        row = outbox.put(letter, dedup_key=f"sent-{number}", kind=kind, user_id=user.id)
        row.status = status
        db.session.commit()
        return row

    return leave
