"""Questions about the board."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from coordhub.accounts.models import User
from coordhub.board.models import POSTS_A_PAGE, TOPICS_A_PAGE, Forum, Post, Topic, TopicRead
from coordhub.db import db


@dataclass(frozen=True)
class ForumRow:
    """A forum with the number of its topics and the latest of them."""

    forum: Forum
    topic_count: int
    latest: Topic | None


@dataclass(frozen=True)
class TopicRow:
    """A topic with the number of posts that the reader has not read."""

    topic: Topic
    unread: int


def forums() -> Sequence[ForumRow]:
    """Return all forums in their order, each with its latest topic."""
    all_forums = db.session.scalars(select(Forum).order_by(Forum.position, Forum.id)).all()
    per_forum = select(Topic.forum_id, func.count()).group_by(Topic.forum_id)
    counts = dict(db.session.execute(per_forum).all())
    newest = select(Topic.forum_id, func.max(Topic.last_post_at).label("at")).group_by(Topic.forum_id).subquery()
    latest_topics = db.session.scalars(
        select(Topic)
        .join(newest, and_(Topic.forum_id == newest.c.forum_id, Topic.last_post_at == newest.c.at))
        .options(joinedload(Topic.last_poster))
        .order_by(Topic.id)
    )
    latest = {topic.forum_id: topic for topic in latest_topics}
    return [ForumRow(forum, counts.get(forum.id, 0), latest.get(forum.id)) for forum in all_forums]


def forum_named(slug: str) -> Forum | None:
    """Return the forum with this short name."""
    return db.session.scalar(select(Forum).where(Forum.slug == slug))


def topics_of(forum: Forum, reader: User, *, page: int = 1) -> Sequence[TopicRow]:
    """Return a page of a forum's topics, the one with the newest post first; one more than a page shows."""
    mark = and_(TopicRead.topic_id == Topic.id, TopicRead.user_id == reader.id)
    found = (
        select(Topic, Topic.post_count - func.coalesce(TopicRead.last_read_number, 0))
        .outerjoin(TopicRead, mark)
        .where(Topic.forum_id == forum.id)
        .options(joinedload(Topic.author), joinedload(Topic.last_poster))
        .order_by(Topic.last_post_at.desc(), Topic.id.desc())
        .offset((page - 1) * TOPICS_A_PAGE)
        .limit(TOPICS_A_PAGE + 1)
    )
    return [TopicRow(topic, max(0, unread)) for topic, unread in db.session.execute(found)]


def topic_by_id(topic_id: int) -> Topic | None:
    """Return the topic with its forum and author."""
    found = select(Topic).where(Topic.id == topic_id).options(joinedload(Topic.forum), joinedload(Topic.author))
    return db.session.scalar(found)


def posts_of(topic: Topic, *, page: int = 1) -> Sequence[Post]:
    """Return a page of posts with their authors, the first one first. By number, so that a late page is as quick."""
    first = (page - 1) * POSTS_A_PAGE
    found = (
        select(Post)
        .where(Post.topic_id == topic.id, Post.number > first, Post.number <= first + POSTS_A_PAGE)
        .options(joinedload(Post.author))
        .order_by(Post.number)
    )
    return db.session.scalars(found).all()


def has_said(topic: Topic, author: User, text: str, *, since: datetime) -> bool:
    """Say whether somebody wrote this very text in the topic since an instant."""
    found = select(Post.id).where(
        Post.topic_id == topic.id, Post.author_id == author.id, Post.created_at > since, Post.text == text
    )
    return db.session.scalar(found.limit(1)) is not None


def read_to(topic: Topic, reader: User) -> int:
    """Return the number of the last post that the reader has read, 0 for none."""
    mark = db.session.get(TopicRead, (topic.id, reader.id))
    return mark.last_read_number if mark else 0


def posters(topic: Topic) -> Sequence[User]:
    """Return everybody who wrote in the topic and still works here."""
    wrote = select(Post.author_id).where(Post.topic_id == topic.id)
    found = select(User).where(User.id.in_(wrote), User.active.is_(True), User.approved_at.is_not(None))
    return db.session.scalars(found.order_by(User.id)).all()
