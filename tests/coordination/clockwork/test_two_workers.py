"""Two workers look at the same moment, and a worker meets a person: each thing is done once."""

from collections.abc import Callable
from threading import Barrier, Thread

import flask
import pytest
from sqlalchemy import func, select

from coordhub.accounts.models import Role
from coordhub.coordination import actions, queries, rules, sweeping
from coordhub.coordination.models import CoordinationRequest, Deed, Escalation, OverdueList, Status, Step
from coordhub.db import db
from coordhub.errors import Conflict
from coordhub.notifications.models import Notification
from tests.asking import Asking
from tests.cast import Cast
from tests.coordination.clockwork.days import At, again, detroit, mailed, told
from tests.factories import a_person

At_once = Callable[..., list[sweeping.Swept]]


@pytest.fixture
def requests(starter: None, at: At, ask: Asking, cast: Cast) -> list[CoordinationRequest]:
    a_person("Mei Tran", role=Role.DIRECTOR, state_code="MI")
    at(detroit(6, 16))
    return [ask() for _ in range(4)]


@pytest.fixture
def at_once(app: flask.Flask) -> At_once:
    """Run each of the given deeds in a worker of its own, at the same moment."""

    def run(*deeds: Callable[[], sweeping.Swept]) -> list[sweeping.Swept]:
        db.session.remove()
        all_there = Barrier(len(deeds))
        found: list[sweeping.Swept] = []

        def work(deed: Callable[[], sweeping.Swept]) -> None:
            with app.app_context():
                all_there.wait()
                found.append(deed())
                db.session.remove()

        workers = [Thread(target=work, args=(one,)) for one in deeds]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return found

    return run


def number_of(model: type) -> int | None:
    return db.session.scalar(select(func.count()).select_from(model))


def deeds(deed: Deed) -> int | None:
    return db.session.scalar(select(func.count(Step.id)).where(Step.deed == deed))


def test_three_workers_pass_each_target_on_once(
    at: At, at_once: At_once, requests: list[CoordinationRequest], cast: Cast
) -> None:
    at(detroit(7, 13))

    swept = at_once(*[sweeping.escalate] * 3)
    sweeping.escalate()  # what was in other hands at that moment

    assert [one.failed for one in swept] == [0, 0, 0]
    assert number_of(Escalation) == deeds(Deed.ESCALATE) == 8
    assert len(told("request-escalated")) == 8
    assert len(mailed("request-escalated")) == 4  # both escalations of a request make one letter
    lists = db.session.scalar(select(func.count(Notification.id)).where(Notification.kind == "overdue-list"))
    assert lists == len(mailed("overdue-list")) == 2
    states = db.session.scalars(select(OverdueList.state_code)).all()
    assert len(states) == len(set(states)) > 40


def test_two_workers_close_each_request_once(
    at: At, at_once: At_once, requests: list[CoordinationRequest], cast: Cast
) -> None:
    for one in requests:
        actions.decline(one, "no_program", by=cast.ben)
    db.session.commit()
    at(detroit(7, 6))

    swept = at_once(sweeping.close, sweeping.close)
    sweeping.close()

    assert [one.failed for one in swept] == [0, 0]
    assert deeds(Deed.CLOSE) == 4


def test_two_workers_wipe_each_request_once(
    at: At, at_once: At_once, requests: list[CoordinationRequest], cast: Cast
) -> None:
    for one in requests:
        actions.withdraw(one, by=cast.rosa)
    db.session.commit()
    at(detroit(6, 16) + rules.WIPED_AFTER)

    swept = at_once(sweeping.wipe, sweeping.wipe)
    sweeping.wipe()

    assert [one.failed for one in swept] == [0, 0]
    assert deeds(Deed.WIPE) == 4


def test_who_acknowledges_while_the_worker_looks_leaves_a_true_history(
    app: flask.Flask, at: At, at_once: At_once, requests: list[CoordinationRequest], cast: Cast
) -> None:
    number, ben = requests[0].number, cast.ben.id
    at(detroit(6, 19))

    def acknowledge() -> sweeping.Swept:
        me = db.session.get_one(type(cast.ben), ben)
        request = queries.request_for(me, number)
        assert request is not None
        try:
            actions.acknowledge(request, by=me)
            db.session.commit()
        except Conflict:
            db.session.rollback()
        return sweeping.Swept()

    swept = at_once(sweeping.escalate, acknowledge)

    assert [one.failed for one in swept] == [0, 0]
    me = db.session.get_one(type(cast.ben), ben)
    request = queries.request_for(me, number)
    assert request is not None
    assert [one.position for one in request.steps] == list(range(1, len(request.steps) + 1))
    assert list(rules.illegal_steps(request.steps)) == []
    escalations = [one for one in request.steps if one.deed == Deed.ESCALATE]
    stored = db.session.scalar(select(func.count(Escalation.id)).where(Escalation.request_id == request.id))
    assert len(escalations) == stored <= 1


def test_a_worker_that_is_killed_between_two_requests_leaves_nothing_half_done(
    at: At, requests: list[CoordinationRequest], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(detroit(6, 19))
    true_escalate = actions.escalate
    seen: list[int] = []

    def killed_at_the_third(request_id: int) -> object:
        seen.append(request_id)
        found = true_escalate(request_id)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return found

    monkeypatch.setattr(actions, "escalate", killed_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        sweeping.escalate()
    db.session.rollback()  # the process is gone, and its transaction with it
    assert number_of(Escalation) == deeds(Deed.ESCALATE) == len(mailed("request-escalated")) == 2

    monkeypatch.setattr(actions, "escalate", true_escalate)
    sweeping.escalate()

    assert number_of(Escalation) == deeds(Deed.ESCALATE) == len(mailed("request-escalated")) == 4
    assert {again(one).status for one in requests} == {Status.SENT}
