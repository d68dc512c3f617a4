"""New topics, more exactly: of a forum, about a specialty, from a state, or with words."""

import re
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from coordhub.accounts.models import User
from coordhub.db import db
from coordhub.errors import Conflict
from coordhub.notifications.kinds import Way
from coordhub.notifications.models import Interest, InterestKind
from coordhub.privacy.scan import scan
from coordhub.privacy.surfaces import Surface

WORDS_AT_MOST, LETTERS_AT_LEAST, LONGEST_WORD = 3, 3, 30
SAVED_AT_MOST = 10
INTERESTS_LISTED = 200  # more than there are forums, specialties and states


def words_of(typed: str) -> list[str]:
    """Return the different words of what was typed, in lower case, in their order."""
    return list(dict.fromkeys(re.findall(r"[^\s,;]+", typed.lower())))


def faults_of_words(typed: str) -> list[str]:
    """Return what keeps words from being saved, as sentences."""
    words = words_of(typed)
    if not words:
        return ["Type one to three words that the topic must have."]
    if len(words) > WORDS_AT_MOST:
        return [f"Use at most {WORDS_AT_MOST} words. A topic must have all of them."]
    if any(not one.isalpha() or len(one) < LETTERS_AT_LEAST for one in words):
        return [f"Use whole words of at least {LETTERS_AT_LEAST} letters, without digits and signs."]
    if any(len(one) > LONGEST_WORD for one in words):
        return [f"Use words of at most {LONGEST_WORD} letters."]
    if scan(typed, Surface.BOARD).verdict != "pass":
        return ["This may name a person. Save words of the work: records, summer, credit."]
    return []


def interests_of(user: User) -> Sequence[Interest]:
    """Return what a person follows more exactly, by kind, in the order in which it was added."""
    found = select(Interest).where(Interest.user_id == user.id).order_by(Interest.id).limit(INTERESTS_LISTED)
    kinds = list(InterestKind)
    return sorted(db.session.scalars(found), key=lambda one: (kinds.index(one.kind), one.id))


def interest_of(user: User, interest_id: int) -> Interest | None:
    """Return one of a person's interests; None for one that is gone or somebody else's."""
    if interest_id >= 2**31:
        return None  # PostgreSQL has no such key.
    return db.session.scalar(select(Interest).where(Interest.id == interest_id, Interest.user_id == user.id))


def follow(user: User, kind: InterestKind, value: str, way: Way) -> Interest:
    """Store an interest; one that is there already gets the new way. Words are the same in whatever order.

    Raises Conflict when another window is faster, or ten word lists are saved already.
    """
    known = interests_of(user)
    same = next((one for one in known if one.kind == kind and _key(one.kind, one.value) == _key(kind, value)), None)
    if same is not None:
        same.way = way
        return same
    if kind == InterestKind.WORDS and is_full(known):
        raise Conflict(f"You have {SAVED_AT_MOST} saved words. Remove some before you add more.")
    stored = " ".join(words_of(value)) if kind == InterestKind.WORDS else value
    added = Interest(user_id=user.id, kind=kind, value=stored, way=way)
    try:
        with db.session.begin_nested():
            db.session.add(added)
    except IntegrityError as error:
        raise Conflict("You added this in another window at the same moment. Open the page again.") from error
    return added


def is_full(known: Sequence[Interest]) -> bool:
    """Say whether no more words can be saved."""
    return sum(one.kind == InterestKind.WORDS for one in known) >= SAVED_AT_MOST


def _key(kind: InterestKind, value: str) -> tuple[str, ...]:
    return tuple(sorted(words_of(value))) if kind == InterestKind.WORDS else (value,)
