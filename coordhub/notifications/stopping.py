"""Stop links: signed, so that they name one person and one kind of letter and cannot be made up."""

from collections.abc import Mapping

import flask
from itsdangerous import BadSignature, URLSafeSerializer

from coordhub.accounts.models import User
from coordhub.accounts.queries import user_by_id
from coordhub.notifications import defaults
from coordhub.notifications.kinds import Subject, Way
from coordhub.notifications.preferences import Wishes, choose, wishes_of

DIGEST, AT_ONCE, ALL = "digest", "at-once", "all"
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


def stop_url(user: User, scope: str) -> str:
    """Return the absolute address that stops `scope` for `user`."""
    token = _signer().dumps([user.id, scope])
    return f"{flask.current_app.config['HUB_URL']}/notifications/stop/{token}"


def read_token(token: str) -> tuple[User, str] | None:
    """Return the person and scope of a stop link, None for one that was made up or whose person is gone."""
    try:
        user_id, scope = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    user = user_by_id(user_id) if scope in SCOPES else None
    return (user, scope) if user else None


def stop(user: User, scope: str) -> Mapping[Subject, Way]:
    """Stop what a letter offered to stop, and return what was chosen before, for who changes their mind.

    Letters at once become lines of the digest; a digest that is stopped leaves everything in the inbox.
    """
    wishes = wishes_of([user])[user.id]
    ways = _stopped(wishes, scope)
    choose(user, ways)
    return {subject: wishes.way(subject) for subject in ways}


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
