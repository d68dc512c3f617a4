"""`flask coordination`, and the worker that does the same."""

import flask
import pytest
from sqlalchemy import func, select

from coordhub import jobs
from coordhub.accounts.models import Role
from coordhub.audit.models import AuditEntry
from coordhub.coordination import actions, rules
from coordhub.coordination.models import CoordinationRequest, Deed, Escalation, Status, Step
from coordhub.db import db
from coordhub.notifications.models import Notification
from tests.asking import Asking
from tests.cast import Cast
from tests.coordination.clockwork.days import At, again, detroit, passed_on, told
from tests.factories import a_person


@pytest.fixture
def request_(at: At, ask: Asking) -> CoordinationRequest:
    a_person("Mei Tran", role=Role.DIRECTOR, state_code="MI")
    at(detroit(6, 16))
    return ask(note="They like the zebrafinch.", msix_ids=["999000111222"])


@pytest.fixture
def closed(request_: CoordinationRequest, cast: Cast) -> CoordinationRequest:
    actions.withdraw(request_, by=cast.rosa)
    db.session.commit()
    return request_


def run(app: flask.Flask, *args: str, code: int = 0) -> str:
    result = app.test_cli_runner().invoke(args=["coordination", *args])
    assert result.exit_code == code, result.output
    assert "zebrafinch" not in result.output and "999000111222" not in result.output
    return result.output


def test_escalating_prints_a_line_for_each_and_a_total_and_can_run_twice(
    app: flask.Flask, at: At, request_: CoordinationRequest
) -> None:
    number = request_.number
    at(detroit(6, 19))

    first, second = run(app, "escalate"), run(app, "escalate")

    assert first.startswith(f"{number}: backup escalation, person ")
    assert first.endswith("1 done, 0 failed\n")
    assert second == "0 done, 0 failed\n"


def test_a_dry_run_says_the_same_and_stores_and_sends_nothing(
    app: flask.Flask, at: At, request_: CoordinationRequest
) -> None:
    at(detroit(6, 19))
    notices = db.session.scalar(select(func.count(Notification.id)))

    dry, true = run(app, "escalate", "--dry-run"), run(app, "escalate")

    assert dry == true + "Dry run: nothing was stored.\n"
    assert db.session.scalar(select(func.count(Escalation.id))) == 1
    once = db.session.scalar(select(func.count(Notification.id)))
    assert once == (notices or 0) + len(told("request-escalated")) + len(told("request-passed-on"))
    assert told("request-escalated")


def test_closing_and_its_dry_run(app: flask.Flask, at: At, request_: CoordinationRequest, cast: Cast) -> None:
    actions.decline(request_, "no_program", by=cast.ben)
    db.session.commit()
    number = request_.number
    at(detroit(7, 2))

    assert run(app, "close", "--dry-run").startswith(f"{number}: closed\n1 done")
    assert run(app, "close") == f"{number}: closed\n1 done, 0 failed\n"
    assert run(app, "close") == "0 done, 0 failed\n"


def test_wiping_and_its_dry_run(app: flask.Flask, at: At, closed: CoordinationRequest) -> None:
    number, ended = closed.number, closed.closed_at
    assert ended is not None
    at(ended + rules.WIPED_AFTER)

    assert f"{number}: wiped\n" in run(app, "wipe", "--dry-run")
    assert f"{number}: wiped\n" in run(app, "wipe")
    assert f"{number}: wiped\n" not in run(app, "wipe")


def test_a_failure_makes_the_command_fail(app: flask.Flask, at: At, request_: CoordinationRequest) -> None:
    request_.to_state = "ZZ"
    db.session.commit()
    at(detroit(6, 19))

    assert "1 failed" in run(app, "escalate", code=1)


def test_an_administrator_holds_and_releases_by_number(
    app: flask.Flask, at: At, closed: CoordinationRequest, cast: Cast
) -> None:
    number, ada = closed.number, cast.ada.email

    assert run(app, "hold", number, "--by", ada) == f"{number}: now held\n"
    assert run(app, "hold", number, "--by", ada) == f"{number}: already held\n"
    assert run(app, "release", number, "--by", ada) == f"{number}: now not held\n"
    assert run(app, "release", number, "--by", ada) == f"{number}: already not held\n"
    db.session.expire_all()
    found = select(AuditEntry.deed, AuditEntry.actor_id).where(AuditEntry.about == number).order_by(AuditEntry.id)
    trail = db.session.execute(found).all()
    assert [tuple(one) for one in trail[-2:]] == [("request-hold", cast.ada.id), ("request-release", cast.ada.id)]


@pytest.mark.parametrize(
    ("number", "who", "words"),
    [
        ("R-2026-00001", "nobody@example.org", "Nobody on the hub has this address."),
        ("R-2026-09999", "ada", "There is no request R-2026-09999"),
        ("R-2026-00001", "rosa", "Only a hub administrator"),
        ("R-2026-00001", "olive", "Only a hub administrator"),
    ],
)
def test_a_hold_that_cannot_be_says_why(
    app: flask.Flask, closed: CoordinationRequest, cast: Cast, number: str, who: str, words: str
) -> None:
    email = who if "@" in who else getattr(cast, who).email

    assert words in run(app, "hold", number, "--by", email, code=1)
    assert again(closed).held_at is None


def test_the_worker_passes_on_and_closes_at_every_look_and_wipes_once_a_day(
    app: flask.Flask, at: At, request_: CoordinationRequest, ask: Asking, cast: Cast
) -> None:
    app.extensions.pop("looked_on", None)
    at(detroit(2, 2))
    ended = ask()
    actions.withdraw(ended, by=cast.rosa)
    at(detroit(6, 16))
    declined = ask()
    actions.decline(declined, "no_program", by=cast.ben)
    db.session.commit()
    at(detroit(7, 2))

    jobs.look_around("one")
    jobs.look_around("two")

    assert passed_on(request_) == [("backup", "2026-06-18")]
    assert again(declined).status == Status.CLOSED
    assert again(ended).wiped_at == detroit(7, 2)
    wiped = db.session.scalar(select(func.count(Step.id)).where(Step.deed == Deed.WIPE))
    assert wiped == 1
    assert app.extensions["looked_on"] == detroit(7, 2).date()
