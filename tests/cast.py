"""The cast of DOMAIN.md's roles, known by name in every test: who may do what reads off the names."""

from dataclasses import dataclass

from coordhub.accounts.models import Role, Specialty, User
from coordhub.db import db
from tests.factories import GRAND_TRAVERSE, LEELANAU, a_person


@dataclass(frozen=True)
class Cast:
    """Seven people; a visitor is the client before anybody signed in."""

    rosa: User
    ben: User
    dana: User
    pat: User
    olive: User
    sam: User
    ada: User


def the_cast() -> Cast:
    """Store and return the cast."""
    people = Cast(
        rosa=a_person("Rosa Delgado", role=Role.DIRECTOR, state_code="TX"),
        ben=a_person(
            "Ben Okafor",
            role=Role.RECRUITER,
            state_code="MI",
            counties=(GRAND_TRAVERSE, LEELANAU),
            specialties=(Specialty.RECRUITMENT,),
            time_zone="America/Detroit",
        ),
        dana=a_person("Dana Whitfield", state_code="FL", time_zone="America/New_York"),
        pat=a_person("Pat Lindqvist", role=Role.SITE_MANAGER, state_code="WA", time_zone="America/Los_Angeles"),
        olive=a_person("Olive Hart", role=Role.OBSERVER),
        sam=a_person("Sam Rivers", state_code="OH", approved=False),
        ada=a_person("Ada Moreno", role=Role.ADMINISTRATOR),
    )
    db.session.commit()
    return people
