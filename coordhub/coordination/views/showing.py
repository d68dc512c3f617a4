"""Loading a request for its page, and showing it: after a link, and after a deed that was refused."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import flask
from flask_security import current_user
from werkzeug.wrappers import Response

from coordhub import clock
from coordhub.accounts.access import me
from coordhub.accounts.models import User
from coordhub.audit.actions import record
from coordhub.coordination import actions, presenting, queries, rules
from coordhub.coordination.forms import (
    AssignForm,
    DeclineForm,
    MessageForm,
    NoteForm,
    SeenForm,
    position_in,
)
from coordhub.coordination.models import CoordinationRequest, Deed, Step
from coordhub.db import db
from coordhub.errors import Conflict, NotAllowed
from coordhub.forms import choices_of
from coordhub.privacy.checks import PrivacyRefusal


@dataclass(frozen=True)
class Posted:
    """A form that came in and was not taken: it goes back to the page as it is, with why."""

    deed: Deed
    form: Any
    may_confirm: bool = False
    problem: str = ""

    @property
    def field(self) -> Any:
        """The field in which words were written, None when the form has none."""
        return next((self.form[name] for name in ("text", "note") if name in self.form), None)

    @property
    def words(self) -> str:
        """What was written in it."""
        return "" if self.field is None else self.field.data or ""


def request_or_404(number: str) -> CoordinationRequest:
    """Load the request, or answer 404; somebody who tried another state's request is recorded."""
    request = queries.request_head_for(me(), number)
    if request is None:
        refuse(number)
    return request


def refuse(number: str) -> NoReturn:
    """Answer that there is no such request, and record who tried to open one that there is."""
    if queries.exists(number):
        record(current_user.id, "request-refused", number)
        db.session.commit()
    flask.abort(404)


def take(
    number: str,
    deed: Deed,
    form_of: Callable[[CoordinationRequest], Any],
    act: Callable[[CoordinationRequest, Any], Any],
    words: str,
) -> Response | tuple[str, int]:
    """Do one deed: load, ask the form, act, commit, redirect. What is refused comes back with everything typed."""
    request = request_or_404(number)
    form = form_of(request)
    if not form.validate():
        if not rules.may_do(me(), request, deed, clock.now()):
            return show(request, Posted(deed, form, problem=actions.why_not(request))), 403
        return show(request, Posted(deed, form)), 422
    try:
        act(request, form)
    except PrivacyRefusal as refusal:
        db.session.rollback()
        form.add_errors(refusal.errors)
        return show(request_or_404(number), Posted(deed, form, may_confirm=refusal.may_be_confirmed)), 422
    except (NotAllowed, Conflict) as refusal:
        db.session.rollback()
        refused = Posted(deed, form, problem=str(refusal))
        return show(request_or_404(number), refused), 403 if isinstance(refusal, NotAllowed) else 409
    db.session.commit()
    flask.flash(words, "done")
    return flask.redirect(flask.url_for("coordination.detail", number=request.number), 303)


def show(request: CoordinationRequest, posted: Posted | None = None, msix_ids: Sequence[str] = ()) -> str:
    """Return the page of a request for one of its parties."""
    reader, now = me(), clock.now()
    steps = queries.steps_shown(request, before=position_in(flask.request.args.get("before")))
    around = presenting.Around(
        reader,
        now,
        read_to=queries.positions_read(reader, [request]).get(request.id, 0),
        quoted=quoted_outside(request, steps),
        reasons=reasons_of(request, steps),
    )
    page = presenting.present(request, steps, clock.today_in(request.time_zone), around)
    deeds = rules.deeds_open_to(reader, request, now)
    people = queries.people_of(request)
    last = next((one for one in reversed(page.entries) if one.text), None)
    readers = queries.readers_to(request, last.position) if last else []
    return flask.render_template(
        "coordination/detail.html",
        request_=request,
        page=page,
        deeds=deeds,
        forms=_forms(request, people, posted),
        posted=posted,
        loose_words=_loose_words(deeds, posted),
        meanwhile=_meanwhile(page, posted),
        quote=_quote(request, posted),
        people=people,
        last_message=last,
        readers=[one for one in readers if last is None or one.id not in (reader.id, last.who and last.who.id)],
        is_watched=queries.watch_of(reader, request) is not None,
        may_hold=rules.directs(reader, request),
        leads_to_followed=request.follows is not None and rules.may_read(reader, request.follows),
        msix_ids=msix_ids,
    )


def quoted_outside(request: CoordinationRequest, steps: Sequence[Step]) -> dict[int, Step]:
    """Return the quoted messages that stand outside the portion `steps`, by position."""
    found = queries.messages_quoted(request, presenting.positions_quoted(steps))
    return {one.position: one for one in found}


def reasons_of(request: CoordinationRequest, steps: Sequence[Step]) -> dict[tuple[int, str], str]:
    """Return the reasons for the openings from outside among `steps`."""
    if not any(one.deed == Deed.BREAK_GLASS for one in steps):
        return {}
    return queries.reasons_given(request)


def assign_form(request: CoordinationRequest, people: Sequence[User], *, blank: bool = False) -> AssignForm:
    """Return the form with the colleagues of the reader to whom the request can go."""
    form = AssignForm(formdata=None) if blank else AssignForm()
    has_it = request.owner if rules.side_of(me(), request) == rules.Side.RECEIVER else request.sender
    own = [one for one in people if rules.may_take_over(one, has_it)]
    named = [(str(one.id), f"{one.display_name}, {one.role.label.lower()}") for one in own]
    form.colleague.choices = choices_of([("", "Choose a colleague"), *named])
    return form


def _forms(request: CoordinationRequest, people: Sequence[User], posted: Posted | None) -> dict[str, SeenForm]:
    """Return every form of the page by its deed, the one that came back among them."""
    forms: dict[str, Any] = {
        Deed.ACKNOWLEDGE.value: NoteForm(formdata=None),
        Deed.START.value: NoteForm(formdata=None),
        Deed.WITHDRAW.value: NoteForm(formdata=None),
        Deed.DECLINE.value: DeclineForm(formdata=None),
        Deed.RECORD_OUTCOME.value: presenting.outcome_form(request, blank=True),
        Deed.ASSIGN.value: assign_form(request, people, blank=True),
        **{one.value: MessageForm(formdata=None) for one in (Deed.ASK, Deed.WRITE, Deed.DISPUTE, Deed.REOPEN)},
    }
    if posted is not None:
        forms[form_name(posted.deed)] = posted.form
    for name, form in forms.items():
        form.named_for(name)
    return forms


def form_name(deed: Deed) -> str:
    """Return which form of the page does a deed: answers and remarks are written in the same one."""
    return Deed.WRITE.value if deed == Deed.ANSWER else deed.value


def _loose_words(deeds: frozenset[Deed], posted: Posted | None) -> str:
    """Return what was written in a form that the page has no longer, because the request moved on."""
    if posted is None or not posted.problem:
        return ""
    writing = {Deed.WRITE, Deed.ANSWER}
    has_form = bool(deeds & writing) if posted.deed in writing else posted.deed in deeds
    return "" if has_form else posted.words


def _meanwhile(page: presenting.Page, posted: Posted | None) -> Sequence[presenting.Entry]:
    """Return what others did since the form that came back was opened."""
    seen = posted.form.seen_to if posted is not None and posted.problem else None
    return [] if seen is None else [one for one in page.entries if one.position > seen and not one.is_me]


def _quote(request: CoordinationRequest, posted: Posted | None) -> presenting.Quote | None:
    """Return the message to be quoted: as the form says that came back, or as the link asks."""
    is_back = posted is not None and "quoted" in posted.form
    position = position_in(posted.form.quoted.data if posted and is_back else flask.request.args.get("quote"))
    step = queries.step_at(request, position) if position else None
    return presenting.quote_of(step) if step else None
