"""Requests in the middle of their way, and people beside Rosa and Ben."""

from collections.abc import Callable

import pytest

from coordhub import clock
from coordhub.accounts.models import Role, User
from coordhub.coordination import actions
from coordhub.coordination.models import CoordinationRequest, Deed, Message, Step
from coordhub.db import db
from tests.asking import Asking
from tests.cast import Cast
from tests.factories import a_person

MARKER = "zebrafinch"
MSIX_ID = "999000111222"


@pytest.fixture
def mei(cast: Cast) -> User:
    """The director of the receiving state."""
    person = a_person("Mei Tran", role=Role.DIRECTOR, state_code="MI", time_zone="America/Detroit")
    db.session.commit()
    return person


@pytest.fixture
def luis(cast: Cast) -> User:
    """A colleague of the sender."""
    person = a_person("Luis Ortega", state_code="TX")
    db.session.commit()
    return person


@pytest.fixture
def sent(on_tuesday: object, ask: Asking) -> CoordinationRequest:
    """A request that Ben has not acknowledged, with a marker in its note and an MSIX ID."""
    return ask(note=f"They like the {MARKER}.", msix_ids=[MSIX_ID])


@pytest.fixture
def taken(sent: CoordinationRequest, cast: Cast) -> CoordinationRequest:
    """A request that Ben acknowledged."""
    actions.acknowledge(sent, by=cast.ben)
    db.session.commit()
    return sent


@pytest.fixture
def say(taken: CoordinationRequest) -> Callable[..., Step]:
    """Return a function that writes a message on the acknowledged request."""

    def write(by: User, text: str, deed: Deed = Deed.WRITE, **more: int) -> Step:
        step = actions.write(taken, deed, text, by=by, **more)
        db.session.commit()
        return step

    return write


def fill(request: CoordinationRequest, people: tuple[User, ...], number: int) -> None:
    """Put `number` messages on a request by the shortest way, in turn by `people`."""
    first = request.last_position + 1
    db.session.add_all(
        Step(
            request_id=request.id,
            position=position,
            deed=Deed.WRITE,
            status_after=request.status,
            actor_id=people[position % len(people)].id,
            at=clock.now(),
            message=Message(text=f"Word {position}.", quoted_position=2 if position > 60 else None),
        )
        for position in range(first, first + number)
    )
    request.last_position = first + number - 1
    db.session.commit()
    db.session.expire_all()


def words(page: str) -> str:
    """Return a page with single blanks, so that a sentence is found however its lines break."""
    return " ".join(page.split())
