"""State programs and what is known of them, PASS courses, figures, and what was loaded from which file."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coordhub.db import Model, UtcDateTime, one_of
from coordhub.directory.kinds import FactKind, FigureFlag, Measure, Participation, Stream
from coordhub.directory.models.shared import OnTheMap, point_checks


class StateProgram(OnTheMap, Model):
    """A state, DC or Puerto Rico: its agency and whether it takes part. The point is its capital."""

    __tablename__ = "state_program"
    __table_args__ = (*point_checks(), Index(None, "participation", "name"))

    state_code: Mapped[str] = mapped_column(primary_key=True)
    fips_code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    sea_name: Mapped[str]
    sea_street: Mapped[str | None]
    sea_city: Mapped[str]
    sea_zip_code: Mapped[str | None]
    sea_address_source: Mapped[str | None]
    sea_address_date: Mapped[str | None]
    sea_website: Mapped[str]
    sea_website_seen: Mapped[bool]
    mep_page: Mapped[str | None]
    participation: Mapped[Participation] = mapped_column(one_of(Participation, "participation"))
    status_year: Mapped[str]
    status_source: Mapped[str]
    status_note: Mapped[str | None]
    stream: Mapped[Stream] = mapped_column(one_of(Stream, "stream"))
    stream_basis: Mapped[str]
    time_zone: Mapped[str]
    other_time_zones: Mapped[str]

    @property
    def takes_part(self) -> bool:
        """Whether a request can go to this state; not when nobody knows."""
        return self.participation == Participation.YES

    @property
    def more_time_zones(self) -> list[str]:
        """The IANA zones in use besides the capital's."""
        return self.other_time_zones.split(";") if self.other_time_zones else []


class StateFact(Model):
    """What a source said about a state as of a date; the newest of a kind is shown, the older ones stay as history.

    A state may be in two streams, so two rows of one date may stand side by side.
    """

    __tablename__ = "state_fact"
    __table_args__ = (
        UniqueConstraint("state_code", "kind", "value", "as_of"),
        CheckConstraint("kind = 'stream' OR value IN ('yes', 'no', 'unknown')", name="participation_is_yes_no_unknown"),
        CheckConstraint(
            "kind <> 'stream' OR value IN ('Eastern', 'Midcontinent', 'Western')", name="streams_are_three"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    state_code: Mapped[str] = mapped_column(ForeignKey("state_program.state_code"))
    kind: Mapped[FactKind] = mapped_column(one_of(FactKind, "kind"))
    value: Mapped[str]
    as_of: Mapped[str]
    source: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Course(Model):
    """A PASS course of a provider's catalogue. Five units make one semester course."""

    __tablename__ = "course"
    __table_args__ = (Index(None, "state_code", "subject"), CheckConstraint("units > 0", name="units_are_counted"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    subject: Mapped[str]
    subject_basis: Mapped[str]
    semester: Mapped[str | None]
    grades: Mapped[str]
    credit: Mapped[str | None]
    units: Mapped[int]
    units_basis: Mapped[str]
    delivery: Mapped[str]
    provider: Mapped[str]
    state_code: Mapped[str] = mapped_column(ForeignKey("state_program.state_code"))
    source: Mapped[str]
    source_date: Mapped[str | None]


class ChildFigure(Model):
    """One published figure. `state_code` None is the nation, `value` None is a gap and never a zero."""

    __tablename__ = "child_figure"
    __table_args__ = (
        CheckConstraint("value >= 0", name="figures_are_counts"),
        CheckConstraint(
            "(flag IN ('suppressed_small_n', 'not_applicable', 'not_available')) = (value IS NULL)",
            name="a_gap_says_why",
        ),
        Index(None, "state_code", "measure"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    state_code: Mapped[str | None] = mapped_column(ForeignKey("state_program.state_code"))
    school_year: Mapped[str | None]
    measure: Mapped[Measure] = mapped_column(one_of(Measure, "measure"))
    population: Mapped[str]
    value: Mapped[int | None]
    flag: Mapped[FigureFlag] = mapped_column(one_of(FigureFlag, "flag"))
    note: Mapped[str | None]
    source: Mapped[str]
    source_date: Mapped[str]


class StarterFile(Model):
    """A file that was loaded, so that the same content is not read twice."""

    __tablename__ = "starter_file"

    name: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    row_count: Mapped[int]
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
