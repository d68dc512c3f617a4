"""Forums, topics and posts, and how far each person has read."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coordhub.accounts.models import User
from coordhub.db import Model, UtcDateTime

TITLE_LENGTH = 150
TEXT_LENGTH = 10_000
POSTS_A_PAGE = 25
TOPICS_A_PAGE = 25


class Forum(Model):
    """A place for one subject; in an announcing forum only some roles start topics."""

    __tablename__ = "forum"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    description: Mapped[str]
    position: Mapped[int]
    is_for_announcements: Mapped[bool]


class Topic(Model):
    """A question or an announcement with its replies; counts are kept by the one action that posts."""

    __tablename__ = "topic"
    __table_args__ = (
        CheckConstraint("post_count >= 1", name="a_topic_has_a_post"),
        Index(None, "forum_id", "last_post_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    title: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    post_count: Mapped[int]
    last_post_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_poster_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    forum: Mapped[Forum] = relationship(lazy="raise_on_sql")
    author: Mapped[User] = relationship(foreign_keys=[author_id], lazy="raise_on_sql")
    last_poster: Mapped[User] = relationship(foreign_keys=[last_poster_id], lazy="raise_on_sql")

    @property
    def key(self) -> str:
        """What notifications call it."""
        return f"topic-{self.id}"


class Post(Model):
    """What somebody wrote; number 1 opens the topic. The HTML is rendered once, with the renderer's version."""

    __tablename__ = "post"
    __table_args__ = (UniqueConstraint("topic_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"))
    number: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    text: Mapped[str]
    html: Mapped[str]
    renderer_version: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    author: Mapped[User] = relationship(lazy="raise_on_sql")


class TopicRead(Model):
    """How far a person has read a topic."""

    __tablename__ = "topic_read"

    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    last_read_number: Mapped[int]
