"""People of the hub, the counties they cover and their specialties."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask_security import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coordhub.db import Model, UtcDateTime, one_of

NAME_LENGTH = 100
EMAIL_LENGTH = 254  # RFC 5321 section 4.5.3.1.3, less the angle brackets


class Role(StrEnum):
    """What a person is on the hub (domain guide, section 2)."""

    DIRECTOR = "director"
    COORDINATOR = "coordinator"
    RECRUITER = "recruiter"
    SITE_MANAGER = "site_manager"
    INTERSTATE = "interstate"
    OBSERVER = "observer"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The role in a sentence."""
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.DIRECTOR: "State director",
    Role.COORDINATOR: "Coordinator",
    Role.RECRUITER: "Recruiter",
    Role.SITE_MANAGER: "PASS site manager",
    Role.INTERSTATE: "Interstate office",
    Role.OBSERVER: "Federal observer",
    Role.ADMINISTRATOR: "Hub administrator",
}
# These sit in a state and can be party to its requests; the others never read private text.
STATE_ROLES = frozenset({Role.DIRECTOR, Role.COORDINATOR, Role.RECRUITER, Role.SITE_MANAGER, Role.INTERSTATE})


class Specialty(StrEnum):
    """What a person answers for (domain guide, section 2)."""

    RECRUITMENT = "recruitment"
    RECORDS = "records"
    CREDIT = "credit"
    PASS = "pass"  # noqa: S105 - the program, no password
    TESTING = "testing"
    SUMMER = "summer"
    YOUTH = "youth"
    HEALTH = "health"
    PARENTS = "parents"

    @property
    def label(self) -> str:
        """The specialty in words."""
        return _SPECIALTY_LABELS[self]


_SPECIALTY_LABELS = {
    Specialty.RECRUITMENT: "Recruitment (ID&R)",
    Specialty.RECORDS: "Records and MSIX",
    Specialty.CREDIT: "Secondary credit",
    Specialty.PASS: "PASS",
    Specialty.TESTING: "Out-of-state testing",
    Specialty.SUMMER: "Summer programs",
    Specialty.YOUTH: "Out-of-school youth",
    Specialty.HEALTH: "Health",
    Specialty.PARENTS: "Parents",
}


class User(Model, UserMixin):  # type: ignore[misc]
    """A person with an account. Flask-Security reads `email`, `password`, `active`, `fs_uniquifier`."""

    __tablename__ = "user"
    __table_args__ = (
        CheckConstraint(
            "(role IN ('observer', 'administrator')) = (state_code IS NULL)", name="state_roles_have_a_state"
        ),
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        Index(None, "state_code", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    password: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    display_name: Mapped[str]
    role: Mapped[Role] = mapped_column(one_of(Role, "role"))
    state_code: Mapped[str | None]
    phone: Mapped[str | None]
    time_zone: Mapped[str] = mapped_column(default="America/New_York")
    is_state_default: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    counties: Mapped[list["CoveredCounty"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="CoveredCounty.county_code"
    )
    specialties: Mapped[list["PersonSpecialty"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="PersonSpecialty.specialty"
    )

    @property
    def roles(self) -> list[Any]:
        """Flask-Security's role list: unused, since rights are decided in rules.py from `role`."""
        return []

    @property
    def is_approved(self) -> bool:
        """Whether somebody vouched for this person."""
        return self.approved_at is not None

    @property
    def is_administrator(self) -> bool:
        """Whether this person runs the hub."""
        return self.role == Role.ADMINISTRATOR and self.is_approved

    @property
    def is_member(self) -> bool:
        """Whether this person acts for a state: may send, answer and write on the board."""
        return self.is_approved and self.role in STATE_ROLES


class CoveredCounty(Model):
    """A county that a person answers for."""

    __tablename__ = "covered_county"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    county_code: Mapped[str] = mapped_column(primary_key=True, index=True)


class PersonSpecialty(Model):
    """A specialty of a person."""

    __tablename__ = "person_specialty"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    specialty: Mapped[Specialty] = mapped_column(one_of(Specialty, "specialty"), primary_key=True)


class Absence(Model):
    """Days on which a person is away, both included, and the colleague of their state who stands in."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="ends_after_it_starts"),
        CheckConstraint("delegate_id <> user_id", name="somebody_else_stands_in"),
        Index(None, "user_id", "last_day"),
        Index(None, "delegate_id", "last_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    delegate_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="raise_on_sql")
    delegate: Mapped[User | None] = relationship(foreign_keys=[delegate_id], lazy="raise_on_sql")
