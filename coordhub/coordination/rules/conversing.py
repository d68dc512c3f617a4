"""What belongs to talking on a request: who may change a message, and whom a text calls by name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from coordhub.accounts.models import User
from coordhub.coordination.models import CoordinationRequest, Step
from coordhub.coordination.rules.parties import may_read

EDIT_WITHIN = timedelta(minutes=15)

# An @ inside a word is an e-mail address.
_CALL = re.compile(r"(?<![\w@.])@(?=[^\W\d_])")


@dataclass(frozen=True)
class Call:
    """Where a text calls somebody by name, the sign included; several `people` when they share the name."""

    start: int
    end: int
    people: tuple[User, ...]


def may_edit(user: User, request: CoordinationRequest, step: Step, now: datetime) -> bool:
    """Say whether `user` may change the message of `step` at `now`: its writer, a party still, within 15 minutes."""
    is_own = step.message is not None and step.actor_id == user.id
    return is_own and request.wiped_at is None and may_read(user, request) and now - step.at <= EDIT_WITHIN


def calls_in(text: str, people: Sequence[User]) -> Sequence[Call]:
    """Return where `text` calls somebody of `people`, as "@Mei Tran", in the order of the text.

    The longest name that fits is meant; capital letters do not matter. A call of nobody has no people, and ends with
    its first word.
    """
    named: dict[str, list[User]] = {}
    for one in people:
        named.setdefault(one.display_name.casefold(), []).append(one)
    longest_first = sorted(named, key=len, reverse=True)
    return [_call(text, sign.start(), named, longest_first) for sign in _CALL.finditer(text)]


def calls_a_stranger(text: str, people: Sequence[User]) -> bool:
    """Say whether `text` calls by a name that none of `people` has; names begin with a capital letter."""
    return any(not call.people and text[call.start + 1].isupper() for call in calls_in(text, people))


def _call(text: str, start: int, named: dict[str, list[User]], longest_first: Sequence[str]) -> Call:
    for name in longest_first:
        end = start + 1 + len(name)
        if text[start + 1 : end].casefold() == name and not re.match(r"[\w-]", text[end : end + 1]):
            return Call(start, end, tuple(named[name]))
    word = re.compile(r"[\w-]+").match(text, start + 1)
    return Call(start, word.end() if word else start + 1, ())
