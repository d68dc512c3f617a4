"""Sending a request on to the state where it belongs: it ends here and begins anew there."""

from dataclasses import dataclass

from coordhub.accounts.models import User
from coordhub.coordination import queries, rules, telling
from coordhub.coordination.actions.sending import Draft, new_request
from coordhub.coordination.actions.stepping import add_step, take_step
from coordhub.coordination.models import CoordinationRequest, Deed
from coordhub.coordination.rules import Side
from coordhub.db import db
from coordhub.errors import NotAllowed


@dataclass(frozen=True)
class Onward:
    """Where a request goes on: the state, its time zone, the county if one is known there, and who gets it."""

    state_code: str
    time_zone: str
    route: rules.Route
    county_code: str | None = None
    county_name: str | None = None


def reroute(request: CoordinationRequest, onward: Onward, *, by: User) -> CoordinationRequest:
    """Send a request on to another state and return the one that begins there.

    The new one asks the same for the same sender: type, facts, MSIX IDs and the sender's first note. What the two
    states wrote to each other stays between them. Its first step belongs to the sender's side and names who sent it on.
    Raises NotAllowed for the sender's state and the own one, Conflict when somebody else took a step meanwhile.
    """
    refusal = rules.refusal_to_send_on(request, onward.state_code)
    if refusal:
        raise NotAllowed(refusal)
    # The same press twice makes the same key; a request that was reopened can be sent on again.
    key = f"from-{request.number}-{request.last_position}"
    new = new_request(
        _draft(request, onward), from_state=request.from_state, sender=request.sender, to=onward.route, sending_key=key
    )
    new.from_office_id = request.from_office_id
    step = take_step(request, Deed.REROUTE, by, code=new.number)
    db.session.add(new)
    first = add_step(
        new,
        Deed.SEND,
        Side.SENDER,
        by,
        _first_note(request),
        code=onward.route.person.display_name,
        detail=request.number,
    )
    telling.of_a_request_sent_on(request, step, new, first)
    return new


def _draft(request: CoordinationRequest, onward: Onward) -> Draft:
    """Return what the sender asked, as a draft to the other state; the privacy scanner has seen it already."""
    return Draft(
        type=request.type,
        to_state=onward.state_code,
        time_zone=onward.time_zone,
        county_code=onward.county_code,
        county_name=onward.county_name,
        children_count=request.children_count,
        grade_bands=request.grade_bands,
        flags=request.flags,
        language=request.language,
        urgency=request.urgency,
        move_month=request.move_month,
        move_week=request.move_week,
        msix_notice_sent=request.msix_notice_sent,
        msix_notice_on=request.msix_notice_on,
        msix_ids=[one.msix_id for one in request.msix_ids],
        details=request.details,
        follows_id=request.id,
    )


def _first_note(request: CoordinationRequest) -> str:
    first = queries.step_at(request, 1)
    return first.message.text if first and first.message else ""
