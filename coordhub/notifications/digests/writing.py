"""Writing digests: what several readers get is rendered once, the frame for each, the letter put together by hand."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import flask
from markupsafe import Markup
from sqlalchemy import case, update

from coordhub.db import db
from coordhub.formats import long_day, moment_with_zone
from coordhub.mail import outbox
from coordhub.mail.assembling import DIGEST, Letter, assemble
from coordhub.mail.models import Priority
from coordhub.mail.outbox import Outgoing
from coordhub.notifications.digests import lines
from coordhub.notifications.digests.lines import Contents, DigestLine
from coordhub.notifications.digests.people import Due
from coordhub.notifications.models import Digest, DigestKind
from coordhub.notifications.stopping import stop_url

KIND = "daily-digest"
PREFERENCES = "/notifications/preferences"
_BLANK = re.compile(r"\n{3,}")
LINES_KEPT = 20_000  # rendered ones; a line is a few hundred bytes


@dataclass(frozen=True)
class Parts:
    """A digest in words: what stands in its subject, its text part and its HTML part."""

    subject: str
    text: str
    html: str
    stop_url: str = ""


class Press:
    """Renders digests; keeps the lines that it rendered, as one event is told to many. One for each run."""

    def __init__(self) -> None:
        app = flask.current_app
        self._hub_url = app.config["HUB_URL"]
        get = app.jinja_env.get_template
        self._text, self._html = get("email/daily-digest/body.txt"), get("email/daily-digest/body.html")
        macros = (get(f"email/daily-digest/_line.{form}").module for form in ("txt", "html"))
        self._text_line, self._html_line = (macro.line for macro in macros)  # type: ignore[attr-defined]
        self._line = lru_cache(maxsize=LINES_KEPT)(self._rendered)

    def print(self, due: Due, contents: Contents, now: datetime) -> Parts:
        """Return the digest of one person."""
        user, kind = due.user, due.kind
        subject = lines.subject_of(contents, kind, due.today)
        known: dict[str, Any] = {
            "subject": subject,
            "strip": f"{kind.value} digest, {long_day(due.today)}",
            "heading": lines.heading_of(contents, user.display_name),
            "notes": _notes(due, now),
            "first": next(iter(contents.lines.get(lines.Section.NEEDS_YOU, ())), None),
            "sections": [
                (one.heading, [self._line(line) for line in one.lines], one.more) for one in lines.shown(contents)
            ],
            "hub_url": self._hub_url,
            "settings_url": f"{self._hub_url}{PREFERENCES}",
            "stop_url": stop_url(user, "digest"),
            "reply_to": None,
            "reason": f"You get this because you chose a {kind.value} digest.",
        }
        return Parts(subject, _tidy(self._text.render(known)), self._html.render(known), known["stop_url"])

    def _rendered(self, line: DigestLine) -> tuple[str, Markup]:
        return self._text_line(line, self._hub_url), self._html_line(line, self._hub_url)


def letter_of(due: Due, parts: Parts) -> Letter:
    """Return the letter that carries a digest."""
    return assemble(
        address=due.user.email,
        name=due.user.display_name,
        subject=parts.subject,
        text=parts.text,
        html=parts.html,
        message_key=f"digest.{due.today.isoformat()}.u{due.user.id}",
        list_name=DIGEST,
        help_url=f"{flask.current_app.config['HUB_URL']}{PREFERENCES}",
        stop_url=parts.stop_url,
    )


def put(written: Sequence[tuple[Due, Parts]], digests: Mapping[int, int]) -> None:
    """Put the digests of a batch into the outbox, each joined to its letter."""
    keys = {f"d:{due.user.id}:{due.today.isoformat()}": (due, parts) for due, parts in written}
    ids = outbox.put_all(
        [Outgoing(letter_of(due, parts), key, KIND, due.user.id, Priority.BULK) for key, (due, parts) in keys.items()]
    )
    letter_ids = {digests[keys[key][0].user.id]: id_ for key, id_ in ids.items()}
    if letter_ids:
        joined = update(Digest).where(Digest.id.in_(list(letter_ids)))
        change = joined.values(letter_id=case(letter_ids, value=Digest.id))
        db.session.execute(change.execution_options(synchronize_session=False))


def _tidy(text: str) -> str:
    return _BLANK.sub("\n\n", text).strip() + "\n"


def _notes(due: Due, now: datetime) -> list[str]:
    """Return what is to be said of this digest itself."""
    notes = []
    if due.was_away:
        notes.append("While you were away: all that came in since your last digest.")
    if due.due_at is not None and due.is_late(now):
        notes.append(f"This digest is late. It was due {moment_with_zone(due.due_at, due.user.time_zone)}.")
    if due.kind == DigestKind.WEEKLY:
        notes.append("It takes the place of today’s daily digest.")
    return notes
