"""Addresses that mail comes back to: signed, so that nobody can make one up.

The part before the @ names a purpose and numbers, and ends in a code made with the hub's key. Mail systems may
change the case of letters there, so only lower case and digits are used; it stays under the 64 characters of RFC 5321
section 4.5.3.1.1.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import date

import flask

CODE_LENGTH = 16  # characters of base 32: 80 bits
EPOCH = date(2020, 1, 1)
_FORM = re.compile(r"(bounce|reply)\+([0-9.]{1,40})-([a-z2-7]{16})")


@dataclass(frozen=True)
class ReplyAddress:
    """What an answer by e-mail belongs to: one person, one topic, and the last day on which it is taken."""

    user_id: int
    topic_id: int
    last_day: date


def bounce_address(letter_id: int) -> str | None:
    """Return the address to which a failure of this letter is reported; None when the hub reads no mail."""
    return _address("bounce", letter_id)


def reply_address(user_id: int, topic_id: int, last_day: date) -> str | None:
    """Return the address by which this person answers in this topic; None when the hub reads no mail."""
    return _address("reply", user_id, topic_id, (last_day - EPOCH).days)


def letter_of(address: str) -> int | None:
    """Return the id of the letter of a bounce address; None for any other address, or a made-up one."""
    numbers = _numbers("bounce", address, 1)
    return numbers[0] if numbers else None


def answer_of(address: str) -> ReplyAddress | None:
    """Return what a reply address belongs to, whether its last day is over or not; None when it was made up."""
    numbers = _numbers("reply", address, 3)
    if numbers is None:
        return None
    try:
        return ReplyAddress(numbers[0], numbers[1], date.fromordinal(EPOCH.toordinal() + numbers[2]))
    except (ValueError, OverflowError):
        return None


def code_of(purpose: str, words: str) -> str:
    """Return the code that this hub alone can make for these words, in lower case and digits."""
    key = flask.current_app.config["SECRET_KEY"].encode()
    made = hmac.new(key, f"address/{purpose}/{words}".encode(), hashlib.sha256).digest()
    return base64.b32encode(made).decode().lower()[:CODE_LENGTH]


def _address(purpose: str, *numbers: int) -> str | None:
    domain = flask.current_app.config["MAIL_REPLY_DOMAIN"]
    if not domain:
        return None
    words = ".".join(str(one) for one in numbers)
    return f"{purpose}+{words}-{code_of(purpose, words)}@{domain}"


def _numbers(purpose: str, address: str, how_many: int) -> list[int] | None:
    local, _, domain = address.strip().strip("<>").lower().rpartition("@")
    found = _FORM.fullmatch(local)
    if found is None or found[1] != purpose or domain != flask.current_app.config["MAIL_REPLY_DOMAIN"].lower():
        return None
    if not hmac.compare_digest(found[3], code_of(purpose, found[2])):
        return None
    numbers = [int(one) for one in found[2].split(".") if one]
    return numbers if len(numbers) == how_many else None
