"""The worker counts by itself."""

import pytest

from coordhub.coordination.models import Tally, Way
from coordhub.db import db
from coordhub.jobs import look_around
from coordhub.places.states import STATES


@pytest.mark.onedb
def test_the_worker_counts_every_state_and_island(on_tuesday, ask):
    ask()

    look_around("a worker")

    for code in (*STATES, "US"):
        assert db.session.get(Tally, (code, 2026, Way.RECEIVED, "", "")) is not None, code
    assert db.session.get_one(Tally, ("MI", 2026, Way.RECEIVED, "TX", "MOVE")).requests == 1
