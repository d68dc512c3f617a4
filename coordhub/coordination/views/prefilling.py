"""What a link to the compose page fills in: a state, a county, an entry of the directory, a request to go on from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import flask

from coordhub import places
from coordhub.accounts.models import User
from coordhub.coordination import queries, rules
from coordhub.coordination.models import CoordinationRequest, Status
from coordhub.coordination.types import Part, RequestType
from coordhub.directory.models import Entry
from coordhub.directory.queries import entry_by_key
from coordhub.directory.rules.sight import sight_of

ASKED = ("to", "county", "entry", "follows")  # what the choice of jobs hands on to the form
ASKED_LENGTH = 200


@dataclass(frozen=True)
class Chosen:
    """An entry of the directory, or the sentence that says why nothing can be sent to it."""

    entry: Entry | None = None
    problem: str = ""


@dataclass(frozen=True)
class Followed:
    """The request to go on from, or the sentence that says why not."""

    request: CoordinationRequest | None = None
    problem: str = ""

    @property
    def msix_ids(self) -> Sequence[str]:
        """The MSIX IDs that may be taken over."""
        return [one.msix_id for one in self.request.msix_ids] if self.request else []


def asked_for() -> dict[str, str]:
    """Return what the address of the page says about the request, less what is empty."""
    found = {name: flask.request.args.get(name, "").replace("\x00", "")[:ASKED_LENGTH] for name in ASKED}
    return {name: text for name, text in found.items() if text}


def chosen_entry(key: str, reader: User) -> Chosen:
    """Return the entry that the reader wants to ask; without a key nothing."""
    if not key:
        return Chosen()
    entry = entry_by_key(key, sight=sight_of(reader))
    if entry is None:
        return Chosen(problem="The entry that you came from is not in the directory any more. Choose the state.")
    if entry.state_code is None:
        words = "belongs to no single state, so no request can go there. Call or write to it, or choose a state."
        return Chosen(problem=f"{entry.name} {words}")
    if entry.state_code == reader.state_code:
        words = "is in your own state: inside a state, use your own ways. Requests go to other states."
        return Chosen(problem=f"{entry.name} {words}")
    return Chosen(entry)


def followed_request(number: str, reader: User) -> Followed:
    """Return the request to go on from, as far as the reader is a party of it; without a number nothing."""
    if not number:
        return Followed()
    request = queries.request_head_for(reader, number)
    if request is None:
        return Followed(problem="You came from a request that is none of your state, so nothing is filled in from it.")
    return Followed(request)


def fill_in(form: Any, type_: RequestType, chosen: Chosen, followed: Followed, reader: User, today: date) -> None:
    """Fill a fresh form from its address, from the request it goes on from, and from the entry."""
    if type_.asks_for_week:
        form.move_month.data = f"{today:%Y-%m}"
    if followed.request is not None:
        _from_request(form, type_, followed.request, reader, today)
    asked = asked_for()
    if "to" in asked:
        form.to_state.data = asked["to"].upper()
    county = asked.get("county", "")
    if chosen.entry is not None:
        form.entry.data, form.to_state.data = chosen.entry.key, chosen.entry.state_code
        county = county or _county_of(chosen.entry)
    if county and Part.COUNTY in type_.parts:
        form.county.data = county


def _from_request(form: Any, type_: RequestType, request: CoordinationRequest, reader: User, today: date) -> None:
    sent_it = rules.side_of(reader, request) == rules.Side.SENDER
    form.follows.data = request.number
    # Who goes on from a declined request looks for another state.
    declined = request.status == Status.DECLINED and sent_it
    form.to_state.data = "" if declined else request.to_state if sent_it else request.from_state
    if Part.COUNTY in type_.parts and sent_it and not declined:
        form.county.data = request.to_county_name
    if Part.CHILDREN in type_.parts and request.children_count:
        form.children_count.data, form.grade_bands.data = request.children_count, request.grade_bands
    if Part.FLAGS in type_.parts:
        form.flags.data, form.language.data = request.flags, request.language
    if Part.MSIX_NOTICE in type_.parts and request.msix_notice_sent is not None:
        form.msix_notice.data = "yes" if request.msix_notice_sent else "no"
        form.msix_notice_on.data = request.msix_notice_on
    if "ask_months_since" in form and request.move_month:
        year, month = map(int, request.move_month.split("-"))
        form.ask_months_since.data = max((today.year - year) * 12 + today.month - month, 0)


def _county_of(entry: Entry) -> str:
    """Return the one county that an entry answers for, else its town; empty when it has neither."""
    if len(entry.county_codes) == 1:
        county = places.the_gazetteer().county(entry.county_codes[0])
        if county is not None:
            return county.long_name
    return entry.city or ""
