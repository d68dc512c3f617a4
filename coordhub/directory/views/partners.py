"""A member's partner states: who has which job there, on one page."""

from collections.abc import Callable, Sequence

import flask
from werkzeug.wrappers import Response

from coordhub import clock
from coordhub.accounts.access import member
from coordhub.accounts.models import User
from coordhub.db import db
from coordhub.directory import queries
from coordhub.directory.actions import keep_partners
from coordhub.directory.blueprint import bp
from coordhub.directory.forms import PartnerForm
from coordhub.directory.models import Entry, StateProgram
from coordhub.directory.queries.partners import Partner
from coordhub.directory.rules.partners import PARTNERS_AT_MOST, moved_up, suggested
from coordhub.directory.rules.sight import sight_of
from coordhub.directory.views.exports import file_of
from coordhub.directory.views.reader import the_member
from coordhub.errors import NotAllowed
from coordhub.formats import reader_today
from coordhub.places.states import STATES


@bp.route("/partners")
@member
def partners() -> str:
    """Show who has which job in the member's partner states, or in five that are suggested."""
    programs = queries.state_programs()
    chosen, is_suggested = _chosen(the_member(), programs)
    there = {one.state_code for one in chosen} | {the_member().state_code}
    return flask.render_template(
        "directory/partners.html",
        partners=_partners(chosen),
        is_suggested=is_suggested,
        may_add=[one for one in programs if one.takes_part and one.state_code not in there],
        is_full=len(chosen) >= PARTNERS_AT_MOST,
        now=clock.now(),
    )


@bp.route("/partners.vcf")
@member
def partners_vcards() -> Response:
    """Hand out everybody on the page as vCards, each once."""
    chosen, _ = _chosen(the_member(), queries.state_programs())
    found = [answer.first.entry for one in _partners(chosen) for _, answer in one.jobs if answer.first]
    entries: list[Entry] = list(dict.fromkeys(found))
    return file_of([one.id for one in entries], "vcf", "partner-states.vcf", detail="partners")


@bp.route("/partners/add", methods=["POST"])
@member
def add_partner() -> Response:
    """Put a state on the page, after the others; a suggested page is kept with it."""
    return _change(lambda codes, code: [*codes, code], "{} is on your page.")


@bp.route("/partners/remove", methods=["POST"])
@member
def remove_partner() -> Response:
    """Take a state off the page."""
    return _change(lambda codes, code: [one for one in codes if one != code], "{} is off your page.")


@bp.route("/partners/move-up", methods=["POST"])
@member
def move_partner_up() -> Response:
    """Show a state one place earlier."""
    return _change(moved_up, "{} moved up.")


@bp.route("/partners/keep", methods=["POST"])
@member
def keep_suggested_partners() -> Response:
    """Keep the states that were suggested."""
    chosen, _ = _chosen(the_member(), queries.state_programs())
    keep_partners(the_member(), [one.state_code for one in chosen])
    db.session.commit()
    flask.flash("These states are kept. Change them whenever you like.", "done")
    return _back()


def _chosen(user: User, programs: Sequence[StateProgram]) -> tuple[list[StateProgram], bool]:
    """Return the member's partner states in their order, and whether they are only suggested."""
    by_code = {one.state_code: one for one in programs}
    kept = [by_code[row.state_code] for row in queries.partner_rows(user.id) if row.state_code in by_code]
    return (kept, False) if kept else (suggested(user.state_code or "", programs), True)


def _partners(chosen: Sequence[StateProgram]) -> list[Partner]:
    return queries.partners(chosen, sight=sight_of(the_member()), today=reader_today())


def _change(change: Callable[[list[str], str], list[str]], words: str) -> Response:
    """Store the changed list of a posted form and say so; what may not be kept is said on the page."""
    form = PartnerForm()
    if not form.validate():
        flask.flash(next((str(one) for errors in form.errors.values() for one in errors), "Try again."), "error")
        return _back()
    code = form.state.data
    chosen, is_suggested = _chosen(the_member(), queries.state_programs())
    # Whoever adds a state to a page that was only suggested begins a page of their own.
    begins = is_suggested and code not in {one.state_code for one in chosen}
    try:
        keep_partners(the_member(), change([] if begins else [one.state_code for one in chosen], code))
    except NotAllowed as refusal:
        flask.flash(str(refusal), "error")
        return _back()
    db.session.commit()
    flask.flash(words.format(STATES[code].name if code in STATES else code), "done")
    return _back()


def _back() -> Response:
    return flask.redirect(flask.url_for("directory.partners"), 303)
