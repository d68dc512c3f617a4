"""Addresses that mail comes back to: nobody can make one up, and none outlives what it belongs to."""

from datetime import date

import pytest

from coordhub.mail.addresses import answer_of, bounce_address, letter_of, reply_address

pytestmark = pytest.mark.onedb


@pytest.fixture
def reading(app, monkeypatch):
    """Let the hub read the mail of its own domain."""
    monkeypatch.setitem(app.config, "MAIL_REPLY_DOMAIN", "in.example.org")


def test_a_bounce_address_names_its_letter_and_a_reply_address_its_person_topic_and_last_day(reading):
    address = reply_address(7, 12, date(2026, 7, 1))

    assert letter_of(bounce_address(981)) == 981
    found = answer_of(address)
    assert (found.user_id, found.topic_id, found.last_day) == (7, 12, date(2026, 7, 1))
    assert len(address.rpartition("@")[0]) <= 64


def test_a_mail_system_that_changes_the_case_changes_nothing(reading):
    assert letter_of(f"<{bounce_address(981).upper()}>") == 981


@pytest.mark.parametrize(
    "address",
    ["", "@", "bounce+981@in.example.org", "bounce+981-aaaaaaaaaaaaaaaa@in.example.org", "notify@in.example.org",
     "bounce+" + "9" * 41 + "-aaaaaaaaaaaaaaaa@in.example.org"],
)  # fmt: skip
def test_a_made_up_address_belongs_to_nothing(reading, address):
    assert letter_of(address) is None
    assert answer_of(address) is None


def test_no_part_of_an_address_can_be_changed_or_used_for_another_purpose(reading):
    good = reply_address(7, 12, date(2026, 7, 1))

    assert answer_of(good.replace("+7.", "+8.")) is None
    assert answer_of(good.replace("in.example.org", "out.example.org")) is None
    assert answer_of(bounce_address(981).replace("bounce", "reply")) is None
    assert letter_of(good) is None


def test_a_hub_that_reads_no_mail_offers_no_address(app):
    assert bounce_address(981) is None
    assert reply_address(7, 12, date(2026, 7, 1)) is None
