"""Keeping a form that is not sent yet: without MSIX IDs, and without what the privacy scanner refuses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.coordination import queries
from coordhub.coordination.models import RequestDraft
from coordhub.db import db
from coordhub.errors import Conflict, NotAllowed
from coordhub.privacy.scan import scan
from coordhub.privacy.surfaces import Surface

DRAFTS_AT_MOST = 50
DRAFTS_KEPT_FOR = timedelta(days=90)  # since the last change; as long as MSIX IDs stay after the end of a request
VALUE_LENGTH = 2_000  # the longest that a form takes
FORGOTTEN_AT_ONCE = 500


@dataclass(frozen=True)
class Kept:
    """What became of saving: the draft, and the names of the fields that it does not hold."""

    draft: RequestDraft
    left_out: tuple[str, ...]


def keep_draft(key: str, type_code: str, fields: Mapping[str, Sequence[str]], *, by: User) -> Kept:
    """Keep a form as it was typed, under the key with which it will be sent.

    A field with something in it that the privacy scanner refuses, or longer than any form takes, is left out. Raises
    NotAllowed for somebody who acts for no state, Conflict when the form was sent already or there are too many.
    """
    if not by.is_member:
        raise NotAllowed("Only people who act for a state write requests.")
    # One at a time: two windows of the same person neither make the same draft twice nor one too many.
    db.session.get_one(User, by.id, with_for_update=True)
    if queries.request_sent_with(key, by):
        raise Conflict("This form was sent already. Look in your requests.")
    draft = queries.draft_with(key, by) or _new_draft(key, by)
    clean = {name: [one.replace("\x00", "") for one in values] for name, values in fields.items()}
    left_out = tuple(name for name, values in clean.items() if not all(_may_be_kept(one) for one in values))
    draft.type_code, draft.changed_at = type_code, clock.now()
    draft.fields = {name: values for name, values in clean.items() if name not in left_out}
    return Kept(draft, left_out)


def forget_draft(key: str, *, by: User) -> bool:
    """Delete the draft of this key, and say whether `by` had one."""
    draft = queries.draft_with(key, by)
    if draft is not None:
        db.session.delete(draft)
    return draft is not None


def forget_old(now: datetime) -> int:
    """Delete drafts that nobody changed for 90 days, and return how many; a full round may leave more for the next."""
    old = queries.drafts_untouched_since(now - DRAFTS_KEPT_FOR, limit=FORGOTTEN_AT_ONCE)
    for draft in old:
        db.session.delete(draft)
    return len(old)


def _new_draft(key: str, by: User) -> RequestDraft:
    if queries.draft_key_is_taken(key):
        raise NotAllowed("This form belongs to somebody else. Open a new one.")
    if queries.draft_count(by) >= DRAFTS_AT_MOST:
        raise Conflict(f"You have {DRAFTS_AT_MOST} drafts. Delete one, then save this one.")
    draft = RequestDraft(key=key, user_id=by.id)
    db.session.add(draft)
    return draft


def _may_be_kept(text: str) -> bool:
    return len(text) <= VALUE_LENGTH and scan(text, Surface.PRIVATE).verdict != "block"
