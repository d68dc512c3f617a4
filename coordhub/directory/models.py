"""State programs, offices, PASS sites and courses, figures, and what was loaded from which file."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coordhub.db import Model, UtcDateTime, one_of
from coordhub.directory.kinds import (
    DateBasis,
    EntryKind,
    FigureFlag,
    Measure,
    OfficeKind,
    Participation,
    SiteKind,
    SiteStatus,
    Stream,
)
from coordhub.places.points import Point


class OnTheMap:
    """A row with a point: degrees for people and boxes, the unit vector for distances in SQL."""

    lat: Mapped[float | None]
    lon: Mapped[float | None]
    ux: Mapped[float | None]
    uy: Mapped[float | None]
    uz: Mapped[float | None]
    point_basis: Mapped[str | None]

    @property
    def point(self) -> Point | None:
        """Where the row stands; None when no source says it."""
        return None if self.lat is None or self.lon is None else Point(self.lat, self.lon)


def _point_checks() -> tuple[CheckConstraint, ...]:
    return (
        CheckConstraint(
            "(lat IS NULL) = (lon IS NULL) AND (lat IS NULL) = (ux IS NULL)"
            " AND (lat IS NULL) = (uy IS NULL) AND (lat IS NULL) = (uz IS NULL)",
            name="a_point_is_whole",
        ),
        CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name="a_point_is_on_earth"),
    )


class Sourced:
    """A row that says who said so, and when."""

    source: Mapped[str]
    source_date: Mapped[str | None]
    source_date_basis: Mapped[DateBasis | None] = mapped_column(one_of(DateBasis, "source_date_basis"))


class StateProgram(OnTheMap, Model):
    """A state, DC or Puerto Rico: its agency and whether it takes part. The point is its capital."""

    __tablename__ = "state_program"
    __table_args__ = (*_point_checks(), Index(None, "participation", "name"))

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


class Office(OnTheMap, Sourced, Model):
    """An office of the program: of a state, a region, the nation or between states."""

    __tablename__ = "office"
    __table_args__ = (*_point_checks(), Index(None, "lat", "lon"), Index(None, "state_code", "kind"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[OfficeKind] = mapped_column(one_of(OfficeKind, "kind"))
    state_code: Mapped[str | None] = mapped_column(ForeignKey("state_program.state_code"))
    street: Mapped[str | None]
    city: Mapped[str | None]
    address_state_code: Mapped[str | None]
    zip_code: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    website: Mapped[str | None]
    note: Mapped[str | None]
    is_public: Mapped[bool] = mapped_column(default=True)

    state: Mapped[StateProgram | None] = relationship(lazy="raise_on_sql")

    @property
    def entry_kind(self) -> EntryKind:
        """What kind of entry a search calls this."""
        return EntryKind.OFFICE


class Site(OnTheMap, Sourced, Model):
    """A place of PASS, the Portable Assisted Study Sequence."""

    __tablename__ = "site"
    __table_args__ = (*_point_checks(), Index(None, "lat", "lon"), Index(None, "state_code", "status"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[SiteKind] = mapped_column(one_of(SiteKind, "kind"))
    host_organization: Mapped[str]
    state_code: Mapped[str | None] = mapped_column(ForeignKey("state_program.state_code"))
    street: Mapped[str | None]
    city: Mapped[str | None]
    address_state_code: Mapped[str | None]
    zip_code: Mapped[str | None]
    phone: Mapped[str | None]
    website: Mapped[str | None]
    offered: Mapped[str]
    status: Mapped[SiteStatus] = mapped_column(one_of(SiteStatus, "status"))
    is_public: Mapped[bool] = mapped_column(default=True)

    state: Mapped[StateProgram | None] = relationship(lazy="raise_on_sql")

    @property
    def entry_kind(self) -> EntryKind:
        """What kind of entry a search calls this."""
        return EntryKind.SITE

    @property
    def email(self) -> None:
        """No source gave a mailbox of a site."""
        return None

    @property
    def note(self) -> None:
        """Sites carry no note: `offered` says what there is to say."""
        return None


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
