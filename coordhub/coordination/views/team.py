"""Who answers for a state: its team, where each sits, who is away, who takes over."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import flask
from werkzeug.wrappers import Response

from coordhub import clock, places
from coordhub.accounts.access import me, member
from coordhub.accounts.models import Absence, User
from coordhub.accounts.queries import members_of
from coordhub.coordination import actions, presenting, queries, rules
from coordhub.coordination.blueprint import bp
from coordhub.coordination.forms.team import AbsenceForm, HandOverForm, OfficeForm
from coordhub.coordination.models import CoordinationRequest
from coordhub.db import db
from coordhub.directory.queries import state_program
from coordhub.errors import NotAllowed
from coordhub.formats import plain_day

Page = str | Response | tuple[str, int]


@bp.route("/team")
@member
def team() -> str:
    """Show everybody of the state, what each would get today, and who would get a request for a county."""
    reader = me()
    counties = _counties(reader)
    code = flask.request.args.get("county", "")
    code = code if code in counties else ""
    found = queries.team_of(_state(reader), _today(reader))
    people = [one.user for one in found.people]
    return flask.render_template(
        "coordination/team.html",
        team=found,
        lines=presenting.team_lines(found, counties, queries.absences_from(people, found.today)),
        answers=presenting.answers(found, code or None, counties.get(code)),
        counties=counties,
        county=code,
        directs=rules.may_direct(reader, reader.state_code),
    )


@bp.route("/team/<int:user_id>")
@member
def team_member(user_id: int) -> Page:
    """Set where somebody sits and when they are away."""
    return _page(_arranged_or_404(user_id))


@bp.route("/team/<int:user_id>/office", methods=["POST"])
@member
def choose_office(user_id: int) -> Page:
    """Choose the office in which somebody sits."""
    person = _arranged_or_404(user_id)
    form = _office_form(person)
    if not form.validate():
        return _page(person, office=form), 422
    offices = {one.key: one for one in queries.offices_to_sit_in(_state(person))}
    actions.choose_office(person, offices.get(form.office.data), by=me())
    return _done(person, "Saved.")


@bp.route("/team/<int:user_id>/absences", methods=["POST"])
@member
def add_absence(user_id: int) -> Page:
    """Enter days on which somebody is away."""
    person = _arranged_or_404(user_id)
    form = _absence_form(person)
    if not form.validate():
        return _page(person, absence=form), 422
    first, last = form.first_day.data, form.last_day.data
    delegate = next((one for one in members_of(_state(person)) if str(one.id) == form.delegate.data), None)
    today = clock.today_in(person.time_zone)
    faults = rules.faults_of_absence(person, first, last, delegate, queries.absences_from([person], today), today)
    if faults:
        form.add_errors(faults)
        return _page(person, absence=form), 422
    absence = actions.add_absence(person, first, last, delegate, by=me())
    return _done(person, "Saved." + _warning(absence))


@bp.route("/team/<int:user_id>/absences/<int:absence_id>/remove", methods=["POST"])
@member
def remove_absence(user_id: int, absence_id: int) -> Page:
    """Take an absence off."""
    person = _arranged_or_404(user_id)
    found = queries.absences_from([person], clock.today_in(person.time_zone))
    absence = next((one for one in found if one.id == absence_id), None)
    if absence is not None:  # A second press finds nothing left to do.
        actions.remove_absence(person, absence, by=me())
    return _done(person, "Taken off.")


@bp.route("/team/<int:user_id>/backup", methods=["POST"])
@member
def mark_backup(user_id: int) -> Page:
    """Say whether somebody is the backup of their office."""
    person = _arranged_or_404(user_id)
    is_backup = flask.request.form.get("backup") == "yes"
    actions.mark_backup(person, is_backup=is_backup, by=me())
    words = f"{person.display_name} is {'now' if is_backup else 'no longer'} the backup of the office."
    return _done(person, words)


@bp.route("/team/<int:user_id>/state-default", methods=["POST"])
@member
def make_state_default(user_id: int) -> Page:
    """Let somebody take what has no other owner in the state."""
    person = _arranged_or_404(user_id)
    actions.make_state_default(person, by=me())
    return _done(person, f"What has no other owner goes to {person.display_name} from now on.")


@bp.route("/team/<int:user_id>/hand-over", methods=["GET", "POST"])
@member
def hand_over(user_id: int) -> Page:
    """Look at what goes to whom, then hand over everything that is open with somebody."""
    person = _arranged_or_404(user_id)
    requests = queries.open_requests_of(person)
    form = HandOverForm()
    form.offer([(str(one.id), one.display_name) for one in members_of(_state(person)) if one.id != person.id])
    if flask.request.method == "GET" or not requests:  # A second press finds nothing left to hand over.
        return _hand_over_page(person, requests, form)
    if not form.validate():
        return _hand_over_page(person, requests, form), 422
    to = queries.colleague_of(person, int(form.to.data))
    assert to is not None
    asked = "do" in flask.request.form
    if not asked or form.seen.data != _fingerprint(to, requests):
        # Nothing goes over before whoever presses has seen what goes to whom.
        return _hand_over_page(person, requests, form, to=to, is_news=asked)
    handed = actions.hand_over(person, to, by=me())
    return _done(person, f"Handed over to {to.display_name}: {', '.join(one.number for one in handed)}.")


def _hand_over_page(
    person: User,
    requests: Sequence[CoordinationRequest],
    form: HandOverForm,
    *,
    to: User | None = None,
    is_news: bool = False,
) -> str:
    return flask.render_template(
        "coordination/hand_over.html",
        person_=person,
        requests=requests,
        form=form,
        to=to,
        is_news=is_news,
        fingerprint=_fingerprint(to, requests) if to else "",
        today=_today(me()),
    )


def _fingerprint(to: User, requests: Sequence[CoordinationRequest]) -> str:
    """Return what was shown: another person or request gives another fingerprint."""
    return "/".join([str(to.id), *(one.number for one in requests)])


def _page(person: User, **forms: Any) -> str:
    reader, today = me(), clock.today_in(person.time_zone)
    team_ = queries.team_of(_state(person), _today(person))
    absences = queries.absences_from([person], today)
    delegates = [one.delegate for one in absences if one.delegate is not None]
    of_delegates = queries.absences_from(delegates, today) if delegates else []
    return flask.render_template(
        "coordination/team_member.html",
        person_=person,
        colleague=team_.member(person.id),
        absences=[(one, _clash(one, of_delegates)) for one in absences],
        office_form=forms.get("office") or _office_form(person),
        absence_form=forms.get("absence") or _absence_form(person, empty=True),
        directs=rules.may_direct(reader, person.state_code),
        is_me=reader.id == person.id,
        open_count=len(queries.open_requests_of(person)),
        today=today,
    )


def _clash(absence: Absence, of_delegates: Sequence[Absence]) -> Absence | None:
    return rules.away_together(absence, [one for one in of_delegates if one.user_id == absence.delegate_id])


def _warning(absence: Absence) -> str:
    """Return a sentence when the delegate is away on some of the days, empty otherwise."""
    delegate = absence.delegate
    if delegate is None:
        return " Nobody in particular stands in: new requests go to the next who fits."
    clash = rules.away_together(absence, queries.absences_from([delegate], absence.first_day))
    if clash is None:
        return ""
    days = f"{plain_day(clash.first_day)} to {plain_day(clash.last_day)}"
    return f" But {delegate.display_name} is away from {days}, too: requests go to the next who fits on those days."


def _office_form(person: User) -> OfficeForm:
    seat = queries.seat_of(person)
    offices = queries.offices_to_sit_in(_state(person))
    form = OfficeForm(office=next((one.key for one in offices if seat and one.id == seat.office_id), ""))
    form.offer([(one.key, one.name) for one in offices])
    return form


def _absence_form(person: User, *, empty: bool = False) -> AbsenceForm:
    form = AbsenceForm(formdata=None) if empty else AbsenceForm()
    form.offer([(str(one.id), one.display_name) for one in members_of(_state(person)) if one.id != person.id])
    return form


def _done(person: User, words: str) -> Response:
    db.session.commit()
    flask.flash(words, "done")
    return flask.redirect(flask.url_for("coordination.team_member", user_id=person.id), 303)


def _arranged_or_404(user_id: int) -> User:
    """Return the colleague whose seat and absences the reader may set; people of other states are not found."""
    person = queries.colleague_of(me(), user_id) or flask.abort(404)
    if not rules.may_arrange(me(), person):
        raise NotAllowed(actions.ONLY_THEY)
    return person


def _counties(me: User) -> Mapping[str, str]:
    """Return the names of the counties of the reader's state by code."""
    return {one.county_code: one.long_name for one in places.the_gazetteer().counties_of(_state(me))}


def _today(user: User) -> date:
    """Return the date in the user's state, where routing counts."""
    program = state_program(_state(user))
    return clock.today_in(program.time_zone if program else user.time_zone)


def _state(user: User) -> str:
    assert user.state_code is not None  # members have one
    return user.state_code
