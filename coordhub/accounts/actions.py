"""Deeds on people."""

import uuid
from collections.abc import Sequence

from flask_security import hash_password

from coordhub import clock
from coordhub.accounts.models import CoveredCounty, Role, User
from coordhub.accounts.queries import user_with_email
from coordhub.audit.actions import record
from coordhub.db import db
from coordhub.errors import Conflict, NotAllowed

SHORTEST_PASSWORD = 12


def approve(user: User, *, by: User) -> None:
    """Let somebody in; only a hub administrator does."""
    if not by.is_administrator:
        raise NotAllowed("Only a hub administrator approves people.")
    if user.is_approved:
        raise Conflict(f"{user.display_name} was approved already.")
    user.approved_at = clock.now()
    record(by.id, "person-approved", f"user-{user.id}")


def change_profile(user: User, *, phone: str | None, time_zone: str, county_codes: Sequence[str]) -> None:
    """Store what people may change about themselves. `user` has its counties loaded."""
    user.phone = phone or None
    user.time_zone = time_zone
    kept = {one.county_code: one for one in user.counties}
    user.counties = [kept.get(code) or CoveredCounty(county_code=code) for code in sorted(set(county_codes))]
    record(user.id, "profile-changed", f"user-{user.id}")


def add_administrator(email: str, name: str, password: str) -> User:
    """Add the first person of a hub; raises NotAllowed for a short password, Conflict for a known address."""
    if len(password) < SHORTEST_PASSWORD:
        raise NotAllowed(f"Choose a password of at least {SHORTEST_PASSWORD} characters.")
    if user_with_email(email):
        raise Conflict("There is an account with this address.")
    now = clock.now()
    user = User(
        email=email.strip().lower(),
        display_name=name,
        role=Role.ADMINISTRATOR,
        password=hash_password(password),
        fs_uniquifier=uuid.uuid4().hex,
        created_at=now,
        confirmed_at=now,
        approved_at=now,
        active=True,
    )
    db.session.add(user)
    return user
