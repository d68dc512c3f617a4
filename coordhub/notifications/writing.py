"""The letters that leave at once: about one thing, with all that is new on it, or a round-up of several."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import flask

from coordhub.accounts.models import User
from coordhub.clock import date_in
from coordhub.formats import moment
from coordhub.mail import addresses, letters
from coordhub.mail.models import Priority
from coordhub.mail.outbox import Outgoing
from coordhub.notifications.facts import from_json, post_from_json
from coordhub.notifications.kinds import KINDS, Subject
from coordhub.notifications.models import Notification
from coordhub.notifications.stopping import AT_ONCE, SCOPES, THREAD, stop_url

ROUND_UP = "round-up"
NEWS_AT_MOST = 10  # of one thing in its letter; what is more is counted
REPLY_DAYS = 60  # an answer by e-mail is taken so long; after that the topic is answered on the board


@dataclass(frozen=True)
class News:
    """One event in a letter: what happened, who did it when that may be said, and when, in the reader's time."""

    words: str
    by: str
    at_words: str


@dataclass(frozen=True)
class Thing:
    """One thing in a round-up."""

    label: str
    title: str
    url: str
    words: str


def letter_about(user: User, rows: Sequence[Notification]) -> Outgoing:
    """Return the letter to `user` about the one thing of `rows`, which come the oldest first."""
    last = rows[-1]
    kind = KINDS[last.kind]
    facts, lists = from_json(last.facts)
    post = post_from_json(last.facts)
    url = _hub_url() + last.url
    letter = letters.compose(
        last.kind,
        address=user.email,
        name=user.display_name,
        context={
            "words": _news(last, user).words if kind.subject == Subject.MINE else kind.words,
            "title": last.title,
            "url": url,
            "facts": facts,
            "lists": lists,
            "post": post,
            "news": [_news(row, user) for row in reversed(rows[-NEWS_AT_MOST:])],
            "more": max(0, len(rows) - NEWS_AT_MOST),
            **_ways_out(last.subject.value, stop_url(user, THREAD, about=last.about)),
        },
        message_key=f"{last.event_key}.u{user.id}",
        thread_key=f"{last.about}.u{user.id}",
        list_name=kind.list.value,
        archive_url=url,
        stop_url=stop_url(user, last.subject.value),
        reason=f"You get this because {last.reason}.",
        reply_to=_reply_to(user, post.topic_id, last) if post else None,
    )
    priority = Priority.URGENT if any(row.is_urgent for row in rows) else Priority.PLAIN
    return Outgoing(letter, f"n:{user.id}:{last.event_key}", last.kind, user.id, priority)


def round_up(user: User, things: Sequence[Sequence[Notification]]) -> Outgoing:
    """Return the one letter to `user` about several things, each given as for `letter_about`."""
    newest = max(row.id for rows in things for row in rows)
    subjects = {rows[-1].subject.value for rows in things}
    scope = subjects.pop() if len(subjects) == 1 else AT_ONCE
    letter = letters.compose(
        ROUND_UP,
        address=user.email,
        name=user.display_name,
        context={"things": [_thing(rows) for rows in things], "url": f"{_hub_url()}/inbox", **_ways_out(scope)},
        message_key=f"{ROUND_UP}-{newest}.u{user.id}",
        list_name=ROUND_UP,
        stop_url=stop_url(user, scope),
        reason="You get this because these things came while letters to you were held.",
    )
    is_urgent = any(row.is_urgent for rows in things for row in rows)
    priority = Priority.URGENT if is_urgent else Priority.BULK
    return Outgoing(letter, f"r:{user.id}:{newest}", ROUND_UP, user.id, priority)


def _news(row: Notification, user: User) -> News:
    facts, _ = from_json(row.facts)
    post = post_from_json(row.facts)
    words = facts.step_words if facts and facts.step_words else KINDS[row.kind].words
    return News(words, post.by if post else "", moment(row.created_at, user.time_zone))


def _thing(rows: Sequence[Notification]) -> Thing:
    last = rows[-1]
    facts, _ = from_json(last.facts)
    label = facts.number if facts else KINDS[last.kind].list.value.capitalize()
    words = facts.step_words if facts and facts.step_words else KINDS[last.kind].words
    return Thing(
        label, last.title, _hub_url() + last.url, f"{words} and {len(rows) - 1} more" if len(rows) > 1 else words
    )


def _ways_out(scope: str, mute_url: str | None = None) -> Mapping[str, str | None]:
    return {
        "stop_words": SCOPES[scope],
        "settings_url": f"{_hub_url()}/notifications/preferences",
        "mute_url": mute_url,
    }


def _reply_to(user: User, topic_id: int, row: Notification) -> str | None:
    last_day = date_in(user.time_zone, row.created_at) + timedelta(days=REPLY_DAYS)
    return addresses.reply_address(user.id, topic_id, last_day)


def _hub_url() -> str:
    return str(flask.current_app.config["HUB_URL"])
