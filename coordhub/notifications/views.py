"""Preferences of people and states, stop and undo links, and deeds on notices."""

import flask
from werkzeug.wrappers import Response

from coordhub import clock
from coordhub.accounts.access import me, member, public, signed_in
from coordhub.accounts.models import User
from coordhub.accounts.queries import absences_coming
from coordhub.db import db
from coordhub.notifications import actions, away, defaults, queries, reading, rules, stopping, words
from coordhub.notifications import preferences as chosen
from coordhub.notifications.forms import (
    USUAL,
    NoticeForm,
    TimesForm,
    list_named,
    name_of,
    number_in,
    preference_form,
    state_form,
)
from coordhub.notifications.kinds import Way
from coordhub.notifications.models import Preference

Page = str | Response | tuple[str, int]
bp = flask.Blueprint("notifications", __name__, url_prefix="/notifications")

_TIMES = ("digest_hour", "weekly_day", "is_quiet_at_night", "quiet_from", "quiet_until", "is_quiet_on_weekends",
          "lets_emergencies_through")  # fmt: skip


@bp.route("/preferences", methods=["GET", "POST"])
@signed_in
def preferences() -> Page:
    """Show and change what the reader hears, and when."""
    reader = me()
    subjects = defaults.subjects_for(reader.role)
    wishes, times = chosen.wishes_of([reader])[reader.id], chosen.shown_preference_of(reader)
    stored = {name_of(one): wishes.way(one).value for one in subjects}
    form = preference_form(subjects)(obj=times, **stored)
    if flask.request.method == "GET":
        return _preferences_page(reader, wishes, times, form)
    if not form.validate():
        return _preferences_page(reader, wishes, times, form), 422
    ways = {one: Way(form[name_of(one)].data) for one in subjects}
    chosen.choose(reader, {one: way for one, way in ways.items() if way != stored[name_of(one)]})
    chosen.choose_times(reader, **{name: form[name].data for name in _TIMES})
    db.session.commit()
    flask.flash("Saved.", "done")
    return flask.redirect(flask.url_for("notifications.preferences"), 303)


def _preferences_page(reader: User, wishes: chosen.Wishes, times: Preference, form: TimesForm) -> str:
    now = clock.now()
    absences = absences_coming(reader, now)
    held = away.digest_held_until(absences, now, times.digest_hour, reader.time_zone)
    next_at = held or rules.next_digest_at(now, times.digest_hour, reader.time_zone)
    return flask.render_template(
        "notifications/preferences.html",
        form=form,
        wishes=wishes,
        groups=defaults.groups_for(reader.role),
        subjects=defaults.subjects_for(reader.role),
        may_set_for_state=defaults.may_set_for_state(reader),
        absences=absences,
        held=held,
        next_at=next_at,
        next_kind=rules.digest_kind(next_at, next_at, times.weekly_day, reader.time_zone),
        name_of=name_of,
        ways_for=defaults.ways_for,
        words=words,
    )


@bp.route("/usual", methods=["POST"])
@signed_in
def usual() -> Response:
    """Take back everything that the reader chose by subject; hours and days stay."""
    reader = me()
    own = chosen.wishes_of([reader])[reader.id].own
    chosen.choose(reader, dict.fromkeys(own))
    db.session.commit()
    flask.flash("You hear of everything the usual way again. Hours and days are as they were.", "done")
    return flask.redirect(flask.url_for("notifications.preferences"), 303)


@bp.route("/state-defaults", methods=["GET", "POST"])
@member
def state_defaults() -> Page:
    """Show and change what the people of the reader's state hear who chose nothing."""
    reader = me()
    if not defaults.may_set_for_state(reader) or reader.state_code is None:
        flask.abort(403)
    subjects = defaults.subjects_for(reader.role)
    of_state = chosen.state_choices([reader.state_code])[reader.state_code]
    stored = {name_of(one): of_state[one].value if one in of_state else USUAL for one in subjects}
    form = state_form(subjects)(**stored)
    if flask.request.method == "POST" and form.validate():
        picked = {one: form[name_of(one)].data for one in subjects}
        changed = {one: value for one, value in picked.items() if value != stored[name_of(one)]}
        chosen.set_for_state(reader, {one: None if value == USUAL else Way(value) for one, value in changed.items()})
        db.session.commit()
        flask.flash("Saved for everybody in your state who has not chosen otherwise.", "done")
        return flask.redirect(flask.url_for("notifications.state_defaults"), 303)
    page = flask.render_template(
        "notifications/state_defaults.html",
        form=form,
        state_code=reader.state_code,
        groups=defaults.groups_for(reader.role),
        subjects=subjects,
        name_of=name_of,
        ways_for=defaults.ways_for,
        words=words,
    )
    return (page, 422) if form.errors else page


@bp.route("/notices", methods=["POST"])
@signed_in
def notices() -> Response:
    """Mark the notices about one thing read or unread, or mute the thing, or hear of it again."""
    form, reader = NoticeForm(), me()
    about = form.about.data or ""
    if not form.validate():
        flask.abort(400)
    if not queries.has_notices_about(reader.id, about):
        flask.abort(404)
    if form.deed.data == "read":
        actions.mark_read(reader, about)
    elif form.deed.data == "unread":
        reading.mark_unread(reader, about)
    elif form.deed.data == "mute":
        reading.mute(reader, about)
        flask.flash("Muted: no letters about it any more, unless it is late. It still stands in your inbox.", "done")
    else:
        reading.unmute(reader, about)
        flask.flash("You get letters about it again.", "done")
    db.session.commit()
    return flask.redirect(_way_back(), 303)


@bp.route("/read-all", methods=["POST"])
@signed_in
def read_all() -> Response:
    """Mark everything that the page showed as read."""
    newest = number_in(flask.request.form.get("newest", ""))
    which = list_named(flask.request.form.get("what", ""))
    reading.mark_shown_read(me(), which=which, newest_id=newest)
    db.session.commit()
    flask.flash(f"{which.label if which else 'Everything'}: all marked as read.", "done")
    return flask.redirect(_way_back(), 303)


def _way_back() -> str:
    """Return the page on which a button was pressed, with its filters."""
    typed = flask.request.form
    if typed.get("place") != "notices":
        return flask.url_for("home.inbox")
    which = list_named(typed.get("what", ""))
    return flask.url_for(
        "home.notices",
        what=which.value if which else None,
        unread=1 if typed.get("unread") else None,
        before=number_in(typed.get("before", "")),
    )


@bp.route("/stop/<token>", methods=["GET", "POST"])
@public
def stop(token: str) -> str:
    """Ask on GET, since mail filters follow links; stop on POST, from the page or by a mail program (RFC 8058)."""
    link = stopping.read_token(token)
    if link is None:
        flask.abort(404)
    is_done = flask.request.method == "POST"
    stopping_now = stopping.stop if is_done else stopping.plan
    changed = stopping_now(link.user, link.scope, link.about)
    db.session.commit()
    if is_done and changed.is_empty:  # Sent again by a reload: the way back of the first time still holds.
        changed = stopping.read_undo(flask.request.form.get("undo", "")) or changed
    undo = None if changed.is_empty or changed.user != link.user else stopping.undo_token(changed)
    return flask.render_template("notifications/stop.html", link=link, is_done=is_done, undo=undo, token=token)


@bp.route("/undo/<token>", methods=["GET", "POST"])
@public
def undo(token: str) -> str:
    """Ask on GET, and give back on POST what a stop link took; the signed link is the proof, so nobody signs in."""
    what = stopping.read_undo(token)
    if what is None:
        flask.abort(404)
    is_done = flask.request.method == "POST"
    if is_done:
        stopping.undo(what)
        db.session.commit()
    return flask.render_template("notifications/undo.html", what=what, is_done=is_done)
