"""A country of six states, as counting all of them in every test is slow; one test counts the whole."""

import pytest

from coordhub.coordination.actions import counting
from coordhub.places.states import STATES

SIX = ("AK", "FL", "MI", "OH", "TX", "WA")


@pytest.fixture
def six_states(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let counting know of six states."""
    monkeypatch.setattr(counting, "STATES", {code: STATES[code] for code in SIX})
