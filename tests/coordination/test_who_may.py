"""Who may open and do what with requests: one table of all its routes; a refusal stores nothing and tells nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import flask
import pytest
from sqlalchemy import select

from coordhub import clock
from coordhub.accounts.models import Absence
from coordhub.coordination import actions
from coordhub.coordination.models import CoordinationRequest, Deed, SavedFilter, Seat
from coordhub.db import db
from coordhub.directory.models import Entry
from tests.asking import Asking
from tests.cast import Cast
from tests.client import CheckingClient
from tests.directory.crawling import rows_stored
from tests.factories import a_person

pytestmark = [pytest.mark.usefixtures("starter", "gazetteer", "on_tuesday"), pytest.mark.onedb]

# ok: 200. done: 303 to the next page. form: 422, the form comes back. in: 303 to the sign-in. wait: 303 to the page of
# who is not approved yet. no: 403. none: 404. A request "of TX" goes from Rosa to Ben, one "of FL" from Dana to Pat;
# {person} is a colleague in the state named, {ben} is Ben himself; what else stands in braces belongs to Rosa or Ben.
PEOPLE = ("visitor", "rosa", "ben", "dana", "pat", "olive", "sam", "ada")
TABLE = """
                                                                   visitor rosa  ben   dana  pat   olive sam   ada
requests               GET  /coordination/                               any in  ok   ok   ok   ok   no   wait no
acknowledge_several    POST /coordination/acknowledge                    TX  in  done done done done no   wait no
assign_several         POST /coordination/assign                         TX  in  ok   ok   ok   ok   no   wait no
save_filter            POST /coordination/filters                        any in  done done done done no   wait no
remove_filter          POST /coordination/filters/{filter}/remove        TX  in  done done done done no   wait no
new                    GET  /coordination/new                            any in  ok   ok   ok   ok   no   wait no
new                    GET  /coordination/new?type=REC&follows={number}  TX  in  ok   ok   ok   ok   no   wait no
new                    POST /coordination/new?type=MOVE                  any in  form form form form no   wait no
batch                  GET  /coordination/batch                          any in  ok   ok   ok   ok   no   wait no
batch                  POST /coordination/batch                          any in  form form form form no   wait no
batch_columns          GET  /coordination/batch/columns.csv              any in  ok   ok   ok   ok   no   wait no
drafts                 GET  /coordination/drafts                         any in  ok   ok   ok   ok   no   wait no
keep_draft             POST /coordination/drafts?type=MOVE               any in  ok   ok   ok   ok   no   wait no
delete_draft           POST /coordination/drafts/{draft}/delete          TX  in  done done done done no   wait no
break_glass            GET  /coordination/break-glass                    any in  no   no   no   no   ok   wait ok
break_glass            POST /coordination/break-glass                    TX  in  no   no   no   no   done wait done
calendar               GET  /coordination/calendar                       any in  ok   ok   ok   ok   no   wait no
make_calendar_address  POST /coordination/calendar/make                  any in  ok   ok   ok   ok   no   wait no
revoke_calendar_address POST /coordination/calendar/revoke               any in  done done done done no   wait no
calendar_feed          GET  /coordination/calendar/{token}.ics           TX  ok  ok   ok   ok   ok   ok   ok   ok
nation                 GET  /coordination/nation                         any in  ok   ok   ok   ok   ok   wait ok
nation_csv             GET  /coordination/nation/by-type.csv             any in  ok   ok   ok   ok   ok   wait ok
partners               GET  /coordination/partners                       any in  ok   ok   ok   ok   no   wait no
partners_csv           GET  /coordination/partners/by-state.csv          any in  ok   ok   ok   ok   no   wait no
partner                GET  /coordination/partners/FL                    any in  ok   ok   none ok   no   wait no
partner_csv            GET  /coordination/partners/FL.csv                any in  ok   ok   none ok   no   wait no
team                   GET  /coordination/team                           any in  ok   ok   ok   ok   no   wait no
team_member            GET  /coordination/team/{person}                  TX  in  ok   none none none no   wait no
team_member            GET  /coordination/team/{person}                  MI  in  none no   none none no   wait no
team_member            GET  /coordination/team/{ben}                     MI  in  none ok   none none no   wait no
choose_office          POST /coordination/team/{person}/office           TX  in  done none none none no   wait no
choose_office          POST /coordination/team/{person}/office           MI  in  none no   none none no   wait no
choose_office          POST /coordination/team/{ben}/office              MI  in  none done none none no   wait no
add_absence            POST /coordination/team/{person}/absences         TX  in  done none none none no   wait no
add_absence            POST /coordination/team/{person}/absences         MI  in  none no   none none no   wait no
add_absence            POST /coordination/team/{ben}/absences            MI  in  none done none none no   wait no
remove_absence         POST /coordination/team/{person}/absences/{absence}/remove TX in done none none none no wait no
remove_absence         POST /coordination/team/{person}/absences/{absence}/remove MI in none no   none none no wait no
mark_backup            POST /coordination/team/{person}/backup           TX  in  done none none none no   wait no
mark_backup            POST /coordination/team/{person}/backup           MI  in  none no   none none no   wait no
mark_backup            POST /coordination/team/{ben}/backup              MI  in  none no   none none no   wait no
make_state_default     POST /coordination/team/{person}/state-default    TX  in  done none none none no   wait no
make_state_default     POST /coordination/team/{person}/state-default    MI  in  none no   none none no   wait no
make_state_default     POST /coordination/team/{ben}/state-default       MI  in  none no   none none no   wait no
hand_over              GET  /coordination/team/{person}/hand-over        TX  in  ok   none none none no   wait no
hand_over              GET  /coordination/team/{person}/hand-over        MI  in  none no   none none no   wait no
hand_over              GET  /coordination/team/{ben}/hand-over           MI  in  none ok   none none no   wait no
hand_over              POST /coordination/team/{person}/hand-over        TX  in  ok   none none none no   wait no
hand_over              POST /coordination/team/{person}/hand-over        MI  in  none no   none none no   wait no
hand_over              POST /coordination/team/{ben}/hand-over           MI  in  none ok   none none no   wait no
detail                 GET  /coordination/{number}                       TX  in  ok   ok   none none none wait none
detail                 GET  /coordination/{number}                       FL  in  none none ok   ok   none wait none
record                 GET  /coordination/{number}/record?messages=yes   TX  in  ok   ok   none none no   wait no
record                 GET  /coordination/{number}/record                FL  in  none none ok   ok   no   wait no
show_msix_ids          POST /coordination/{number}/msix-ids              TX  in  ok   ok   none none no   wait no
show_msix_ids          POST /coordination/{number}/msix-ids              FL  in  none none ok   ok   no   wait no
acknowledge            POST /coordination/{number}/acknowledge           TX  in  no   done none none no   wait no
acknowledge            POST /coordination/{number}/acknowledge           FL  in  none none no   done no   wait no
start                  POST /coordination/{number}/start                 TX  in  no   done none none no   wait no
start                  POST /coordination/{number}/start                 FL  in  none none no   done no   wait no
record_outcome         POST /coordination/{number}/outcome               TX  in  no   done none none no   wait no
record_outcome         POST /coordination/{number}/outcome               FL  in  none none no   done no   wait no
decline                POST /coordination/{number}/decline               TX  in  no   done none none no   wait no
decline                POST /coordination/{number}/decline               FL  in  none none no   done no   wait no
confirm                POST /coordination/{number}/confirm               TX  in  done no   none none no   wait no
confirm                POST /coordination/{number}/confirm               FL  in  none none done no   no   wait no
withdraw               POST /coordination/{number}/withdraw              TX  in  done no   none none no   wait no
withdraw               POST /coordination/{number}/withdraw              FL  in  none none done no   no   wait no
assign                 POST /coordination/{number}/assign                TX  in  done done none none no   wait no
assign                 POST /coordination/{number}/assign                FL  in  none none done done no   wait no
hold                   POST /coordination/{number}/hold                  TX  in  done no   none none no   wait no
hold                   POST /coordination/{number}/hold                  FL  in  none none no   no   no   wait no
release                POST /coordination/{number}/release               TX  in  done no   none none no   wait no
release                POST /coordination/{number}/release               FL  in  none none no   no   no   wait no
watch                  POST /coordination/{number}/watch                 TX  in  done done none none no   wait no
watch                  POST /coordination/{number}/watch                 FL  in  none none done done no   wait no
unwatch                POST /coordination/{number}/unwatch               TX  in  done done none none no   wait no
unwatch                POST /coordination/{number}/unwatch               FL  in  none none done done no   wait no
write                  POST /coordination/{number}/messages              TX  in  done done none none no   wait no
write                  POST /coordination/{number}/messages              FL  in  none none done done no   wait no
edit_message           GET  /coordination/{number}/messages/3/edit       TX  in  no   ok   none none no   wait no
edit_message           GET  /coordination/{number}/messages/3/edit       FL  in  none none no   ok   no   wait no
edit_message           POST /coordination/{number}/messages/3/edit       TX  in  no   done none none no   wait no
edit_message           POST /coordination/{number}/messages/3/edit       FL  in  none none no   done no   wait no
reroute                GET  /coordination/{number}/reroute               TX  in  no   ok   none none no   wait no
reroute                GET  /coordination/{number}/reroute               FL  in  none none no   ok   no   wait no
reroute                POST /coordination/{number}/reroute               TX  in  no   ok   none none no   wait no
reroute                POST /coordination/{number}/reroute               FL  in  none none no   ok   no   wait no
"""
POSTED: Mapping[str, Mapping[str, str]] = {
    "acknowledge_several": {"number": "{number}"},
    "assign_several": {"number": "{number}"},
    "save_filter": {"name": "Ours", "back": "show=all"},
    "keep_draft": {"sending_key": "draft-of-{who}", "note": "They need the bus."},
    "break_glass": {"number": "{number}", "reason": "A parent asked whether anybody answered."},
    "choose_office": {"office": ""},
    "add_absence": {"first_day": "2026-07-01", "last_day": "2026-07-03", "delegate": ""},
    "mark_backup": {"backup": "yes"},
    "record_outcome": {"outcome": "enrolled"},
    "decline": {"reason": "duplicate"},
    "assign": {"colleague": "{colleague}"},
    "write": {"text": "They come by bus.", "deed": "write"},
    "edit_message": {"text": "They come by train.", "seen": "0"},
}
MARKER, MSIX_ID = "zebrafinch", "999000111222"
NOT_THERE = ("in", "wait", "no", "none")


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    endpoint: str
    method: str
    path: str
    about: str
    words: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.about}"


def _row(line: str) -> Row:
    endpoint, method, path, about, *words = line.split()
    return Row(f"coordination.{endpoint}", method, path, about, dict(zip(PEOPLE, words, strict=True)))


ROWS = [_row(line) for line in TABLE.strip().splitlines()[1:]]
Parts = Callable[[Row, str], Mapping[str, Any]]


@pytest.fixture
def parts(cast: Cast, ask: Asking) -> Parts:
    """Return a function that makes what an address of the table is about, anew for everybody who tries it."""
    colleagues = {code: a_person(state_code=code) for code in ("TX", "MI", "FL", "WA")}
    token = actions.make_calendar_address(cast.ben)
    office = db.session.scalars(select(Entry).where(Entry.state_code == "TX").order_by(Entry.id)).first()
    assert office is not None
    db.session.add(Seat(user_id=colleagues["TX"].id, office_id=office.id))
    db.session.commit()
    states = {"rosa": "TX", "ben": "MI", "dana": "FL", "pat": "WA"}

    def make(row: Row, who: str) -> Mapping[str, Any]:
        found: dict[str, Any] = {"who": who, "token": token, "ben": cast.ben.id}
        if "{number}" in row.path or "{number}" in str(POSTED.get(row.endpoint.partition(".")[2])):
            found["number"] = _request(row, ask, cast).number
        found["person"] = colleagues.get(row.about, cast.ben).id
        found["colleague"] = colleagues[states.get(who, "TX")].id
        if "{absence}" in row.path:
            day = clock.now().date() + timedelta(days=40)
            db.session.query(Absence).delete()
            absence = Absence(user_id=found["person"], first_day=day, last_day=day)
            db.session.add(absence)
            db.session.flush()
            found["absence"] = absence.id
        if "{filter}" in row.path:
            kept = SavedFilter(user_id=cast.rosa.id, name=f"Ours, {who}", query="show=all")
            db.session.add(kept)
            db.session.flush()
            found["filter"] = kept.id
        if "{draft}" in row.path:
            found["draft"] = f"a-draft-seen-by-{who}"
            actions.keep_draft(found["draft"], "MOVE", {"note": [f"They like the {MARKER}."]}, by=cast.rosa)
        db.session.commit()
        return found

    return make


def _request(row: Row, ask: Asking, cast: Cast) -> CoordinationRequest:
    """Send a request, and bring it to where the deed of the row may be done."""
    sender, receiver, to = (cast.dana, cast.pat, "WA") if row.about == "FL" else (cast.rosa, cast.ben, "MI")
    request = ask(by=sender, to_state=to, note=f"They like the {MARKER}.", msix_ids=[MSIX_ID])
    if row.endpoint.endswith(("acknowledge", "several")):
        return request
    actions.acknowledge(request, by=receiver)
    if row.endpoint.endswith((".start", ".reroute")):
        return request
    actions.write(request, Deed.WRITE, f"What is a {MARKER}?", by=receiver)
    if row.endpoint.endswith("confirm"):
        actions.record_outcome(request, "enrolled", by=receiver)
    if row.endpoint.endswith("release"):
        request.held_at = clock.now()
    return request


def _answer(client: CheckingClient, cast: Cast, row: Row, who: str, parts: Mapping[str, Any]) -> str:
    """Return the word of the table for what `who` gets; a refusal that stores or tells something gets more words."""
    posted = POSTED.get(row.endpoint.partition(".")[2], {})
    data = {name: text.format(**parts) for name, text in posted.items()}
    with client.session_transaction() as session:
        session.clear()
    if who != "visitor":
        client.sign_in(getattr(cast, who))
    before = _standing()
    response = client.open(row.path.format(**parts), method=row.method, data=data if row.method == "POST" else None)
    word = {200: "ok", 403: "no", 404: "none", 422: "form"}.get(response.status_code, str(response.status_code))
    if response.status_code == 303:
        word = "in" if "/sign-in" in response.location else "wait" if "/waiting" in response.location else "done"
    if word in NOT_THERE and _standing() != before:
        return f"{word}, yet stored"
    is_party = row.words[who] in ("ok", "done") or (word == "no" and "{number}" in row.path and who in _parties(row))
    hidden = () if row.endpoint.endswith("show_msix_ids") and word == "ok" else (MSIX_ID,)
    hidden += () if is_party else (MARKER,)
    return f"{word}, and tells" if any(one in response.text for one in hidden) else word


def _parties(row: Row) -> tuple[str, str]:
    return ("dana", "pat") if row.about == "FL" else ("rosa", "ben")


def _standing() -> object:
    db.session.expire_all()
    request = CoordinationRequest
    columns = (request.id, request.status, request.last_position, request.owner_id, request.sender_id, request.held_at)
    rows = db.session.execute(select(*columns).order_by(request.id)).all()
    found = ([tuple(one) for one in rows], rows_stored())
    db.session.rollback()
    return found


@pytest.mark.parametrize("endpoint", sorted({row.endpoint for row in ROWS}))
def test_each_gets_what_the_table_says(client: CheckingClient, cast: Cast, parts: Parts, endpoint: str) -> None:
    rows = [row for row in ROWS if row.endpoint == endpoint]

    found = {str(row): {who: _answer(client, cast, row, who, parts(row, who)) for who in PEOPLE} for row in rows}

    assert found == {str(row): row.words for row in rows}


def test_no_route_is_missing_from_the_table(app: flask.Flask) -> None:
    routes = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}
        if rule.endpoint.startswith("coordination.")
    }

    assert routes == {(row.endpoint, row.method) for row in ROWS}
