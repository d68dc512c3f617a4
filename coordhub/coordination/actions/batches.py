"""Sending several requests at once: all of them or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coordhub.accounts.models import User
from coordhub.coordination import rules
from coordhub.coordination.actions.sending import Draft, check_draft, send
from coordhub.coordination.models import CoordinationRequest
from coordhub.privacy.checks import PrivacyRefusal
from coordhub.privacy.surfaces import Kind


@dataclass(frozen=True)
class Addressed:
    """A request of a batch, and who gets it."""

    draft: Draft
    to: rules.Route


def key_in_batch(batch_key: str, place: int) -> str:
    """Return the sending key of a batch's request; places count from 1, so that the same form sends each once."""
    return f"{batch_key}-{place}"


def check_batch(drafts: Mapping[int, Draft], *, confirmed: bool = False) -> None:
    """Raise PrivacyRefusal, by `row<number>-<field>`, for what may not be written to another state."""
    errors: dict[str, list[str]] = {}
    kinds: set[Kind] = set()
    may_be_confirmed = True
    for row, draft in drafts.items():
        try:
            check_draft(draft, confirmed=confirmed)
        except PrivacyRefusal as refusal:
            errors |= {f"row{row}-{name}": sentences for name, sentences in refusal.errors.items()}
            kinds |= set(refusal.kinds)
            may_be_confirmed = may_be_confirmed and refusal.may_be_confirmed
    if errors:
        raise PrivacyRefusal(errors, kinds, may_be_confirmed)


def send_batch(
    addressed: Mapping[int, Addressed], *, by: User, batch_key: str, confirmed: bool = False
) -> Sequence[CoordinationRequest]:
    """Send every request of a batch, by the number of its row, in the order of the rows.

    Raises what `send` raises, before or after some of them: nothing is sent unless the caller commits. The same
    `batch_key` sends once.
    """
    check_batch({row: one.draft for row, one in addressed.items()}, confirmed=confirmed)
    return [
        send(one.draft, by=by, to=one.to, sending_key=key_in_batch(batch_key, place), confirmed=confirmed)
        for place, one in enumerate(addressed.values(), 1)
    ]
