"""The weekly list of overdue requests, to the directors of both states."""

import email
from email.policy import default

import pytest
from sqlalchemy import select

from coordhub.accounts.models import Role, User
from coordhub.coordination import actions, sweeping, telling
from coordhub.coordination.models import CoordinationRequest, OverdueList
from coordhub.db import db
from tests.asking import Asking
from tests.cast import Cast
from tests.coordination.clockwork.days import At, again, detroit, done, mailed, told
from tests.factories import a_person


@pytest.fixture
def mei(starter: None, cast: Cast) -> User:
    """The director of Michigan."""
    person = a_person("Mei Tran", role=Role.DIRECTOR, state_code="MI")
    db.session.commit()
    return person


@pytest.fixture
def request_(mei: User, at: At, ask: Asking) -> CoordinationRequest:
    at(detroit(6, 16))
    return ask(note="They like the zebrafinch.", msix_ids=["999000111222"])


def texts(kind: str = "overdue-list") -> list[str]:
    found = []
    for row in mailed(kind):
        letter = email.message_from_bytes(row.content, policy=default)
        part = letter.get_body(("plain",))  # type: ignore[attr-defined]
        found.append(f"{letter['Subject']}\n{part.get_content()}".replace("\r", ""))
    return found


def lists_sent() -> list[str]:
    return [line for line in done(sweeping.escalate()) if "weekly list" in line]


def test_the_directors_of_both_states_get_one_list_on_monday_at_seven(
    at: At, request_: CoordinationRequest, mei: User, cast: Cast
) -> None:
    at(detroit(6, 22, 6, 59))
    assert lists_sent() == []

    at(detroit(6, 22, 7, 0))
    assert lists_sent() == ["MI: weekly list, 1 overdue, 1 told"]
    at(detroit(6, 22, 8, 0))  # seven in Austin
    assert lists_sent() == ["TX: weekly list, 1 overdue, 1 told"]
    at(detroit(6, 24))
    assert lists_sent() == []

    assert sorted(told("overdue-list")) == sorted([mei.id, cast.rosa.id])
    at(detroit(6, 29, 12))
    assert len(lists_sent()) == 2


def test_the_list_says_which_way_and_how_late_and_nothing_private(
    at: At, request_: CoordinationRequest, mei: User
) -> None:
    at(detroit(6, 22, 12))
    lists_sent()

    of_michigan, of_texas = sorted(texts())
    assert of_michigan.startswith("Overdue requests to and from MI\n")
    assert "MICHIGAN IS TO ANSWER" in of_michigan and "TEXAS WAITS FOR AN ANSWER" in of_texas
    # Thursday was the target, Friday a holiday: Monday is the first working day after it.
    assert "- R-2026-00001 Move notice, TX to MI\n" in of_texas
    assert "  Target Thursday, June 18, 2026, overdue by 1 working day\n" in of_texas
    assert "http://hub.example.org/coordination/R-2026-00001" in of_texas
    for word in ("zebrafinch", "999000111222", "Grand Traverse", "26055", "3 children", "Rosa", "Ben"):
        assert word not in of_michigan + of_texas


def test_nobody_gets_an_empty_list_and_it_is_not_made_up_for_later_in_the_week(
    at: At, request_: CoordinationRequest, mei: User, cast: Cast
) -> None:
    actions.acknowledge(again(request_), by=cast.ben)
    db.session.commit()
    at(detroit(6, 29, 12))
    assert lists_sent() == []

    at(detroit(7, 2, 12))  # overdue since this morning
    assert lists_sent() == []
    at(detroit(7, 6, 12))
    assert len(lists_sent()) == 2


def test_after_a_monday_that_is_a_holiday_the_list_comes_on_tuesday(
    at: At, request_: CoordinationRequest, mei: User
) -> None:
    at(detroit(9, 7, 12))  # Labor Day
    assert lists_sent() == []
    at(detroit(9, 8, 12))
    assert len(lists_sent()) == 2
    weeks = db.session.scalars(select(OverdueList.monday).where(OverdueList.state_code == "MI"))
    assert [one.isoformat() for one in weeks] == ["2026-09-07"]


def test_a_long_list_is_cut_and_the_rest_is_counted(
    at: At, request_: CoordinationRequest, ask: Asking, mei: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask()
    ask()
    monkeypatch.setattr(telling, "LINES_AT_MOST", 2)
    at(detroit(6, 22, 12))

    lists_sent()

    assert all(one.count("Move notice") == 2 and "and 1 more" in one for one in texts())
