"""Short letters to whoever wrote to the hub: why an answer was not taken, or what was left out of it.

They go to the address of an account and to no other, repeat nothing of what was written, and are few.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import flask

from coordhub.accounts.models import User
from coordhub.board.models import Topic
from coordhub.board.rules import may_read
from coordhub.mail import letters, outbox
from coordhub.mail.incoming import queries
from coordhub.mail.models import IncomingEmail, OutgoingEmail

KINDS = ("answer-refused", "answer-taken", "request-answered-by-mail")
AT_MOST_AN_HOUR = 3
REASON = "You get this because you wrote to the hub by e-mail."
_NUMBER = re.compile(r"<(R-\d{4}-\d{5,9})[.-]")


def answer_refused(
    user: User, topic: Topic | None, reasons: Sequence[str], *, row: IncomingEmail, answers: str, now: datetime
) -> bool:
    """Tell why an answer was not added to a topic, and where to write it instead; say whether a letter leaves."""
    context = {"reasons": list(reasons), **_place(user, topic)}
    return _write("answer-refused", user, context, row, answers, now)


def answer_taken(user: User, topic: Topic, *, row: IncomingEmail, answers: str, now: datetime) -> bool:
    """Tell that an answer stands in the topic without the files that came along; say whether a letter leaves."""
    return _write("answer-taken", user, _place(user, topic), row, answers, now)


def answered_in_hub_only(
    user: User, letter: OutgoingEmail | None, *, row: IncomingEmail, answers: str, now: datetime
) -> bool:
    """Tell that a letter is answered in the hub only, with the link; say whether a letter leaves."""
    found = _NUMBER.match(letter.message_id) if letter and letter.kind.startswith("request-") else None
    path = f"/coordination/{found[1]}" if found else "/inbox"
    context = {"number": found[1] if found else "", "url": _absolute(path)}
    return _write("request-answered-by-mail", user, context, row, answers, now)


def _place(user: User, topic: Topic | None) -> dict[str, str]:
    if topic is None or not may_read(user):
        return {"title": "", "url": _absolute("/board/")}
    return {"title": topic.title, "url": _absolute(f"/board/topics/{topic.id}")}


def _absolute(path: str) -> str:
    return str(flask.current_app.config["HUB_URL"]) + path


def _write(
    kind: str, user: User, context: Mapping[str, object], row: IncomingEmail, answers: str, now: datetime
) -> bool:
    if not user.active or queries.letters_written(user.id, KINDS, now - timedelta(hours=1)) >= AT_MOST_AN_HOUR:
        return False
    letter = letters.compose(
        kind,
        address=user.email,
        name=user.display_name,
        context={**context, "settings_url": None},
        message_key=f"incoming-{row.id}.u{user.id}",
        list_name="answers",
        reason=REASON,
        answers=answers,
    )
    return outbox.put(letter, dedup_key=f"incoming:{row.id}", kind=kind, user_id=user.id) is not None
