"""Events and updates: what all states read, published by those who speak for a state, OME or the hub."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coordhub.accounts.models import User
from coordhub.db import Model, UtcDateTime, one_of

TITLE_LENGTH = 150
PLACE_LENGTH = 200
LINK_LENGTH = 500
TEXT_LENGTH = 10_000


class EventKind(StrEnum):
    """What an event is."""

    MEETING = "meeting"
    WEBINAR = "webinar"
    DEADLINE = "deadline"
    CLOSURE = "closure"

    @property
    def label(self) -> str:
        """The kind in words."""
        return {
            EventKind.MEETING: "Meeting",
            EventKind.WEBINAR: "Webinar",
            EventKind.DEADLINE: "Deadline",
            EventKind.CLOSURE: "Offices closed",
        }[self]


class Event(Model):
    """Something on a day. Of whole days it begins and ends at midnight in its own time zone, the end not included.

    `revision` counts the changes, so that each is told once.
    """

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("starts_at <= ends_at", name="events_run_forward"),
        Index(None, "ends_at", "starts_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    kind: Mapped[EventKind] = mapped_column(one_of(EventKind, "event_kind"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    time_zone: Mapped[str]
    is_all_day: Mapped[bool]
    place: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    by: Mapped[User] = relationship(lazy="raise_on_sql")
    states: Mapped[list["EventState"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="EventState.state_code"
    )

    @property
    def key(self) -> str:
        """What notifications call it."""
        return f"event-{self.id}"

    @property
    def state_codes(self) -> list[str]:
        """The states that it concerns; empty for all."""
        return [one.state_code for one in self.states]


class EventState(Model):
    """A state that an event concerns."""

    __tablename__ = "event_state"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    state_code: Mapped[str] = mapped_column(primary_key=True)


class Update(Model):
    """News of the program. `state_code` is the state that it concerns, None for all. The HTML is rendered once."""

    __tablename__ = "news_update"
    __table_args__ = (Index(None, "dated_on", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    renderer_version: Mapped[int]
    dated_on: Mapped[date]
    link: Mapped[str] = mapped_column(default="")
    state_code: Mapped[str | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)

    by: Mapped[User] = relationship(lazy="raise_on_sql")

    @property
    def key(self) -> str:
        """What notifications call it."""
        return f"update-{self.id}"
