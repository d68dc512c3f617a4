"""The judge of the torture finds what it looks for."""

import pytest

from coordhub.db import db
from coordhub.mail.letters import Letter
from coordhub.mail.models import Delivery
from coordhub.mail.outbox import put
from tests.mail.torture.rigging import message_id
from tests.mail.torture.verdict import read_verdict

pytestmark = pytest.mark.onedb


@pytest.fixture
def judged(app, tmp_path):
    """Judge letters, told as (status, times the server took it)."""

    def judge(*told, kills=0, deserters=()):
        lines = []
        for key, (status, times) in enumerate(told):
            letter = Letter(f"plain.{key}@example.org", "s", message_id(key), b"")
            put(letter, dedup_key=f"torture-{key}", kind="torture", user_id=None).status = status
            lines += [f"1.000 {key} plain.{key}@example.org\n"] * times
        db.session.commit()
        (tmp_path / "judge.log").write_text("".join(lines))
        (tmp_path / "errors.txt").write_text("what it said")
        return read_verdict(
            tmp_path / "judge.log",
            seed=1,
            kills=kills,
            freezes=0,
            senders=1,
            in_an_outage=0,
            deserters=deserters,
            errors=tmp_path / "errors.txt",
            seconds=1,
        )

    return judge


def test_letters_that_arrived_once_or_are_in_doubt_after_a_kill_are_no_fault(judged):
    verdict = judged((Delivery.SENT, 1), (Delivery.UNCERTAIN, 1), (Delivery.UNCERTAIN, 0), kills=2)

    assert verdict.problems == []
    assert (verdict.accepted, verdict.uncertain, verdict.uncertain_taken) == (2, 2, 1)


@pytest.mark.parametrize("status", [Delivery.SENT, Delivery.UNCERTAIN, Delivery.QUEUED])
def test_a_letter_that_was_taken_twice_is_a_fault(judged, status):
    verdict = judged((status, 2), kills=1)

    assert verdict.doubled == 1
    assert verdict.problems


@pytest.mark.parametrize("status", [Delivery.SENT, Delivery.QUEUED, Delivery.HANDING, Delivery.FAILED])
def test_a_letter_that_never_arrived_and_is_not_in_doubt_is_a_fault(judged, status):
    verdict = judged((status, 0))

    assert verdict.lost == 1
    assert verdict.problems


def test_more_letters_in_doubt_than_kills_explain_are_a_fault(judged):
    assert judged((Delivery.UNCERTAIN, 0), (Delivery.UNCERTAIN, 0), kills=1).problems


def test_a_worker_that_ends_by_itself_is_a_fault_and_quoted(judged):
    (problem,) = judged((Delivery.SENT, 1), deserters=[3]).problems

    assert "what it said" in problem
