"""A request under way, from the fewest words."""

from collections.abc import Callable
from typing import Any

import pytest

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.coordination import actions, queries
from coordhub.coordination.models import CoordinationRequest
from coordhub.coordination.types import TYPES
from coordhub.db import db
from tests.cast import Cast
from tests.factories import GRAND_TRAVERSE

Asking = Callable[..., CoordinationRequest]


@pytest.fixture
def ask(cast: Cast) -> Asking:
    """Return a function that sends a request: from Rosa in Texas to Michigan unless told otherwise."""
    sent = 0

    def send(by: User | None = None, type_code: str = "MOVE", to_state: str = "MI", **more: Any) -> CoordinationRequest:
        nonlocal sent
        sent += 1
        county: dict[str, Any] = (
            {"county_code": GRAND_TRAVERSE, "county_name": "Grand Traverse County"} if to_state == "MI" else {}
        )
        draft = actions.Draft(
            type=TYPES[type_code],
            to_state=to_state,
            time_zone="America/Detroit",
            children_count=3,
            grade_bands=["K-5", "6-8"],
            **(county | {"move_month": "2026-06", "move_week": 2} | more),
        )
        today = clock.today_in(draft.time_zone)
        chosen = queries.route_for(to_state, draft.type, draft.county_code, draft.county_name, today=today)
        assert chosen is not None
        request = actions.send(draft, by=by or cast.rosa, to=chosen, sending_key=f"key-{sent}-{clock.now()}")
        db.session.commit()
        return request

    return send
