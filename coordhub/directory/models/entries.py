"""Entries of the directory: offices, people in roles and PASS sites, one table, since they are found, checked,
imported and mapped alike."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coordhub.accounts.models import Specialty, User
from coordhub.db import Model, UtcDateTime, one_of
from coordhub.directory.kinds import (
    ChannelKind,
    ContactRole,
    EntryKind,
    OfficeKind,
    SiteKind,
    SiteStatus,
    VerifiedHow,
    Visibility,
)
from coordhub.directory.models.programs import Course, StateProgram
from coordhub.directory.models.shared import OnTheMap, Sourced, point_checks

NAME_LENGTH = 200
TEXT_LENGTH = 2_000


class Verified:
    """When, how and by whom something was last found right."""

    verified_on: Mapped[date | None]
    verified_how: Mapped[VerifiedHow | None] = mapped_column(one_of(VerifiedHow, "verified_how"))
    verified_by: Mapped[str] = mapped_column(default="")


class Entry(OnTheMap, Sourced, Verified, Model):
    """What a search finds. `Office`, `Contact` and `Site` are its kinds; each fills its own columns.

    A season is a pair of days of the year as month * 100 + day, so that 1101 to 331 runs over New Year's Eve.
    `due_on` is the day from which somebody should check the entry; the rules compute it when the entry is confirmed.
    `cell`, `facets` and `only_by_county` are derived for searching, see actions/indexing.py; `flask directory reindex`
    makes them anew.
    """

    __tablename__ = "entry"
    __table_args__ = (
        *point_checks(),
        CheckConstraint("(entry_kind = 'office') = (office_kind IS NOT NULL)", name="an_office_has_its_kind"),
        CheckConstraint("(entry_kind = 'contact') = (role IS NOT NULL)", name="a_contact_has_a_role"),
        CheckConstraint("(entry_kind = 'site') = (site_kind IS NOT NULL)", name="a_site_has_its_kind"),
        CheckConstraint("(entry_kind = 'site') = (status IS NOT NULL)", name="a_site_has_a_status"),
        CheckConstraint("(season_starts IS NULL) = (season_ends IS NULL)", name="a_season_is_whole"),
        CheckConstraint(
            "season_starts BETWEEN 101 AND 1231 AND season_ends BETWEEN 101 AND 1231", name="a_season_is_of_days"
        ),
        CheckConstraint("replaced_by_id <> id AND fallback_id <> id AND parent_id <> id", name="not_its_own_relative"),
        CheckConstraint("(replaced_by_id IS NULL) OR (replaced_on IS NOT NULL)", name="a_successor_has_its_day"),
        # Covers the search around a point, so that it reads no row that it does not show.
        Index(
            "ix_entry_around",
            "cell",
            "ux",
            "uy",
            "uz",
            "visibility",
            "replaced_on",
            "verified_on",
            "season_starts",
            "season_ends",
            "state_code",
            "facets",
            "id",
        ),
        # Covers the list of a state, its counts and its order.
        Index(
            "ix_entry_of_state",
            "state_code",
            "entry_kind",
            "visibility",
            "replaced_on",
            "verified_on",
            "season_starts",
            "season_ends",
            "office_kind",
            "name",
            "facets",
            "id",
        ),
        Index(None, "state_code", "only_by_county"),
        Index(None, "due_on"),
        Index(None, "keeper_id"),
        Index(None, "parent_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    entry_kind: Mapped[EntryKind] = mapped_column(one_of(EntryKind, "entry_kind"))
    name: Mapped[str]
    state_code: Mapped[str | None] = mapped_column(ForeignKey("state_program.state_code"))
    street: Mapped[str | None]
    city: Mapped[str | None]
    address_state_code: Mapped[str | None]
    zip_code: Mapped[str | None]
    website: Mapped[str | None]
    note: Mapped[str | None]
    cell: Mapped[int | None]
    facets: Mapped[str] = mapped_column(default="")
    only_by_county: Mapped[bool] = mapped_column(default=False)
    visibility: Mapped[Visibility] = mapped_column(one_of(Visibility, "visibility"), default=Visibility.PUBLIC)
    season_starts: Mapped[int | None]
    season_ends: Mapped[int | None]
    due_on: Mapped[date | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    replaced_on: Mapped[date | None]
    # Offices
    office_kind: Mapped[OfficeKind | None] = mapped_column(one_of(OfficeKind, "office_kind"))
    # People
    role: Mapped[ContactRole | None] = mapped_column(one_of(ContactRole, "role"))
    title: Mapped[str | None]
    is_vacant: Mapped[bool] = mapped_column(default=False)
    sends: Mapped[bool] = mapped_column(default=True)
    receives: Mapped[bool] = mapped_column(default=True)
    # PASS sites
    site_kind: Mapped[SiteKind | None] = mapped_column(one_of(SiteKind, "site_kind"))
    status: Mapped[SiteStatus | None] = mapped_column(one_of(SiteStatus, "status"))
    host_organization: Mapped[str | None]
    offered: Mapped[str | None]
    partial_credit: Mapped[str | None]
    transcript_route: Mapped[str | None]
    fee: Mapped[str | None]

    parent_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id", ondelete="SET NULL"))
    fallback_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id", ondelete="SET NULL"))
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id", ondelete="SET NULL"))
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    state: Mapped[StateProgram | None] = relationship(lazy="raise_on_sql")
    keeper: Mapped[User | None] = relationship(lazy="raise_on_sql")
    parent: Mapped["Entry | None"] = relationship(
        lazy="raise_on_sql", foreign_keys=[parent_id], remote_side="Entry.id", post_update=True
    )
    fallback: Mapped["Entry | None"] = relationship(
        lazy="raise_on_sql", foreign_keys=[fallback_id], remote_side="Entry.id", post_update=True
    )
    replaced_by: Mapped["Entry | None"] = relationship(
        lazy="raise_on_sql", foreign_keys=[replaced_by_id], remote_side="Entry.id", post_update=True
    )
    channels: Mapped[list["Channel"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="Channel.position, Channel.id"
    )
    counties: Mapped[list["EntryCounty"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="EntryCounty.county_code"
    )
    specialties: Mapped[list["EntrySpecialty"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="EntrySpecialty.specialty"
    )
    languages: Mapped[list["EntryLanguage"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="EntryLanguage.language_code"
    )
    closures: Mapped[list["Closure"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="Closure.starts_on, Closure.id"
    )
    offers: Mapped[list["EntryCourse"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="EntryCourse.course_id"
    )

    __mapper_args__ = {"polymorphic_on": "entry_kind", "polymorphic_abstract": True}  # noqa: RUF012 - SQLAlchemy's way

    @property
    def kind(self) -> Any:
        """What the entry is among its kind: an OfficeKind, ContactRole or SiteKind."""
        return self.office_kind or self.role or self.site_kind

    @property
    def phone(self) -> "Channel | None":
        """The first telephone number that the reader may see."""
        return next((one for one in self.channels if one.kind == ChannelKind.PHONE), None)

    @property
    def phones(self) -> list["Channel"]:
        """The telephone and fax numbers that the reader may see."""
        return [one for one in self.channels if one.kind != ChannelKind.EMAIL]

    @property
    def email(self) -> str | None:
        """The first address that the reader may see."""
        return next((one.value for one in self.channels if one.kind == ChannelKind.EMAIL), None)

    @property
    def county_codes(self) -> list[str]:
        """The FIPS codes of the counties it answers for; empty for the whole state, or for nobody knows."""
        return [one.county_code for one in self.counties]


class Office(Entry):
    """An office of the program: of a state, a region, the nation or between states."""

    __mapper_args__ = {"polymorphic_identity": EntryKind.OFFICE}  # noqa: RUF012


class Contact(Entry):
    """A person in a role, or a vacant position: then `name` is that of the position."""

    __mapper_args__ = {"polymorphic_identity": EntryKind.CONTACT}  # noqa: RUF012


class Site(Entry):
    """A place of PASS, the Portable Assisted Study Sequence."""

    __mapper_args__ = {"polymorphic_identity": EntryKind.SITE}  # noqa: RUF012


class Channel(Verified, Model):
    """A telephone number, with extension, or an e-mail address of an entry, with its own visibility and check.

    `bounced_letter_id` is the newest letter that came back and was counted; it stays when a confirmation clears
    `bounced_at`, so that no bounce counts twice.
    """

    __tablename__ = "channel"
    __table_args__ = (
        UniqueConstraint("entry_id", "kind", "value", "extension"),
        Index(None, "kind", "value"),
        CheckConstraint("kind <> 'email' OR extension = ''", name="addresses_have_no_extension"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"))
    kind: Mapped[ChannelKind] = mapped_column(one_of(ChannelKind, "kind"))
    value: Mapped[str]
    extension: Mapped[str] = mapped_column(default="")
    label: Mapped[str] = mapped_column(default="")
    visibility: Mapped[Visibility] = mapped_column(one_of(Visibility, "visibility"), default=Visibility.PUBLIC)
    position: Mapped[int] = mapped_column(default=0)
    bounced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    bounced_letter_id: Mapped[int | None]
    wrong_on: Mapped[date | None]


class EntryCounty(Model):
    """A county that an entry answers for."""

    __tablename__ = "entry_county"

    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True)
    county_code: Mapped[str] = mapped_column(primary_key=True, index=True)


class EntrySpecialty(Model):
    """What an entry answers for."""

    __tablename__ = "entry_specialty"

    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True)
    specialty: Mapped[Specialty] = mapped_column(one_of(Specialty, "specialty"), primary_key=True)


class EntryLanguage(Model):
    """A language in which an entry can be spoken to, by its ISO 639-3 code."""

    __tablename__ = "entry_language"

    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True)
    language_code: Mapped[str] = mapped_column(primary_key=True)


class EntryCourse(Model):
    """A PASS course that a site offers."""

    __tablename__ = "entry_course"

    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), primary_key=True)

    course: Mapped[Course] = relationship(lazy="raise_on_sql")


class Closure(Model):
    """Days on which an entry does not answer, both included."""

    __tablename__ = "closure"
    __table_args__ = (CheckConstraint("starts_on <= ends_on", name="closures_run_forward"), Index(None, "entry_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
