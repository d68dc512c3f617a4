"""Events: the list, one, publishing, changing, cancelling."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import flask
from werkzeug.wrappers import Response

from coordhub import clock
from coordhub.accounts.access import me, signed_in
from coordhub.accounts.models import Role
from coordhub.db import db, start_writing
from coordhub.errors import Conflict, NotAllowed
from coordhub.forms import Form
from coordhub.notifications.actions import mark_read
from coordhub.privacy.checks import PrivacyRefusal
from coordhub.resources import actions, queries, rules
from coordhub.resources.blueprint import bp
from coordhub.resources.forms import EventForm, codes_of
from coordhub.resources.models import Event, EventKind

Page = str | Response | tuple[str, int]


@bp.route("/events")
@signed_in
def events() -> str:
    """Events to come, or those that are over."""
    page, past = page_number(), flask.request.args.get("show") == "past"
    rows = queries.events(clock.now(), past=past, page=page)
    return flask.render_template(
        "resources/events.html",
        rows=[(one, rules.when_words(one, me().time_zone)) for one in rows[: queries.A_PAGE]],
        past=past,
        page=page,
        has_more=len(rows) > queries.A_PAGE,
        may_publish=rules.may_publish(me()),
        this_year=clock.today_in(me().time_zone).year,
        year_of=lambda one: one.starts_at.astimezone(ZoneInfo(one.time_zone)).year,
    )


@bp.route("/events/<int:event_id>")
@signed_in
def event(event_id: int) -> str:
    """One event, in the reader's time zone and in its own."""
    start_writing()
    found = _event_or_404(event_id)
    page = flask.render_template(
        "resources/event.html",
        event=found,
        when=rules.when_words(found, me().time_zone),
        when_there=rules.when_words(found, found.time_zone),
        date=rules.year_words(found),
        may_change=rules.may_change(me(), found),
        is_over=found.ends_at <= clock.now(),
    )
    mark_read(me(), found.key)
    db.session.commit()
    return page


@bp.route("/events/new", methods=["GET", "POST"])
@signed_in
def new_event() -> Page:
    """Publish an event."""
    if not rules.may_publish(me()):
        raise NotAllowed("State directors, OME and the hub’s administrators publish events.")
    form = EventForm()
    form.offer(me().time_zone, clock.today_in(me().time_zone))
    if flask.request.method == "GET":
        form.time_zone.data = me().time_zone
        return _form_page(form)
    if not form.validate():
        return _form_page(form), 422
    try:
        found = actions.publish_event(_facts(form), by=me(), confirmed=form.confirmed.data)
    except PrivacyRefusal as refusal:
        db.session.rollback()
        form.add_errors(refusal.errors)
        return _form_page(form, may_confirm=refusal.may_be_confirmed), 422
    db.session.commit()
    flask.flash("Published. Those whom it concerns hear of it on the way that each chose.", "done")
    return flask.redirect(flask.url_for("resources.event", event_id=found.id), 303)


@bp.route("/events/<int:event_id>/edit", methods=["GET", "POST"])
@signed_in
def edit_event(event_id: int) -> Page:
    """Change an event."""
    found = _event_or_404(event_id, to_change=flask.request.method == "POST")
    if not rules.may_change(me(), found):
        raise NotAllowed("Only who published this event, its state’s director or a hub administrator changes it.")
    form = EventForm()
    form.offer(found.time_zone, clock.today_in(me().time_zone))
    if flask.request.method == "GET":
        _show(form, found)
        return _form_page(form, found)
    if not form.validate():
        return _form_page(form, found), 422
    seen = int(form.seen.data) if (form.seen.data or "").isdecimal() and len(form.seen.data or "") < 9 else 0
    try:
        changed = actions.change_event(found, _facts(form), by=me(), seen=seen, confirmed=form.confirmed.data)
    except (PrivacyRefusal, Conflict) as refusal:
        db.session.rollback()
        errors = refusal.errors if isinstance(refusal, PrivacyRefusal) else {"title": [str(refusal)]}
        form.add_errors(errors)
        may_confirm = isinstance(refusal, PrivacyRefusal) and refusal.may_be_confirmed
        return _form_page(form, _event_or_404(event_id), may_confirm=may_confirm), 422
    db.session.commit()
    flask.flash("Changed. Who was told of it is told again when its time changed." if changed else "Nothing changed.",
                "done" if changed else "note")  # fmt: skip
    return flask.redirect(flask.url_for("resources.event", event_id=event_id), 303)


@bp.route("/events/<int:event_id>/cancel", methods=["POST"])
@signed_in
def cancel_event(event_id: int) -> Response:
    """Cancel an event."""
    found = _event_or_404(event_id, to_change=True)
    if not Form().validate():
        flask.abort(404)
    actions.cancel_event(found, by=me())
    db.session.commit()
    flask.flash("Cancelled. Those whom it concerned hear of it.", "done")
    return flask.redirect(flask.url_for("resources.event", event_id=event_id), 303)


def page_number() -> int:
    """Return which page of a list is asked for."""
    return max(1, min(flask.request.args.get("page", 1, type=int), 100_000))


def own_state() -> str | None:
    """Return the one state for which the reader publishes; None for who may name any."""
    return me().state_code if me().role == Role.DIRECTOR else None


def _facts(form: EventForm) -> actions.EventFacts:
    span = (form.first_day.data, form.last, form.from_time.data, form.until_time.data)
    starts_at, ends_at = rules.span_of(*span, form.time_zone.data)
    own = own_state()
    return actions.EventFacts(
        title=form.title.data or "",
        kind=EventKind(form.kind.data),
        starts_at=starts_at,
        ends_at=ends_at,
        time_zone=form.time_zone.data,
        is_all_day=form.from_time.data is None,
        place=form.place.data or "",
        link=form.link.data or "",
        source=form.source.data or "",
        state_codes=[own] if own else list(codes_of(form.states.data)),
    )


def _show(form: EventForm, found: Event) -> None:
    zone = ZoneInfo(found.time_zone)
    starts, ends = found.starts_at.astimezone(zone), found.ends_at.astimezone(zone)
    for name in ("title", "place", "link", "source", "time_zone"):
        form[name].data = getattr(found, name)
    form.kind.data, form.states.data, form.seen.data = found.kind.value, ", ".join(found.state_codes), found.revision
    form.first_day.data = starts.date()
    last = ends.date() - timedelta(days=1) if found.is_all_day else ends.date()
    form.last_day.data = last if last != starts.date() else None
    if not found.is_all_day:
        form.from_time.data, form.until_time.data = starts.time(), ends.time()


def _form_page(form: EventForm, found: Event | None = None, *, may_confirm: bool = False) -> str:
    name = "resources/edit_event.html" if found else "resources/new_event.html"
    return flask.render_template(name, form=form, event=found, own_state=own_state(), may_confirm=may_confirm)


def _event_or_404(event_id: int, *, to_change: bool = False) -> Event:
    found = queries.event_by_id(event_id, to_change=to_change) if event_id < 2**31 else None
    if found is None:
        flask.abort(404)
    return found
