"""Pages for everybody: start, states, one state, and what the hub says about itself."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import flask
from flask_security import current_user
from werkzeug.wrappers import Response

from coordhub import clock
from coordhub.accounts.access import public
from coordhub.accounts.queries import covered_counties
from coordhub.directory import queries as directory
from coordhub.directory.kinds import STATE_WIDE, ContactRole
from coordhub.directory.models import Entry, StateProgram
from coordhub.directory.rules.sight import may_keep_state, sight_of
from coordhub.directory.views.reader import the_reader
from coordhub.home import queries
from coordhub.home.blueprint import bp
from coordhub.places.drawing import StateDrawing, overview, state_drawing

# U.S. zones by the first letter of their abbreviation (EST, EDT, …); Alaska's has two letters before it (AKDT).
_ZONE_NAMES = {
    "E": "Eastern Time",
    "C": "Central Time",
    "M": "Mountain Time",
    "P": "Pacific Time",
    "H": "Hawaii Time",
    "A": "Atlantic Time",
    "AK": "Alaska Time",
}

# The jobs for which another state looks for somebody (domain guide, section 3).
ROLES_OF_A_STATE = (
    ContactRole.DIRECTOR,
    ContactRole.RECRUITMENT,
    ContactRole.RECORDS,
    ContactRole.CREDIT,
    ContactRole.PASS,
)


@bp.route("/")
@public
def start() -> str:
    """Ask the one question, offer three jobs, show every state."""
    programs = directory.state_programs()
    outside = [one for one in programs if not one.takes_part]
    return flask.render_template(
        "home/start.html",
        programs=programs,
        outside=outside,
        drawing=overview(),
        impact=queries.impact(programs),
    )


@bp.route("/states")
@public
def states() -> str | Response:
    """List all states; `?state=MI` goes to that state's page."""
    code = flask.request.args.get("state", "").strip().upper()
    if code and directory.state_program(code) is not None:
        return flask.redirect(flask.url_for("home.state", code=code), 303)
    programs = directory.state_programs()
    offices = directory.state_offices([one.state_code for one in programs])
    return flask.render_template("home/states.html", programs=programs, offices=offices, unknown=code)


@bp.route("/states/<code>")
@public
def state(code: str) -> str | Response:
    """Show one state: whom to ask, PASS, figures."""
    program = directory.state_program(code.upper()) or flask.abort(404)
    if code != program.state_code:
        return flask.redirect(flask.url_for("home.state", code=program.state_code), 301)
    reader = the_reader()
    sight = sight_of(reader)
    offices = directory.offices_of(program.state_code, sight=sight)
    contacts = directory.contacts_of(program.state_code, sight=sight)
    sites = directory.sites_of(program.state_code, sight=sight)
    return flask.render_template(
        "home/state.html",
        program=program,
        office=next((one for one in offices if one.office_kind in STATE_WIDE), None),
        offices=offices,
        contacts=contacts,
        gaps=_gaps(contacts),
        facts=directory.facts_of(program.state_code),
        sites=sites,
        nearest_sites=[] if sites or program.point is None else directory.nearest_sites(program.point),
        instead=[] if program.takes_part else directory.who_instead(program.state_code),
        figures=queries.state_figures(program.state_code),
        clock_words=_clock_words(program),
        own_state=_own_state(),
        may_keep=may_keep_state(reader, program.state_code),
        drawing=_drawing_of(program, [*offices, *contacts, *sites]),
    )


@bp.route("/about")
@public
def about() -> str:
    """Say what the hub is for."""
    return flask.render_template("home/about.html", programs=directory.state_programs())


@bp.route("/privacy")
@public
def privacy() -> str:
    """Say what is stored and who reads it."""
    return flask.render_template("home/privacy.html")


@bp.route("/accessibility")
@public
def accessibility() -> str:
    """Say how the pages can be used."""
    return flask.render_template("home/accessibility.html")


@bp.route("/credits")
@public
def credits() -> str:
    """Name the sources of data, letters and programs."""
    return flask.render_template("home/credits.html")


def _drawing_of(program: StateProgram, entries: Sequence[Entry]) -> StateDrawing:
    """Draw the state with its entries and the counties that somebody covers; nobody is named."""
    pins = [(one.point.latitude, one.point.longitude, one.entry_kind.value, one.name) for one in entries if one.point]
    covered = covered_counties(program.state_code)
    covered |= {code for one in entries if not one.is_demo for code in one.county_codes}
    return state_drawing(program.state_code, covered, pins)


def _gaps(contacts: Sequence[Entry]) -> list[str]:
    """Return the roles that a state should have and that nobody is listed for, as pages write them."""
    held = {one.role for one in contacts if not one.is_vacant}
    return [role.label for role in ROLES_OF_A_STATE if role not in held]


def _clock_words(program: StateProgram) -> str:
    """2:10 PM there now, Eastern Time, in parts Central Time"""
    now = clock.now()
    there = now.astimezone(ZoneInfo(program.time_zone))
    names = [_zone_name(now, zone) for zone in (program.time_zone, *program.more_time_zones)]
    others = [name for name in dict.fromkeys(names) if name != names[0]]
    words = f"{there:%I:%M %p} there now, {names[0]}".removeprefix("0")
    return words + (f", in parts {' and '.join(others)}" if others else "")


def _zone_name(now: datetime, zone: str) -> str:
    short = now.astimezone(ZoneInfo(zone)).strftime("%Z")
    return _ZONE_NAMES.get(short[:1] if len(short) == 3 else short[:2], zone)


def _own_state() -> str:
    return current_user.state_code or "" if current_user.is_authenticated and current_user.is_member else ""
