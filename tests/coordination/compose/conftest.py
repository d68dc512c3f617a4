"""Rosa of Texas at her desk on Tuesday, June 16, 2026, with the starter directory."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import select

from coordhub.coordination.models import CoordinationRequest
from coordhub.coordination.types import TYPES
from coordhub.db import db
from tests.coordination.compose.filling import filled_in, seen

Send = Callable[..., Any]


@pytest.fixture
def rosa(starter: None, cast: Any, client: Any, on_tuesday: Any) -> Any:
    """A browser in which Rosa is signed in."""
    return client.sign_in(cast.rosa)


@pytest.fixture
def sent() -> Callable[[], Sequence[CoordinationRequest]]:
    """Return a function that returns all requests, oldest first."""
    return lambda: db.session.scalars(select(CoordinationRequest).order_by(CoordinationRequest.id)).all()


@pytest.fixture
def post(rosa: Any) -> Send:
    """Return a function that fills in the form of a type and presses a button of it."""

    def press(type_code: str = "MOVE", *, button: str = "look", **more: Any) -> Any:
        data = filled_in(TYPES[type_code], **more)
        return rosa.post(f"/coordination/new?type={type_code}", data=data | {button: "1"})

    return press


@pytest.fixture
def send(post: Send) -> Send:
    """Return a function that looks who gets it, then sends what was looked at."""

    def look_and_send(type_code: str = "MOVE", **more: Any) -> Any:
        looked = post(type_code, **more)
        if looked.status_code != 200:
            return looked
        return post(type_code, button="send", **more, seen=seen(looked.text))

    return look_and_send
