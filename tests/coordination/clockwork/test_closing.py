"""Closing by itself."""

from coordhub.coordination import actions, sweeping
from coordhub.coordination.models import CoordinationRequest, Deed, Status
from coordhub.db import db
from tests.asking import Asking
from tests.cast import Cast
from tests.coordination.clockwork.days import At, detroit, done, told


def answered(at: At, ask: Asking, cast: Cast, **more: object) -> CoordinationRequest:
    """A request answered on Monday, June 15: nobody spoke up by Tuesday, June 30, as Juneteenth does not count."""
    at(detroit(6, 15))
    request = ask(**more)
    actions.acknowledge(request, by=cast.ben)
    actions.record_outcome(request, "enrolled", by=cast.ben)
    db.session.commit()
    return request


def test_ten_working_days_without_a_word_close_a_request_and_both_are_told(at: At, ask: Asking, cast: Cast) -> None:
    request = answered(at, ask, cast)
    at(detroit(6, 30, 23, 59))
    assert done(sweeping.close()) == []

    at(detroit(7, 1, 0, 0))

    assert done(sweeping.close()) == [f"{request.number}: closed"]
    assert done(sweeping.close()) == []
    assert request.status == Status.CLOSED
    assert (request.steps[-1].deed, request.steps[-1].actor_id) == (Deed.CLOSE, None)
    assert request.closed_at == detroit(7, 1, 0, 0)
    assert sorted(told("request-closed")) == sorted([cast.rosa.id, cast.ben.id])


def test_a_declined_request_closes_by_itself_too(at: At, ask: Asking, cast: Cast) -> None:
    at(detroit(6, 15))
    request = ask()
    actions.decline(request, "no_program", by=cast.ben)
    db.session.commit()
    at(detroit(7, 1))

    assert done(sweeping.close()) == [f"{request.number}: closed"]


def test_a_disputed_answer_does_not_close(at: At, ask: Asking, cast: Cast) -> None:
    request = answered(at, ask, cast)
    actions.dispute(request, "The school says they are still there.", by=cast.rosa)
    db.session.commit()
    at(detroit(8, 1))

    assert done(sweeping.close()) == []
    assert request.status == Status.IN_PROGRESS


def test_a_second_answer_has_its_own_ten_days(at: At, ask: Asking, cast: Cast) -> None:
    request = answered(at, ask, cast)
    at(detroit(6, 29))
    actions.dispute(request, "The school says they are still there.", by=cast.rosa)
    actions.record_outcome(request, "moved_on", by=cast.ben)
    db.session.commit()
    at(detroit(7, 10))
    assert done(sweeping.close()) == []
    at(detroit(7, 15))
    assert done(sweeping.close()) == [f"{request.number}: closed"]
