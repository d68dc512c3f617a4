"""Who may open and do what in the directory: one table of all its routes, and nobody finds what is hidden from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import flask
import pytest
from sqlalchemy import delete, update

from coordhub import clock
from coordhub.accounts.models import Role, User
from coordhub.db import db
from coordhub.directory.check_links import check_token
from coordhub.directory.kinds import Visibility
from coordhub.directory.models import (
    BatchStatus,
    CheckLetter,
    CheckStop,
    Claim,
    ClaimStatus,
    Entry,
    ImportBatch,
    PartnerState,
    Suggestion,
    SuggestionStatus,
    Wrong,
)
from tests.cast import Cast
from tests.client import CheckingClient
from tests.directory.entries import an_office
from tests.directory.filling import form_of
from tests.directory.trust import noon
from tests.factories import a_person

pytestmark = pytest.mark.usefixtures("starter", "gazetteer", "on_tuesday")

# ok: 200. done: 303 to the next page. in: 303 to the sign-in. wait: 303 to the page of who is not approved yet.
# no: 403. none: 404. Things of TX and of MI: an office, a suggestion about it, a claim on it, a list that the state's
# director brought, a letter to the office. "any" is for routes that are about no state.
PEOPLE = ("visitor", "rosa", "ben", "dana", "pat", "olive", "sam", "ada")
TABLE = """
                                                            visitor rosa  ben   dana  pat   olive sam   ada
find                      GET  /directory                               any  ok   ok   ok   ok   ok   ok   ok   ok
country                   GET  /directory/map                           any  ok   ok   ok   ok   ok   ok   ok   ok
pass_sites                GET  /directory/pass                          any  ok   ok   ok   ok   ok   ok   ok   ok
export                    GET  /directory/export.csv?near=48607         any  ok   ok   ok   ok   ok   ok   ok   ok
export                    GET  /directory/export.xlsx?near=48607        any  ok   ok   ok   ok   ok   ok   ok   ok
export                    GET  /directory/export.geojson?near=48607     any  ok   ok   ok   ok   ok   ok   ok   ok
export                    GET  /directory/export.vcf?near=48607         any  ok   ok   ok   ok   ok   ok   ok   ok
counterparts              GET  /directory/counterparts?from=TX&to=ND    any  ok   ok   ok   ok   ok   ok   ok   ok
counterparts_vcards       GET  /directory/counterparts.vcf?from=TX&to=ND any ok   ok   ok   ok   ok   ok   ok   ok
counterparts_from_to      GET  /directory/from/TX/to/ND                 any  done done done done done done done done
office                    GET  /directory/offices/{entry}               TX   ok   ok   ok   ok   ok   ok   ok   ok
office                    GET  /directory/offices/{entry}               MI   ok   ok   ok   ok   ok   ok   ok   ok
contact                   GET  /directory/contacts/{entry}              TX   none none none none none none none none
site                      GET  /directory/sites/{entry}                 TX   none none none none none none none none
card                      GET  /directory/entries/{entry}.vcf           TX   ok   ok   ok   ok   ok   ok   ok   ok
entry_history             GET  /directory/entries/{entry}/history       TX   in   ok   ok   ok   ok   ok   wait ok
suggest                   GET  /directory/entries/{entry}/suggest       TX   ok   ok   ok   ok   ok   ok   ok   ok
suggest                   POST /directory/entries/{entry}/suggest       TX   done done done done done done done done
suggestion                GET  /directory/suggestions/{suggestion}      TX   ok   ok   ok   ok   ok   ok   ok   ok
suggestion                GET  /directory/suggestions/{suggestion}      MI   ok   ok   ok   ok   ok   ok   ok   ok
answer_suggestion         POST /directory/suggestions/{suggestion}/answer TX in   done no   no   no   no   wait done
answer_suggestion         POST /directory/suggestions/{suggestion}/answer MI in   no   no   no   no   no   wait done
claim                     GET  /directory/entries/{entry}/claim         TX   in   ok   no   no   no   no   wait no
claim                     GET  /directory/entries/{entry}/claim         MI   in   no   ok   no   no   no   wait no
claim                     POST /directory/entries/{entry}/claim         TX   in   done no   no   no   no   wait no
claim                     POST /directory/entries/{entry}/claim         MI   in   no   done no   no   no   wait no
end_keeping               POST /directory/entries/{entry}/end-keeping   TX   in   done no   no   no   no   wait done
end_keeping               POST /directory/entries/{entry}/end-keeping   MI   in   no   no   no   no   no   wait done
decide_claim              POST /directory/claims/{claim}/decide         TX   in   done no   no   no   no   wait done
decide_claim              POST /directory/claims/{claim}/decide         MI   in   no   no   no   no   no   wait done
keeping                   GET  /directory/keeping                       any  in   ok   ok   ok   ok   no   wait ok
confirm                   GET  /directory/entries/{entry}/confirm       TX   in   ok   no   no   no   no   wait ok
confirm                   GET  /directory/entries/{entry}/confirm       MI   in   no   no   no   no   no   wait ok
confirm                   POST /directory/entries/{entry}/confirm       TX   in   done no   no   no   no   wait done
confirm                   POST /directory/entries/{entry}/confirm       MI   in   no   no   no   no   no   wait done
check_channel             POST /directory/entries/{entry}/channels/{channel} TX in done no no   no   no   wait done
check_channel             POST /directory/entries/{entry}/channels/{channel} MI in no   no no   no   no   wait done
edit_entry                GET  /directory/entries/{entry}/edit          TX   in   ok   no   no   no   no   wait ok
edit_entry                GET  /directory/entries/{entry}/edit          MI   in   no   no   no   no   no   wait ok
edit_entry                POST /directory/entries/{entry}/edit          TX   in   done no   no   no   no   wait done
edit_entry                POST /directory/entries/{entry}/edit          MI   in   no   no   no   no   no   wait done
new_entry                 GET  /directory/entries/new                   any  in   ok   no   no   no   no   wait ok
new_entry                 GET  /directory/entries/new?kind=office&state=TX TX in  ok   no   no   no   no   wait ok
new_entry                 GET  /directory/entries/new?kind=office&state=MI MI in  no   no   no   no   no   wait ok
new_entry                 GET  /directory/entries/new?kind=office&state=US any in no   no   no   no   no   wait ok
new_entry                 POST /directory/entries/new?kind=office&state=TX TX in  done no   no   no   no   wait done
new_entry                 POST /directory/entries/new?kind=office&state=MI MI in  no   no   no   no   no   wait done
state_facts               GET  /directory/states/TX/facts               TX   in   ok   no   no   no   no   wait ok
state_facts               GET  /directory/states/MI/facts               MI   in   no   no   no   no   no   wait ok
state_facts               POST /directory/states/TX/facts               TX   in   done no   no   no   no   wait done
state_facts               POST /directory/states/MI/facts               MI   in   no   no   no   no   no   wait done
import_lists              GET  /directory/imports                       any  in   ok   no   no   no   no   wait ok
import_plan               GET  /directory/imports/{batch}               TX   in   ok   no   no   no   no   wait ok
import_plan               GET  /directory/imports/{batch}               MI   in   none no   no   no   no   wait ok
import_columns            POST /directory/imports/{batch}/columns       TX   in   done no   no   no   no   wait done
import_columns            POST /directory/imports/{batch}/columns       MI   in   none no   no   no   no   wait done
import_rows               POST /directory/imports/{batch}/rows          TX   in   done no   no   no   no   wait done
import_rows               POST /directory/imports/{batch}/rows          MI   in   none no   no   no   no   wait done
import_revert             POST /directory/imports/{batch}/revert        TX   in   done no   no   no   no   wait done
import_revert             POST /directory/imports/{batch}/revert        MI   in   none no   no   no   no   wait done
check                     GET  /directory/check/{letter}                TX   ok   ok   ok   ok   ok   ok   ok   ok
check                     POST /directory/check/{letter}                TX   done done done done done done done done
stop_letters              GET  /directory/check/{letter}/stop           TX   ok   ok   ok   ok   ok   ok   ok   ok
stop_letters              POST /directory/check/{letter}/stop           TX   ok   ok   ok   ok   ok   ok   ok   ok
partners                  GET  /directory/partners                      any  in   ok   ok   ok   ok   no   wait no
partners_vcards           GET  /directory/partners.vcf                  any  in   ok   ok   ok   ok   no   wait no
add_partner               POST /directory/partners/add                  any  in   done done done done no   wait no
remove_partner            POST /directory/partners/remove               any  in   done done done done no   wait no
move_partner_up           POST /directory/partners/move-up              any  in   done done done done no   wait no
keep_suggested_partners   POST /directory/partners/keep                 any  in   done done done done no   wait no
home.replace_entry        GET  /directory/entries/{entry}/replace       TX   in   ok   no   no   no   no   wait ok
home.replace_entry        GET  /directory/entries/{entry}/replace       MI   in   no   no   no   no   no   wait ok
home.replace_entry        POST /directory/entries/{entry}/replace       TX   in   ok   no   no   no   no   wait ok
home.replace_entry        POST /directory/entries/{entry}/replace       MI   in   no   no   no   no   no   wait ok
"""
# Uploading a file is in test_import_pages.py: the same three words decide who may.
POSTED: Mapping[str, Mapping[str, str]] = {
    "suggest": {"wrong": "phone", "text": "It moved."},
    "answer_suggestion": {"decision": "accept"},
    "decide_claim": {"decision": "grant"},
    "confirm": {"how": "phone"},
    "check_channel": {"deed": "right"},
    "new_entry": {
        "name": "New office", "office_kind": "regional_or_local_mep", "source": "By phone", "visibility": "public",
    },
    "state_facts": {"said": "pass=yes", "as_of": "2026", "source": "The state office"},
    "import_columns": {"columns-0": "name"},
    "add_partner": {"state": "ND"},
    "remove_partner": {"state": "ND"},
    "move_partner_up": {"state": "ND"},
    "home.replace_entry": {"successor": "-", "day": "2026-06-16"},
}  # fmt: skip
"""Forms as their pages send them, by route."""


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    endpoint: str
    method: str
    path: str
    state_code: str
    words: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.path} of {self.state_code}"


def _row(line: str) -> Row:
    endpoint, method, path, state_code, *words = line.split()
    name = endpoint if "." in endpoint else f"directory.{endpoint}"
    return Row(name, method, path, state_code, dict(zip(PEOPLE, words, strict=True)))


ROWS = [_row(line) for line in TABLE.strip().splitlines()[1:]]
ABOUT_AN_ENTRY = [row for row in ROWS if row.state_code == "TX" and "{" in row.path and "{batch}" not in row.path]


@pytest.fixture
def mei(cast: Cast) -> User:
    """The director of Michigan, who brought a list."""
    found = a_person("Mei Tran", role=Role.DIRECTOR, state_code="MI")
    db.session.commit()
    return found


@pytest.fixture
def parts(cast: Cast, mei: User) -> Mapping[str, Mapping[str, Any]]:
    """What stands in the addresses of the table, by state."""
    return {state: _things(state, by) for state, by in (("TX", cast.rosa), ("MI", mei))} | {"any": {}}


def _things(state: str, director: User) -> Mapping[str, Any]:
    entry = an_office(
        f"{state.lower()}-hall", name="Hall", state_code=state, phones="517-555-0100", emails="hall@example.com"
    )
    entry.verified_on = noon(2024, 1, 10).date()
    claimer = a_person(state_code=state)
    batch = ImportBatch(
        file_name="list.csv", header=["Name"], mapping={"Name": "name"}, rows=[], by_id=director.id,
        outcome={"plan": [], "counts": {}, "needing": 0},
        status=BatchStatus.UPLOADED, created_at=clock.now(),
    )  # fmt: skip
    suggestion = Suggestion(
        token=f"token-{state}", entry_id=entry.id, wrong=Wrong.PHONE, text="It moved.", visitor_hash="x",
        created_at=clock.now(),
    )  # fmt: skip
    claim = Claim(entry_id=entry.id, user_id=claimer.id, status=ClaimStatus.WAITING, created_at=clock.now())
    letter = CheckLetter(
        entry_id=entry.id, due_on=noon(2026, 6, 1).date(), step_days=0, address="hall@example.com", sent_at=clock.now()
    )
    db.session.add_all([batch, suggestion, claim, letter])
    db.session.commit()
    return {
        "entry": entry.key, "channel": entry.channels[0].id, "batch": batch.id, "suggestion": suggestion.token,
        "claim": claim.id, "letter": check_token(letter), "claimer": claimer.id,
    }  # fmt: skip


def _put_back(row: Row, parts: Mapping[str, Mapping[str, Any]]) -> None:
    """Let everything stand as before somebody else tried it."""
    db.session.rollback()
    keeper = parts[row.state_code]["claimer"] if row.endpoint.endswith("end_keeping") else None
    status = BatchStatus.APPLIED if row.endpoint.endswith("import_revert") else BatchStatus.UPLOADED
    of_table = Entry.key.in_(("tx-hall", "mi-hall"))
    db.session.execute(update(Entry).where(of_table).values(keeper_id=keeper, verified_on=noon(2024, 1, 10).date()))
    db.session.execute(update(Suggestion).values(status=SuggestionStatus.WAITING, answered_at=None, answer=""))
    db.session.execute(update(Claim).values(status=ClaimStatus.WAITING, decided_at=None, decided_by_id=None))
    db.session.execute(update(ImportBatch).values(status=status))
    for model in (PartnerState, CheckStop):
        db.session.execute(delete(model))
    db.session.execute(delete(Suggestion).where(Suggestion.token.not_in(("token-TX", "token-MI"))))
    db.session.commit()
    db.session.remove()


def _answer(client: CheckingClient, cast: Cast, row: Row, who: str, parts: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the word of the table for what `who` gets."""
    _put_back(row, parts)
    path = row.path.format(**parts[row.state_code])
    data = POSTED.get(row.endpoint.removeprefix("directory."), {})
    if row.endpoint in ("directory.edit_entry", "directory.new_entry") and row.method == "POST":
        data = form_of(client.sign_in(cast.ada).get(path).text) | data | {"note": f"Seen by {who}."}
    with client.session_transaction() as session:
        session.clear()
    if who != "visitor":
        client.sign_in(getattr(cast, who))
    response = client.open(path, method=row.method, data=data if row.method == "POST" else None)
    if response.status_code == 303:
        return "in" if "/sign-in" in response.location else "wait" if "/waiting" in response.location else "done"
    return {200: "ok", 403: "no", 404: "none"}.get(response.status_code, str(response.status_code))


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_gets_what_the_table_says(
    client: CheckingClient, cast: Cast, parts: Mapping[str, Mapping[str, Any]], row: Row
) -> None:
    assert {who: _answer(client, cast, row, who, parts) for who in PEOPLE} == row.words


@pytest.mark.parametrize("visibility", [Visibility.MEMBERS, Visibility.ADMINISTRATORS])
@pytest.mark.parametrize("row", [row for row in ABOUT_AN_ENTRY if "{letter}" not in row.path], ids=str)
def test_a_hidden_entry_is_not_there_for_who_may_not_see_it(
    client: CheckingClient, cast: Cast, parts: Mapping[str, Mapping[str, Any]], row: Row, visibility: Visibility
) -> None:
    db.session.execute(update(Entry).where(Entry.key == "tx-hall").values(visibility=visibility))
    db.session.commit()
    blind = ["visitor", "sam"] if visibility == Visibility.MEMBERS else [one for one in PEOPLE if one != "ada"]
    # The page of a suggestion stays with who sent it, and no longer names the entry.
    stays = {"ok"} if row.endpoint == "directory.suggestion" else {"none"}

    found = {who: _answer(client, cast, row, who, parts) for who in blind}

    assert {who: word for who, word in found.items() if word not in stays | {"in", "wait"}} == {}


@pytest.mark.onedb
def test_no_route_is_missing_from_the_table(app: flask.Flask) -> None:
    routes = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}
        if rule.endpoint.startswith("directory.") or rule.endpoint == "home.replace_entry"
    }

    missing = routes - {(row.endpoint, row.method) for row in ROWS}

    assert missing == {("directory.import_lists", "POST")}
