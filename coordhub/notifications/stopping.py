"""Stop links: signed, so that they name one person and one kind of letter and cannot be made up; and undo links."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import flask
from itsdangerous import BadSignature, URLSafeSerializer

from coordhub.accounts.models import User
from coordhub.accounts.queries import user_by_id
from coordhub.notifications import defaults, queries, reading
from coordhub.notifications.kinds import Subject, Way
from coordhub.notifications.preferences import Wishes, choose, wishes_of

DIGEST, AT_ONCE, ALL = "digest", "at-once", "all"
THREAD = "thread"  # one request or topic, which the link names
_WORDS: Mapping[Subject, str] = {
    Subject.TO_ME: "letters about requests to you, at once",
    Subject.TO_OFFICE: "letters about requests to your office, at once",
    Subject.TO_STATE: "letters about requests to your state, at once",
    Subject.MINE: "letters about steps of your requests, at once",
    Subject.WATCHED: "letters about requests you watch, at once",
    Subject.LATE: "letters about late requests, at once",
    Subject.MENTION: "letters that call you by name, at once",
    Subject.REPLY: "letters about answers on the board, at once",
    Subject.TOPIC: "letters about new topics on the board, at once",
    Subject.ENTRY: "letters about entries you answer for, at once",
    Subject.DIRECTORY: "letters about changes in the directory, at once",
    Subject.EVENT: "letters about events, at once",
    Subject.UPDATE: "letters about updates, at once",
}
SCOPES: Mapping[str, str] = {
    **{subject.value: words for subject, words in _WORDS.items()},
    DIGEST: "the daily and the weekly digest",
    AT_ONCE: "all letters at once",
    ALL: "all letters that can be stopped",
    THREAD: "letters about this one thing",
    # Stop links of letters that were written before people could choose by subject.
    "requests": "letters about requests, at once",
    "board": "letters about the board, at once",
    "directory": "letters about the directory, at once",
}
_OLD: Mapping[str, tuple[Subject, ...]] = {
    AT_ONCE: tuple(Subject),
    "requests": (Subject.TO_ME, Subject.TO_OFFICE, Subject.TO_STATE, Subject.MINE, Subject.WATCHED, Subject.LATE,
                 Subject.MENTION),
    "board": (Subject.REPLY, Subject.TOPIC),
    "directory": (Subject.ENTRY, Subject.DIRECTORY),
}  # fmt: skip


@dataclass(frozen=True)
class StopLink:
    """What a stop link says: whose letters, which; `about` names the one thing of the scope THREAD."""

    user: User
    scope: str
    about: str = ""

    @property
    def words(self) -> str:
        """What is stopped, as the end of a sentence."""
        if self.scope != THREAD:
            return SCOPES[self.scope]
        return f"letters about request {self.about}" if self.about.startswith("R-") else "letters about this one thing"


@dataclass(frozen=True)
class Undo:
    """What a stop changed: for each subject the way that was chosen before (None: none was) and the way since.

    `muted` is the thing that was muted, empty for none. `scope` says in words what can come back.
    """

    user: User
    scope: str
    ways: Mapping[Subject, tuple[Way | None, Way]]
    muted: str = ""

    @property
    def words(self) -> str:
        """What comes back, as the end of a sentence."""
        return StopLink(self.user, self.scope, self.muted).words

    @property
    def is_empty(self) -> bool:
        """Whether nothing was changed, so that nothing can come back."""
        return not self.ways and not self.muted


def stop_url(user: User, scope: str, *, about: str = "") -> str:
    """Return the absolute address that stops `scope` for `user`; the scope THREAD stops letters about `about`."""
    token = _signer().dumps([user.id, scope, about] if about else [user.id, scope])
    return f"{flask.current_app.config['HUB_URL']}/notifications/stop/{token}"


def read_token(token: str) -> StopLink | None:
    """Return what a stop link says; None for one that was made up or whose person is gone."""
    try:
        user_id, scope, *rest = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    if scope not in SCOPES or (scope == THREAD) != bool(rest):
        return None
    user = user_by_id(user_id)
    return StopLink(user, scope, *rest) if user else None


def plan(user: User, scope: str, about: str = "") -> Undo:
    """Return what a stop would change now, and so how it would be undone; nothing when it is stopped already."""
    if scope == THREAD:
        return Undo(user, scope, {}, "" if queries.muted(about, [user.id]) else about)
    wishes = wishes_of([user])[user.id]
    ways = _stopped(wishes, scope)
    return Undo(user, scope, {subject: (wishes.own.get(subject), way) for subject, way in ways.items()})


def stop(user: User, scope: str, about: str = "") -> Undo:
    """Stop what a letter offered to stop, and return how to undo it.

    Letters at once become lines of the digest; a digest that is stopped leaves everything in the inbox.
    """
    planned = plan(user, scope, about)
    if planned.muted:
        reading.mute(user, planned.muted)
    choose(user, {subject: since for subject, (_, since) in planned.ways.items()})
    return planned


def undo(what: Undo) -> None:
    """Give back exactly what was chosen before a stop; what its reader has chosen otherwise since then stays.

    So the second time changes nothing.
    """
    if what.muted:
        reading.unmute(what.user, what.muted)
    own = wishes_of([what.user])[what.user.id].own
    choose(what.user, {one: before for one, (before, since) in what.ways.items() if own.get(one) == since})


def undo_token(what: Undo) -> str:
    """Return the signed words of an undo link."""
    ways = [[subject, before, since] for subject, (before, since) in what.ways.items()]
    return _undo_signer().dumps([what.user.id, what.scope, ways, what.muted])


def read_undo(token: str) -> Undo | None:
    """Return what an undo link gives back; None for one that was made up or whose person is gone."""
    try:
        user_id, scope, ways, muted = _undo_signer().loads(token)
        changed = {Subject(one): (_way(before), Way(since)) for one, before, since in ways}
    except (BadSignature, ValueError, TypeError):
        return None
    user = user_by_id(user_id) if scope in SCOPES else None
    return Undo(user, scope, changed, muted) if user else None


def _way(stored: Any) -> Way | None:
    return Way(stored) if stored else None


def _stopped(wishes: Wishes, scope: str) -> dict[Subject, Way]:
    ways: dict[Subject, Way] = {}
    at_once = _OLD.get(scope) or ([Subject(scope)] if scope in list(Subject) else [])
    for subject in Subject if scope == ALL else at_once:
        if wishes.way(subject) == Way.AT_ONCE:
            ways[subject] = Way.DAILY
    if scope in (DIGEST, ALL):
        for subject in Subject:
            if wishes.way(subject) in (Way.DAILY, Way.WEEKLY) or subject in ways:
                ways[subject] = defaults.ways_for(subject)[0] if Way.HUB not in defaults.ways_for(subject) else Way.HUB
    return ways


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(flask.current_app.config["SECRET_KEY"], salt="stop-letters")


def _undo_signer() -> URLSafeSerializer:
    return URLSafeSerializer(flask.current_app.config["SECRET_KEY"], salt="undo-stop")
