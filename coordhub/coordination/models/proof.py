"""What the hub did by itself or let happen out of the ordinary: escalations, weekly lists, broken glass, tallies."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Float, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coordhub.db import Model, UtcDateTime, one_of

REASON_LENGTH = 500


class Level(StrEnum):
    """To whom an escalation goes: the office's backup, then the receiving state's director."""

    BACKUP = "backup"
    DIRECTOR = "director"


class Escalation(Model):
    """A missed target that was passed on; the key makes each happen once, a new target after reopening again."""

    __tablename__ = "escalation"
    __table_args__ = (UniqueConstraint("request_id", "level", "target_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("coordination_request.id", ondelete="CASCADE"))
    level: Mapped[Level] = mapped_column(one_of(Level, "level"))
    target_on: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class OverdueList(Model):
    """The weekly list that the directors of a state got; `monday` is the first day of its week in the state's zone."""

    __tablename__ = "overdue_list"

    state_code: Mapped[str] = mapped_column(primary_key=True)
    monday: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class BrokenGlass(Model):
    """A request that somebody who is no party to it opened for a while, with the reason they gave."""

    __tablename__ = "broken_glass"
    __table_args__ = (Index(None, "user_id", "request_id", "until_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("coordination_request.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Way(StrEnum):
    """Whether a state's figures count what it sent or what it received."""

    SENT = "sent"
    RECEIVED = "received"


class Tally(Model):
    """Figures of a state's requests in one season, counted by the worker so that a page reads the same few rows always.

    A row is about one partner state and one type; either is empty where all are meant. `state_code` is US for the
    nation, whose rows have no partner and count what was received. Medians are working days, None where nothing was
    answered. `counted_at` of what was received in the present season, all of it, says when the state was last counted;
    that of another row, when its figures last changed.
    """

    __tablename__ = "tally"

    state_code: Mapped[str] = mapped_column(primary_key=True)
    season: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    way: Mapped[Way] = mapped_column(one_of(Way, "way"), primary_key=True)
    partner: Mapped[str] = mapped_column(primary_key=True)
    type_code: Mapped[str] = mapped_column(primary_key=True)
    requests: Mapped[int]
    acknowledge_median: Mapped[float | None] = mapped_column(Float)
    answer_median: Mapped[float | None] = mapped_column(Float)
    overdue: Mapped[int]
    unanswered_moves: Mapped[int]
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime)
