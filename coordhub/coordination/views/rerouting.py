"""A request that belongs to somebody else: see who would get it and by when, then send it on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import flask
from werkzeug.wrappers import Response

from coordhub import clock, places
from coordhub.accounts.access import me, member
from coordhub.coordination import actions, queries, rules
from coordhub.coordination.blueprint import bp
from coordhub.coordination.forms.team import RerouteForm
from coordhub.coordination.models import CoordinationRequest, Deed, Status
from coordhub.coordination.views.answers import Destination, destination_of
from coordhub.coordination.views.showing import request_or_404
from coordhub.db import db
from coordhub.directory.queries import state_programs
from coordhub.errors import NotAllowed

Page = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Going:
    """Where a request would go; `destination` is the other state, None inside the own one."""

    where: str
    route: rules.Route
    acknowledge_by: date
    due_on: date
    destination: Destination | None = None

    @property
    def fingerprint(self) -> str:
        """What was shown: another person, state or date gives another fingerprint."""
        state = f"{self.destination.state_code}/{self.destination.county_code}" if self.destination else ""
        return f"{self.where}/{self.route.person.id}/{state}/{self.acknowledge_by}"


@bp.route("/<number>/reroute", methods=["GET", "POST"])
@member
def reroute(number: str) -> Page:
    """Choose to whom the request belongs, look at who gets it, then send it on."""
    request = request_or_404(number)
    if request.status == Status.REROUTED:  # Pressed twice, or a page that was open for long: its own page says it.
        return flask.redirect(flask.url_for("coordination.detail", number=number), 303)
    _refuse_others(request)
    form = _form(request)
    if flask.request.method == "GET":
        return _page(request, form)
    asked = flask.request.form.get("do", "")
    look = _LOOKS.get(asked or flask.request.form.get("look", ""))
    if look is None:
        return _page(request, form)
    going, offices = look(request, form) if form.validate() else (None, Destination())
    if going is None:
        return _page(request, form, offices=offices), 422
    if not asked or form.seen.data != going.fingerprint:
        # Nothing goes on before whoever presses has seen who gets it and by when.
        return _page(request, form, going=going, is_news=bool(asked))
    return _send_on(request, going)


def _send_on(request: CoordinationRequest, going: Going) -> Response:
    name = going.route.person.display_name
    if going.destination is None:
        actions.assign(request, going.route.person, by=me())
        words = f"{name} has it now and was told. So was the sender."
    else:
        there = going.destination
        onward = actions.Onward(there.state_code, there.time_zone, going.route, there.county_code, there.county_name)
        new = actions.reroute(request, onward, by=me())
        words = f"Sent on to {there.state_name} as {new.number}. {name} and the sender were told."
    db.session.commit()
    flask.flash(words, "done")
    return flask.redirect(flask.url_for("coordination.detail", number=request.number), 303)


def _refuse_others(request: CoordinationRequest) -> None:
    if rules.side_of(me(), request) != rules.Side.RECEIVER:
        raise NotAllowed("Only the state that was asked sends a request on.")
    if not rules.may_do(me(), request, Deed.REROUTE, clock.now()):
        raise NotAllowed(
            actions.REFUSALS.get(request.status, "This request has its answer. Nothing is left to send on.")
        )


def _to_colleague(request: CoordinationRequest, form: RerouteForm) -> tuple[Going | None, Destination]:
    team = queries.team_of(request.to_state, _today(request))
    chosen = next((one for one in team.people if str(one.user.id) == form.colleague.data), None)
    if chosen is None or chosen.user.id == request.owner_id:
        form.add_errors({"colleague": ["Choose one of your colleagues who does not have it yet."]})
        return None, Destination()
    reason = team.reason_against(chosen)
    note = f"{chosen.user.display_name}: {reason}." if reason else ""
    route = rules.Route(chosen.user, "is the colleague you chose", office=chosen.office, note=note)
    return Going("colleague", route, request.acknowledge_by, request.due_on), Destination()


def _to_office(request: CoordinationRequest, form: RerouteForm) -> tuple[Going | None, Destination]:
    offices = {one.key: one for one in queries.offices_to_sit_in(request.to_state)}
    office = offices.get(form.office.data or "")
    if office is None:
        form.add_errors({"office": ["Choose one of the offices of your state."]})
        return None, Destination()
    route = queries.route_within(request, office, today=_today(request))
    if route is None:
        sentence = f"Nobody else who sits in {office.name} uses the hub. Choose another office, or a colleague."
        form.add_errors({"office": [sentence]})
        return None, Destination()
    return Going("office", route, request.acknowledge_by, request.due_on), Destination()


def _to_state(request: CoordinationRequest, form: RerouteForm) -> tuple[Going | None, Destination]:
    code = form.to_state.data or ""
    refusal = rules.refusal_to_send_on(request, code)
    there = destination_of(code, form.county.data or "", request.type, places.the_gazetteer(), clock.now())
    if refusal or not there.state_code:
        form.add_errors({"to_state": [refusal or "Choose the state to which this belongs."]})
        return None, Destination()
    if there.route is None or there.targets is None:
        form.add_errors({there.field: [there.problem]})
        return None, there
    # The dates that the new request will have, with what its type asks to be done in time.
    targets = rules.targets(
        request.type, clock.now(), there.time_zone, details=request.details, closed=there.route.closed
    )
    return Going("state", there.route, targets.acknowledge_by, targets.due_on, there), there


_LOOKS: Mapping[str, Callable[[CoordinationRequest, RerouteForm], tuple[Going | None, Destination]]] = {
    "colleague": _to_colleague,
    "office": _to_office,
    "state": _to_state,
}


def _form(request: CoordinationRequest) -> RerouteForm:
    form = RerouteForm()
    team = queries.team_of(request.to_state, _today(request))
    form.offer(
        [(str(one.user.id), _named(team, one)) for one in team.people if one.user.id != request.owner_id],
        [(one.key, one.name) for one in queries.offices_to_sit_in(request.to_state)],
        [
            (one.state_code, one.name)
            for one in state_programs()
            if not rules.refusal_to_send_on(request, one.state_code)
        ],
    )
    return form


def _named(team: rules.Team, one: rules.Colleague) -> str:
    reason = team.reason_against(one)
    return f"{one.user.display_name}, {one.user.role.label.lower()}" + (f" ({reason})" if reason else "")


def _page(
    request: CoordinationRequest,
    form: RerouteForm,
    *,
    going: Going | None = None,
    offices: Destination | None = None,
    is_news: bool = False,
) -> str:
    first = queries.step_at(request, 1)
    return flask.render_template(
        "coordination/reroute.html",
        request_=request,
        form=form,
        going=going,
        offices=offices.offices if offices else [],
        has_note=bool(first and first.message),
        is_news=is_news,
    )


def _today(request: CoordinationRequest) -> date:
    return clock.today_in(request.time_zone)
