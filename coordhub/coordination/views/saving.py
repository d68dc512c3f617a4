"""Saving a form as a draft: by its button, or by the script while somebody types."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import flask
from werkzeug.wrappers import Response

from coordhub.accounts.models import User
from coordhub.coordination import actions
from coordhub.coordination.forms import kept_fields
from coordhub.coordination.models import RequestDraft
from coordhub.coordination.types import Part, RequestType
from coordhub.db import db
from coordhub.errors import Conflict, NotAllowed

# The browser keeps a form until this cookie, which holds its key, tells it that the form was sent.
SENT_COOKIE = "form-sent"
SENT_COOKIE_SECONDS = 3_600


@dataclass(frozen=True)
class Saved:
    """What became of saving, in words; `left_out` says what the draft does not hold."""

    draft: RequestDraft | None
    words: str
    left_out: str = ""

    @property
    def went_well(self) -> bool:
        """Whether the draft holds all that it may."""
        return self.draft is not None and not self.left_out


def save(type_: RequestType, form: Any, writer: User) -> Saved:
    """Keep the form as a draft of the writer, and commit."""
    try:
        kept = actions.keep_draft(form.sending_key.data, type_.code, kept_fields(form), by=writer)
        db.session.commit()
    except (Conflict, NotAllowed) as refusal:
        db.session.rollback()
        return Saved(None, str(refusal))
    left_out = _left_out(form, kept.left_out)
    has_ids = Part.MSIX_IDS in type_.parts and bool(form.msix_ids.data)
    ids = " MSIX IDs are never kept in a draft: write them again before you send." if has_ids else ""
    if left_out:
        return Saved(kept.draft, f"Saved as a draft, except for this. {left_out}{ids}", left_out)
    return Saved(kept.draft, f"Saved as a draft.{ids}")


def time_words(draft: RequestDraft, writer: User) -> str:
    """Return when a draft was saved, as the writer's clock shows it: 10:42 AM."""
    return f"{draft.changed_at.astimezone(ZoneInfo(writer.time_zone)):%I:%M %p}".lstrip("0")


def tell_browser_that_it_is_sent(answer: Response, key: str) -> Response:
    """Let the script forget what the browser kept of a form."""
    answer.set_cookie(
        SENT_COOKIE,
        key,
        max_age=SENT_COOKIE_SECONDS,
        path="/coordination",
        secure=flask.current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
    )
    return answer


def _left_out(form: Any, names: tuple[str, ...]) -> str:
    if not names:
        return ""
    labels = " and ".join(f"“{form[name].label.text.rstrip('?')}”" for name in names)
    return (
        f"{labels} is not stored: it holds what may not stand here, a name, a birth date or a number, for example, "
        "or is too long. It stays in this form only."
    )
