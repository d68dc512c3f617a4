"""Sending a request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from coordhub import clock
from coordhub.accounts.models import User
from coordhub.coordination import queries, rules, telling
from coordhub.coordination.actions.stepping import add_step
from coordhub.coordination.models import (
    CoordinationRequest,
    Deed,
    RequestCounter,
    RequestMsixId,
    Status,
)
from coordhub.coordination.rules import Side
from coordhub.coordination.types import Answer, RequestType
from coordhub.db import db
from coordhub.errors import Conflict, NotAllowed
from coordhub.privacy.checks import check_text
from coordhub.privacy.surfaces import Surface

ALREADY_SENT = "This form was sent already. Look in your requests."


@dataclass(frozen=True)
class Draft:
    """What a sender filled in, checked by the form; counts are children, `move_month` is YYYY-MM.

    `details` are the answers to the type's questions: codes, whole numbers, words, dates as YYYY-MM-DD. `follows_id` is
    the request that this one goes on from.
    """

    type: RequestType
    to_state: str
    time_zone: str
    county_code: str | None = None
    county_name: str | None = None
    children_count: int = 0
    grade_bands: Sequence[str] = ()
    flags: Sequence[str] = ()
    language: str = ""
    urgency: str = "normal"
    move_month: str | None = None
    move_week: int | None = None
    msix_notice_sent: bool | None = None
    msix_notice_on: date | None = None
    msix_ids: Sequence[str] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    follows_id: int | None = None

    @property
    def typed(self) -> dict[str, str]:
        """Every field in which somebody typed words, by the name of its form field."""
        asked = {
            f"ask_{question.name}": str(self.details.get(question.name) or "")
            for question in self.type.questions
            if question.kind == Answer.TEXT
        }
        return {"note": self.note, "language": self.language, **asked}


def check_draft(draft: Draft, *, confirmed: bool = False) -> None:
    """Raise PrivacyRefusal, by form field, for what may not be written to another state."""
    check_text(draft.typed, Surface.PRIVATE, confirmed=confirmed)


def send(draft: Draft, *, by: User, to: rules.Route, sending_key: str, confirmed: bool = False) -> CoordinationRequest:
    """Send a request to the person of `to` and tell them.

    `sending_key` makes the same form send once. Raises NotAllowed for somebody who acts for no state or asks their
    own, PrivacyRefusal for what may not be written to another state, Conflict when the form was sent already.
    """
    if not by.is_member:
        raise NotAllowed("Only people who act for a state can send a request.")
    if by.state_code is None or draft.to_state == by.state_code:
        raise NotAllowed("Choose another state than your own: inside a state, use your own ways.")
    check_draft(draft, confirmed=confirmed)
    request = new_request(draft, from_state=by.state_code, sender=by, to=to, sending_key=sending_key)
    request.from_office_id = queries.office_of(by)
    db.session.add(request)
    try:
        # The name as it is now: whoever acknowledges or takes over becomes the owner. The trail needs no name.
        name = to.person.display_name
        step = add_step(request, Deed.SEND, Side.SENDER, by, draft.note, code=name, detail="")
    except Conflict as error:
        # The number and the key are unique: this form was sent, or somebody took the number.
        raise Conflict(ALREADY_SENT) from error
    telling.of_a_new_request(request, step)
    return request


def new_request(
    draft: Draft, *, from_state: str, sender: User, to: rules.Route, sending_key: str
) -> CoordinationRequest:
    """Return a request that is not yet sent, with a number of its own and the targets counted from now."""
    now = clock.now()
    targets = rules.targets(draft.type, now, draft.time_zone, details=draft.details, closed=to.closed)
    return CoordinationRequest(
        number=_next_number(targets.sent_on.year),
        sending_key=sending_key,
        type_code=draft.type.code,
        status=Status.DRAFT,
        from_state=from_state,
        sender=sender,
        to_state=draft.to_state,
        time_zone=draft.time_zone,
        to_county_code=draft.county_code,
        to_county_name=draft.county_name,
        to_office_id=to.office.id if to.office else None,
        owner=to.person,
        routed_because=to.because,
        follows_id=draft.follows_id,
        children_count=draft.children_count,
        grade_bands=list(draft.grade_bands),
        flags=list(draft.flags),
        language=draft.language,
        urgency=draft.urgency,
        move_month=draft.move_month,
        move_week=draft.move_week,
        msix_notice_sent=draft.msix_notice_sent,
        msix_notice_on=draft.msix_notice_on,
        details=dict(draft.details),
        acknowledge_by=targets.acknowledge_by,
        due_on=targets.due_on,
        sent_at=now,
        last_position=0,
        changed_at=now,
        steps=[],
        msix_ids=[RequestMsixId(msix_id=one) for one in dict.fromkeys(draft.msix_ids)],
    )


def _next_number(year: int) -> str:
    counter = queries.last_number(year)
    if counter is None:
        counter = RequestCounter(year=year, last=0)
        try:
            with db.session.begin_nested():
                db.session.add(counter)
        except IntegrityError:  # Somebody else sends the first request of the year at this moment.
            counter = queries.last_number(year) or counter
    counter.last += 1
    return f"R-{year}-{counter.last:05d}"
