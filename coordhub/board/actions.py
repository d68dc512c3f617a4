"""Deeds on the board."""

import re

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.accounts.queries import names_of_members
from coordhub.audit.actions import record
from coordhub.board import queries, rules
from coordhub.board.models import Forum, Post, Topic, TopicRead
from coordhub.db import db
from coordhub.errors import Conflict, NotAllowed
from coordhub.markdown import RENDERER_VERSION, to_html
from coordhub.notifications.actions import Recipient, announce, notify
from coordhub.notifications.facts import PostFacts
from coordhub.privacy.checks import check_text
from coordhub.privacy.surfaces import Surface

WORDS_MATCHED = 1000  # different words of a topic that saved searches look at

# slug, name, what it is for, announcements only
FORUMS: tuple[tuple[str, str, str, bool], ...] = (
    ("announcements", "Announcements", "From states, OME and the hub, to everybody.", True),
    ("practice-questions", "Practice questions", "How do you do it? Ask all states at once.", False),
    ("pass", "PASS", "Courses, units, credit, proctors.", False),
    ("recruitment", "Identification and recruitment", "Crops, crews, seasons, re-interviews.", False),
    ("youth", "Out-of-school youth", "Services and ways to reach them.", False),
    ("records", "Records and MSIX", "Move notices, worklists, merges, transcripts.", False),
    ("summer", "Summer programs", "Dates, buses, meals, places.", False),
)


def ensure_forums() -> int:
    """Add the standing forums that are missing and return how many."""
    known = set(db.session.scalars(select(Forum.slug)))
    missing = [
        Forum(slug=slug, name=name, description=words, position=position, is_for_announcements=announcing)
        for position, (slug, name, words, announcing) in enumerate(FORUMS, start=1)
        if slug not in known
    ]
    db.session.add_all(missing)
    return len(missing)


def start_topic(forum: Forum, title: str, text: str, *, by: User, confirmed: bool = False) -> Topic:
    """Open a topic and tell everybody, each on the way they chose. Raises NotAllowed and PrivacyRefusal."""
    if not rules.may_start_topic(by, forum):
        raise NotAllowed(f"You cannot start a topic in {forum.name}.")
    check_text({"title": title, "text": text}, Surface.BOARD, confirmed=confirmed, allowed_names=_staff())
    now = clock.now()
    topic = Topic(forum=forum, author=by, title=title, created_at=now, post_count=1, last_post_at=now, last_poster=by)
    db.session.add(topic)
    db.session.flush()  # The notification's key holds the topic's id.
    _add_post(topic, text, by)
    record(by.id, "topic-started", topic.key)
    announce(
        kind="topic-new",
        about=topic.key,
        title=topic.title,
        url=f"/board/topics/{topic.id}",
        reason="new topics on the board go to all states",
        event_key=f"{topic.key}/post-1",
        actor_id=by.id,
        matter=_matter(topic, text, by),
        post=_facts(topic, by),
    )
    return topic


def reply(topic: Topic, text: str, *, by: User, confirmed: bool = False) -> Post:
    """Add a post and tell those who wrote in the topic. Raises NotAllowed, PrivacyRefusal, Conflict."""
    if not rules.may_reply(by, topic.forum):
        raise NotAllowed("You can read this topic, but not answer in it.")
    check_text({"text": text}, Surface.BOARD, confirmed=confirmed, allowed_names=_staff())
    topic.post_count += 1
    topic.last_post_at = clock.now()
    topic.last_poster = by
    post = _add_post(topic, text, by)
    record(by.id, "topic-replied", topic.key, f"post-{post.number}")
    notify(
        [Recipient(one, "you wrote in this topic") for one in queries.posters(topic)],
        kind="topic-reply",
        about=topic.key,
        title=topic.title,
        url=f"/board/topics/{topic.id}",
        event_key=f"{topic.key}/post-{post.number}",
        actor_id=by.id,
        post=_facts(topic, by),
    )
    return post


def mark_read(topic: Topic, number: int, *, by: User) -> None:
    """Remember that `by` has read up to post `number`; never backwards."""
    mark = db.session.get(TopicRead, (topic.id, by.id))
    if mark is None:
        db.session.add(TopicRead(topic_id=topic.id, user_id=by.id, last_read_number=number))
    elif mark.last_read_number < number:
        mark.last_read_number = number


def _add_post(topic: Topic, text: str, by: User) -> Post:
    post = Post(
        topic_id=topic.id,
        number=topic.post_count,
        author=by,
        text=text,
        html=str(to_html(text)),
        renderer_version=RENDERER_VERSION,
        created_at=topic.last_post_at,
    )
    db.session.add(post)
    try:
        db.session.flush()  # (topic, number) is unique: two who post at once do not share a number.
    except IntegrityError as error:
        raise Conflict("Somebody posted at the same moment. Your text is kept: send it again.") from error
    mark_read(topic, post.number, by=by)
    return post


def _matter(topic: Topic, text: str, by: User) -> dict[str, object]:
    """Return what people's interests are matched with: forum, specialties, state of the writer, and the words."""
    words = sorted(set(re.findall(r"\w+", f"{topic.title} {text}".lower())))
    return {
        "forum": topic.forum.slug,
        "specialties": list(rules.SPECIALTIES.get(topic.forum.slug, ())),
        "states": [by.state_code] if by.state_code else [],
        "words": words[:WORDS_MATCHED],
    }


def _facts(topic: Topic, by: User) -> PostFacts:
    return PostFacts(topic.id, topic.forum.name, by.display_name)


def _staff() -> list[str]:
    """Return the names of the people of the hub: who writes about a colleague names no child."""
    return names_of_members()
