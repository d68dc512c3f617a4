"""Whatever happens to a request, and whenever workers look: each missed target is passed on exactly once."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from coordhub.accounts.models import Role
from coordhub.coordination import actions, rules, sweeping
from coordhub.coordination.models import CoordinationRequest, Deed, Escalation, Status, Step
from coordhub.db import db
from coordhub.errors import NotAllowed
from coordhub.notifications.models import Notification
from coordhub.workdays import federal_holidays
from tests.asking import Asking
from tests.cast import Cast
from tests.coordination.clockwork.days import At, again, detroit, done
from tests.factories import a_person

DEEDS = (
    Deed.ACKNOWLEDGE, Deed.START, Deed.ASK, Deed.ANSWER, Deed.RECORD_OUTCOME, Deed.DECLINE, Deed.CONFIRM, Deed.DISPUTE,
    Deed.REOPEN,
)  # fmt: skip
# How many days and hours pass, what somebody tries to do then, and how many workers look after that.
MOMENTS = st.tuples(
    st.sampled_from((0, 1, 1, 2, 3, 5, 9, 16)), st.integers(0, 23), st.sampled_from((None, None, *DEEDS)),
    st.integers(0, 2),
)  # fmt: skip


def act(request: CoordinationRequest, deed: Deed, cast: Cast) -> None:
    """Do it for whichever side may, if one may now."""
    plain: dict[Deed, Any] = {
        Deed.ACKNOWLEDGE: lambda: actions.acknowledge(request, by=cast.ben),
        Deed.START: lambda: actions.start(request, by=cast.ben),
        Deed.ASK: lambda: actions.write(request, Deed.ASK, "Which week?", by=cast.ben),
        Deed.ANSWER: lambda: actions.write(request, Deed.ANSWER, "The second.", by=cast.rosa),
        Deed.RECORD_OUTCOME: lambda: actions.record_outcome(request, request.type.outcomes[0].code, by=cast.ben),
        Deed.DECLINE: lambda: actions.decline(request, "no_program", by=cast.ben),
        Deed.CONFIRM: lambda: actions.confirm(request, by=cast.rosa),
        Deed.DISPUTE: lambda: actions.dispute(request, "They are still there.", by=cast.rosa),
        Deed.REOPEN: lambda: actions.reopen(request, "They are back.", by=cast.rosa),
    }
    try:
        plain[deed]()
        db.session.commit()
    except NotAllowed:
        db.session.rollback()


def missed_by_the_calendar(request: CoordinationRequest, now: datetime) -> set[tuple[str, date]]:
    """What is late on this day, by crossing days off a calendar rather than by the rules under test."""
    zone = ZoneInfo(request.time_zone)
    today = now.astimezone(zone).date()
    found = set()
    if request.status == Status.SENT and today > request.acknowledge_by:
        found.add(("backup", request.acknowledge_by))
    if request.status in (Status.SENT, Status.ACKNOWLEDGED, Status.IN_PROGRESS):
        since = request.due_on
        for step in request.steps:
            if step.deed in (Deed.ANSWER, Deed.DISPUTE, Deed.REOPEN):
                since = max(since, step.at.astimezone(zone).date())
        passed = [since + timedelta(days=ahead) for ahead in range(1, max(0, (today - since).days))]
        if len([one for one in passed if one.weekday() < 5 and one not in federal_holidays(one.year)]) >= 2:
            found.add(("director", request.due_on))
    return found


@pytest.mark.onedb
@pytest.mark.parametrize("zone", ["America/Detroit", "Pacific/Guam", "Pacific/Honolulu"])
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moments=st.lists(MOMENTS, min_size=8, max_size=30),
    start=st.integers(0, 364),
    type_=st.sampled_from(("MOVE", "REC")),
)
def test_each_missed_target_is_passed_on_once_whenever_the_workers_look(
    at: At, ask: Asking, cast: Cast, zone: str, moments: list[Any], start: int, type_: str
) -> None:
    if not db.session.scalar(select(Notification.id).limit(1)):
        a_person("Mei Tran", role=Role.DIRECTOR, state_code="MI")
        db.session.commit()
    now = detroit(1, 1) + timedelta(days=start)
    at(now)
    request = ask(type_code=type_)
    request.time_zone = zone
    db.session.commit()
    due_ever: set[tuple[str, date]] = set()
    for gap, hour, deed, workers in moments:
        now = max(now, now + timedelta(days=gap) - timedelta(hours=now.hour) + timedelta(hours=hour))
        at(now)
        if deed is not None:
            act(again(request), deed, cast)
        late = missed_by_the_calendar(again(request), now)
        for _ in range(workers):
            done(sweeping.escalate())
        if workers:
            due_ever |= late
        found = select(Escalation.level, Escalation.target_on).where(Escalation.request_id == request.id)
        assert {(level.value, day) for level, day in db.session.execute(found)} == due_ever
    steps = db.session.scalars(select(Step).where(Step.request_id == request.id, Step.deed == Deed.ESCALATE)).all()
    told = db.session.scalars(select(Notification.event_key).where(Notification.kind == "request-escalated"))
    of_this = Counter(key for key in told if key.startswith(f"{request.number}/"))
    assert len(steps) == len(due_ever)
    assert of_this == {f"{request.number}/step-{one.position}": 1 for one in steps}
    assert list(rules.illegal_steps(again(request).steps)) == []
