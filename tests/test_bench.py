import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from bench import requests
from bench.__main__ import main
from bench.asking import fill
from bench.measuring import verdict
from coordhub.coordination import rules
from coordhub.coordination.models import CoordinationRequest, Message, Step
from coordhub.db import db
from tests.directory.starter import load_starter


def test_an_unknown_section_is_refused_with_the_names_of_all(capsys):
    with pytest.raises(SystemExit) as refused:
        main(["places", "speed"])

    assert refused.value.code == 2
    assert "no section speed. Sections: " in capsys.readouterr().err


def test_a_section_runs_alone_under_the_name_of_the_machine(capsys, monkeypatch):
    ran = []
    monkeypatch.setattr("bench.places.run", lambda: ran.append("places"))
    monkeypatch.setattr("bench.pages.run", lambda: ran.append("pages"))

    main(["places"])

    machine, *rest = capsys.readouterr().out.splitlines()
    assert "cores, Python 3." in machine
    assert (rest, ran) == (["", "places"], ["places"])


@pytest.mark.parametrize(
    ("words", "limits"),
    [
        ("target ≤ 15 ms: reached", {"at_most": 15.0, "unit": " ms"}),
        ("target ≤ 14.5 ms: not reached", {"at_most": 14.5, "unit": " ms"}),
        ("target ≥ 15 %: reached", {"at_least": 15.0, "unit": " %"}),
        ("target ≥ 98 %: not reached", {"at_least": 98.0, "unit": " %"}),
    ],
)
def test_a_figure_says_whether_its_target_is_reached(words, limits):
    assert verdict(15.0, **limits) == words


def test_requests_are_filled_in_with_legal_histories_and_their_pages_can_be_measured(app, capsys):
    load_starter()
    number = fill(120, busy_open=6)

    assert db.session.scalar(select(func.count(CoordinationRequest.id))) == 120
    assert 8 < db.session.scalar(select(func.count(Message.step_id))) / 120 < 12
    for one in db.session.scalars(select(CoordinationRequest).options(selectinload(CoordinationRequest.steps))):
        assert list(rules.illegal_steps(one.steps)) == []
        assert (one.status, one.last_position) == (one.steps[-1].status_after, len(one.steps))
    db.session.add(Step(request_id=1, position=99, deed="write", status_after="sent", at=one.sent_at))
    db.session.flush()  # the next key is free
    db.session.rollback()

    places = {"number": number, "calendar": requests.calendar_of_busy(app)}
    hub = requests.Hub(app, [], places, requests.readers_of(app))
    requests.table("both", [hub, hub], rounds=1)

    printed = capsys.readouterr().out
    for name in ("inbox, busy desk", "work queue", "request page", "partner report", "nation"):
        assert name in printed
