"""Rival deeds at the same moment: one wins, the other is told, the history is true, nothing is done or told twice."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import flask
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from coordhub.accounts.models import Role, User
from coordhub.coordination import actions, rules, sweeping
from coordhub.coordination.models import CoordinationRequest, Deed, Message, Step
from coordhub.coordination.types import TYPES
from coordhub.db import db
from coordhub.mail.models import OutgoingEmail
from coordhub.notifications.models import Notification
from tests.asking import Asking
from tests.cast import Cast
from tests.client import CheckingClient
from tests.coordination.compose.filling import filled_in, seen
from tests.coordination.compose.test_batch import TWO
from tests.factories import a_person
from tests.telling import write_letters

pytestmark = pytest.mark.usefixtures("starter", "gazetteer", "on_tuesday")
Press = tuple[User, str, dict[str, Any]] | Callable[[], sweeping.Swept]
AtOnce = Callable[..., list[Any]]
ENDS = {Deed.RECORD_OUTCOME, Deed.DECLINE, Deed.REROUTE, Deed.WITHDRAW, Deed.CONFIRM, Deed.CLOSE, Deed.DISPUTE}


@pytest.fixture
def at_once(app: flask.Flask, mei: User) -> AtOnce:
    """Press buttons (who, path, data) and let workers look, all at the same moment; return codes or what was swept."""

    def run(*presses: Press) -> list[Any]:
        browsers = [app.test_client() for _ in presses]
        for browser, press in zip(browsers, presses, strict=True):
            if not callable(press):
                browser.sign_in(press[0])  # type: ignore[attr-defined]
        db.session.remove()
        all_there = Barrier(len(presses))

        def go(browser: Any, press: Press) -> Any:
            all_there.wait()
            if not callable(press):
                return browser.post(press[1], data=press[2]).status_code
            with app.app_context():
                found = press()
                db.session.remove()
                return found.failed

        with ThreadPoolExecutor(len(presses)) as threads:
            return list(threads.map(go, browsers, presses))

    return run


@pytest.fixture
def mei(cast: Cast) -> User:
    """The director of the receiving state."""
    person = a_person("Mei Tran", role=Role.DIRECTOR, state_code="MI")
    db.session.commit()
    return person


@pytest.fixture
def answered(ask: Asking, cast: Cast) -> CoordinationRequest:
    """A request with an outcome that its sender has not confirmed."""
    request = ask(note="They need the bus.")
    actions.acknowledge(request, by=cast.ben)
    actions.record_outcome(request, "enrolled", by=cast.ben)
    db.session.commit()
    return request


def history(number: str) -> Sequence[Deed]:
    """Return the deeds of a request whose history is true and of which nobody heard twice."""
    request = db.session.scalar(
        select(CoordinationRequest)
        .where(CoordinationRequest.number == number)
        .options(selectinload(CoordinationRequest.steps))
    )
    assert request is not None
    assert list(rules.illegal_steps(request.steps)) == []
    assert [one.position for one in request.steps] == list(range(1, request.last_position + 1))
    assert request.status == request.steps[-1].status_after
    assert (request.status in rules.ENDED) == (request.closed_at is not None)
    for told in (Notification.event_key, OutgoingEmail.dedup_key):
        owner = told.class_.user_id
        assert db.session.execute(select(told, owner).group_by(told, owner).having(func.count() > 1)).all() == []
    return [one.deed for one in request.steps]


def number_of(model: Any, *where: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*where)) or 0


@pytest.mark.parametrize(
    ("one", "other", "both_may"),
    [
        (("ben", "acknowledge", {}), ("rosa", "withdraw", {}), True),
        (("ben", "outcome", {"outcome": "enrolled"}), ("mei", "decline", {"reason": "duplicate"}), False),
        (("ben", "decline", {"reason": "duplicate"}), ("rosa", "withdraw", {}), True),
        (("ben", "start", {}), ("mei", "start", {}), False),
        (("ben", "messages", {"text": "When?", "deed": "ask"}), ("rosa", "withdraw", {}), True),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
def test_of_two_deeds_each_that_was_done_is_in_the_history_once(
    ask: Asking, cast: Cast, mei: User, at_once: AtOnce, one: Any, other: Any, both_may: bool
) -> None:
    request = ask()
    if one[1] != "acknowledge":
        actions.acknowledge(request, by=cast.ben)
        db.session.commit()
    number, before, people = request.number, request.last_position, {**vars(cast), "mei": mei}

    codes = at_once(*((people[who], f"/coordination/{number}/{deed}", data) for who, deed, data in (one, other)))

    done = codes.count(303)
    assert set(codes) <= {303, 403, 409} and done in ((1, 2) if both_may else (1,)), codes
    assert len(history(number)) == before + done


def test_a_request_goes_on_to_one_of_two_states(
    ask: Asking, cast: Cast, mei: User, client: CheckingClient, at_once: AtOnce
) -> None:
    request = ask(note="They need the bus.")
    path = f"/coordination/{request.number}/reroute"
    presses = [
        (who, path, {"to_state": code, "do": "state", "seen": _seen(client.sign_in(who), path, code)})
        for who, code in ((cast.ben, "FL"), (mei, "WA"))
    ]

    codes = at_once(*presses)

    # The second one lands on the page of the request, which says that it went on, or is told that it was too late.
    assert set(codes) <= {303, 403, 409} and 303 in codes, codes
    assert history(request.number).count(Deed.REROUTE) == 1
    assert number_of(CoordinationRequest) == 2


def _seen(client: CheckingClient, path: str, code: str) -> str:
    page = client.post(path, data={"to_state": code, "look": "state"}).text
    return next(one.split('"')[0] for one in page.split('name="seen" value="')[1:] if one[0] != '"')


def test_an_answer_is_confirmed_or_closed_by_the_hub_once(
    answered: CoordinationRequest, cast: Cast, at: Callable[[datetime], None], on_tuesday: datetime, at_once: AtOnce
) -> None:
    at(on_tuesday + timedelta(days=30))
    path = f"/coordination/{answered.number}/confirm"

    *codes, failed = at_once((cast.rosa, path, {}), (cast.rosa, path, {}), sweeping.close)

    assert set(codes) <= {303, 403, 409} and codes.count(303) <= 1 and failed == 0
    deeds = history(answered.number)
    assert deeds.count(Deed.CONFIRM) + deeds.count(Deed.CLOSE) == 1
    assert number_of(OutgoingEmail, OutgoingEmail.kind == "request-closed") <= 2


def test_an_answer_is_disputed_or_closed_by_the_hub(
    answered: CoordinationRequest, cast: Cast, at: Callable[[datetime], None], on_tuesday: datetime, at_once: AtOnce
) -> None:
    at(on_tuesday + timedelta(days=30))
    dispute = {"text": "The school has not seen them.", "deed": "dispute"}

    code, failed = at_once((cast.rosa, f"/coordination/{answered.number}/messages", dispute), sweeping.close)

    assert code in (303, 403, 409) and failed == 0
    assert history(answered.number)[-1] == (Deed.DISPUTE if code == 303 else Deed.CLOSE)


def test_what_is_to_be_wiped_is_wiped_or_held_and_never_both(
    answered: CoordinationRequest,
    cast: Cast,
    mei: User,
    at: Callable[[datetime], None],
    on_tuesday: datetime,
    at_once: AtOnce,
) -> None:
    actions.confirm(answered, by=cast.rosa)
    db.session.commit()
    at(on_tuesday + rules.WIPED_AFTER)
    number = answered.number

    code, failed = at_once((mei, f"/coordination/{number}/hold", {}), sweeping.wipe)

    assert code in (303, 403, 409) and failed == 0
    request = db.session.scalars(select(CoordinationRequest)).one()
    assert (request.held_at is None) != (request.wiped_at is None)
    assert number_of(Message) == (1 if request.held_at else 0)
    assert history(number)[-1] == (Deed.HOLD if code == 303 else Deed.WIPE)


def test_a_request_is_assigned_or_handed_over_and_somebody_has_it(
    ask: Asking, cast: Cast, mei: User, at_once: AtOnce
) -> None:
    request, luis = ask(), a_person("Luis Ortega", state_code="MI")
    db.session.commit()
    hand_over = {"to": str(luis.id), "do": "1", "seen": f"{luis.id}/{request.number}"}

    codes = at_once(
        (mei, f"/coordination/{request.number}/assign", {"colleague": str(mei.id)}),
        (cast.ben, f"/coordination/team/{cast.ben.id}/hand-over", hand_over),
    )

    assert set(codes) <= {200, 303, 403, 409} and 303 in codes
    last = history(request.number)[-1]
    owner = db.session.scalar(select(CoordinationRequest.owner_id))
    assert owner == (mei.id if last == Deed.ASSIGN else luis.id)


def test_a_form_sent_in_two_windows_at_once_is_one_request(cast: Cast, client: CheckingClient, at_once: AtOnce) -> None:
    path, fields = "/coordination/new?type=REC", filled_in(TYPES["REC"])
    looked = client.sign_in(cast.rosa).post(path, data=fields | {"look": "1"})
    send = (cast.rosa, path, fields | {"send": "1", "seen": seen(looked.text)})

    codes = at_once(send, send)

    assert 303 in codes and set(codes) <= {303, 409}
    assert (number_of(CoordinationRequest), number_of(Step)) == (1, 1)
    write_letters()
    assert number_of(OutgoingEmail, OutgoingEmail.user_id == cast.ben.id) == 1


def test_a_batch_sent_in_two_windows_at_once_is_sent_once(cast: Cast, client: CheckingClient, at_once: AtOnce) -> None:
    path = "/coordination/batch"
    looked = client.sign_in(cast.rosa).post(path, data=TWO | {"look": "1"})
    send = (cast.rosa, path, TWO | {"send": "1", "seen": seen(looked.text)})

    codes = at_once(send, send)

    assert 303 in codes and set(codes) <= {303, 409}
    assert (number_of(CoordinationRequest), number_of(Step)) == (2, 2)
