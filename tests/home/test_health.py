"""Whether the hub works, as machines and people see it."""

from datetime import timedelta

import pytest

from coordhub.db import db
from coordhub.mail.actions import beat
from tests.factories import a_waiting_letter


@pytest.fixture
def letter(app, on_tuesday):
    row = a_waiting_letter()
    db.session.commit()
    return row


def beat_now():
    beat("test-worker")
    db.session.commit()


def test_without_a_worker_it_is_degraded_and_says_how_to_start_one(client, on_tuesday):
    answer = client.get("/health")

    assert answer.status_code == 503
    assert answer.json["database"] == "ok"
    assert "flask worker run" in answer.json["worker"]


def test_with_a_worker_and_nothing_late_it_is_fine(client, on_tuesday, letter):
    beat_now()
    answer = client.get("/health")

    assert answer.status_code == 200
    assert (answer.json["status"], answer.json["letters_waiting"]) == ("ok", 1)


@pytest.mark.parametrize(("minutes", "fine"), [(3, True), (4, False)])
def test_a_worker_is_silent_after_three_minutes(client, at, on_tuesday, minutes, fine):
    beat_now()
    at(on_tuesday + timedelta(minutes=minutes))
    answer = client.get("/health")

    assert (answer.status_code == 200) == fine
    assert ("silent" in answer.json["worker"]) != fine


@pytest.mark.parametrize(("seconds", "fine"), [(900, True), (901, False)])
def test_a_letter_older_than_fifteen_minutes_degrades_it(client, at, on_tuesday, letter, seconds, fine):
    at(on_tuesday + timedelta(seconds=seconds))
    beat_now()

    assert (client.get("/health").status_code == 200) == fine


def test_people_read_the_same_in_words(client, on_tuesday):
    page = client.get("/status").text

    assert "Never seen" in page
