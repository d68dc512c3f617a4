"""Replacing or closing an entry, with the open requests of whoever leaves: it spans directory and coordination."""

from collections.abc import Sequence
from dataclasses import dataclass

import flask
from werkzeug.wrappers import Response

from coordhub import clock
from coordhub.accounts.access import signed_in
from coordhub.accounts.models import User
from coordhub.accounts.queries import user_with_email
from coordhub.coordination import rules
from coordhub.coordination.actions import hand_over
from coordhub.coordination.models import CoordinationRequest
from coordhub.coordination.queries import open_requests_of
from coordhub.db import db
from coordhub.directory import actions
from coordhub.directory.actions import Doer, WrongFields
from coordhub.directory.kinds import ChannelKind
from coordhub.directory.models import Entry
from coordhub.directory.queries import entries_with_keys
from coordhub.directory.rules.sight import may_keep_state, sight_of
from coordhub.directory.views.offering import successors_of
from coordhub.directory.views.reader import entry_to_edit, page_of, the_member
from coordhub.home.blueprint import bp
from coordhub.home.forms import NOBODY, ReplaceForm

Page = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Handing:
    """What becomes of the open requests of whoever leaves; `to` is None when the successor has no account."""

    leaver: User
    to: User | None
    requests: Sequence[CoordinationRequest]
    may: bool

    @property
    def happens(self) -> bool:
        """Whether pressing the button hands anything over."""
        return bool(self.requests) and self.may and self.to is not None


@bp.route("/directory/entries/<key>/replace", methods=["GET", "POST"])
@signed_in
def replace_entry(key: str) -> Page:
    """Choose who stands in an entry's place, look at what becomes of the open requests, then do it."""
    me, entry = the_member(), entry_to_edit(key)
    form = _form(me, entry)
    if flask.request.method == "GET":
        return _page(me, entry, form)
    if not form.validate():
        return _page(me, entry, form), 422
    successor = _successor(form)
    handing = _handing(me, entry, successor)
    asked = "do" in flask.request.form
    if not asked or form.seen.data != _fingerprint(form, handing):
        # Nothing goes over before whoever presses has seen what goes to whom.
        return _page(me, entry, form, successor=successor, handing=handing, looked=True, is_news=asked)
    return _do(me, entry, successor, form, handing)


def _do(me: User, entry: Entry, successor: Entry | None, form: ReplaceForm, handing: Handing | None) -> Page:
    try:
        actions.replace_entry(entry, successor, on=form.day.data, by=Doer.of(me))
    except WrongFields as refusal:
        db.session.rollback()
        form.add_errors({"successor": list(refusal.errors.values())})
        return _page(me, entry_to_edit(entry.key), form), 422
    if handing is not None and handing.happens and handing.to is not None:
        hand_over(handing.leaver, handing.to, by=me)
    db.session.commit()
    left = (
        f"{successor.name} stands in the place of {entry.name}." if successor else f"{entry.name} left the directory."
    )
    flask.flash(left, "done")
    return flask.redirect(page_of(entry), 303)


def _form(me: User, entry: Entry) -> ReplaceForm:
    today = clock.today_in(me.time_zone)
    form = ReplaceForm(day=today)
    form.offer(successors_of(entry, sight_of(me)), today)
    return form


def _successor(form: ReplaceForm) -> Entry | None:
    """Return the chosen entry with all its channels; None for nobody."""
    found = [] if form.successor.data == NOBODY else entries_with_keys([form.successor.data])
    return found[0] if found else None


def _handing(me: User, entry: Entry, successor: Entry | None) -> Handing | None:
    """Return what becomes of the requests of the person of an entry; None when no account has its address."""
    leaver = _account_of(entry)
    if leaver is None:
        return None
    to = _account_of(successor) if successor else None
    takes = to if to is not None and rules.may_take_over(to, leaver) else None
    return Handing(leaver, takes, open_requests_of(leaver), rules.may_hand_over(me, leaver))


def _account_of(entry: Entry) -> User | None:
    for channel in entry.channels:
        user = user_with_email(channel.value) if channel.kind == ChannelKind.EMAIL else None
        if user is not None and user.is_member and user.state_code == entry.state_code:
            return user
    return None


def _fingerprint(form: ReplaceForm, handing: Handing | None) -> str:
    """Return what was shown: another successor, day, person or request gives another fingerprint."""
    parts = [form.successor.data, form.day.data.isoformat()]
    if handing is not None:
        parts += [str(handing.to.id) if handing.to else "nobody", *(one.number for one in handing.requests)]
    return "/".join(parts)


def _page(
    me: User,
    entry: Entry,
    form: ReplaceForm,
    *,
    successor: Entry | None = None,
    handing: Handing | None = None,
    looked: bool = False,
    is_news: bool = False,
) -> str:
    return flask.render_template(
        "home/replace_entry.html",
        entry=entry,
        form=form,
        successor=successor,
        handing=handing or _handing(me, entry, None),
        looked=looked,
        is_news=is_news,
        fingerprint=_fingerprint(form, handing) if looked else "",
        may_add=may_keep_state(me, entry.state_code),
        may_read=lambda request: rules.may_read(me, request),
    )
