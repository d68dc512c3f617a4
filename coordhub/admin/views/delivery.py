"""How mail stands, and what an administrator does about it: stop and start, try again, trust an address."""

import flask
from werkzeug.wrappers import Response

from coordhub import clock
from coordhub.accounts.access import administrator, me
from coordhub.admin import actions, presenting, queries
from coordhub.admin.blueprint import bp
from coordhub.admin.forms import AddressForm, ButtonForm, HostForm, ReasonForm
from coordhub.audit.actions import record
from coordhub.db import db
from coordhub.formats import count, reader_time_zone
from coordhub.mail import actions as mail
from coordhub.mail import queries as letters
from coordhub.mail import rules
from coordhub.mail.hosts import hosts_of
from coordhub.mail.incoming import queries as incoming
from coordhub.mail.models import EVERY_HOST


@bp.route("/delivery")
@administrator
def delivery() -> str:
    """Letters by hour and by host, workers, dead letters, addresses that bounce, and mail that came in."""
    now = clock.now()
    state = letters.outbox_state(now)
    hours = letters.hourly(now)
    waiting = queries.waiting_by_hour([one.hour_at for one in hours])
    rows = presenting.hour_rows(hours, waiting, reader_time_zone())
    page = max(1, min(flask.request.args.get("page", 1, type=int), 100_000))
    dead = queries.dead_letters(page=page)
    hosts = letters.host_states(now, hosts_of(flask.current_app.config))
    known = {one.name for one in hosts} | {EVERY_HOST}
    return flask.render_template(
        "admin/delivery.html",
        state=state,
        hosts=hosts,
        forgotten=[one for one in state.stopped if one.host not in known],
        is_stopped=any(one.host == EVERY_HOST for one in state.stopped),
        every_host=EVERY_HOST,
        rows=rows,
        plots=presenting.plots(rows),
        workers=[(one, rules.worker_is_silent(one.seen_at, now)) for one in queries.workers(now)],
        groups=queries.failed_by_reason(),
        dead=dead[: queries.LETTERS_A_PAGE],
        page=page,
        has_more=len(dead) > queries.LETTERS_A_PAGE,
        without_addresses=rules.without_addresses,
        addresses=incoming.bounced_addresses(),
        incoming=queries.incoming_by_kind(now),
        incoming_words=presenting.INCOMING_WORDS,
    )


@bp.route("/delivery/stop", methods=["GET", "POST"])
@administrator
def stop_mail() -> str | Response:
    """Say what stopping means, and stop on the button."""
    form = HostForm()
    host = form.host.data if flask.request.method == "POST" else flask.request.args.get("host", EVERY_HOST)
    states = letters.host_states(clock.now(), hosts_of(flask.current_app.config))
    chosen = [one for one in states if host in (one.name, EVERY_HOST)]
    if not chosen:
        flask.abort(404)
    if not form.validate_on_submit():
        form.host.data = host
        waiting = sum(one.waiting for one in chosen)
        return flask.render_template(
            "admin/stop_mail.html", form=form, host=host, every_host=EVERY_HOST, waiting=waiting
        )
    if mail.stop_mail(host):
        record(me().id, "mail-stopped", "mail", host)
        db.session.commit()
    flask.flash("No letter leaves from now on. They wait here." if host == EVERY_HOST
                else f"No letter leaves to {host} from now on. They wait here.", "done")  # fmt: skip
    return _back()


@bp.route("/delivery/start", methods=["POST"])
@administrator
def start_mail() -> Response:
    """Let letters leave again."""
    form = HostForm()
    if not form.validate() or not form.host.data:
        flask.abort(404)
    if mail.start_mail(form.host.data):
        record(me().id, "mail-started", "mail", form.host.data)
        db.session.commit()
        flask.flash("Letters leave again. The workers take them at their next look.", "done")
    else:
        flask.flash("Nothing held these letters up any more.", "note")
    return _back()


@bp.route("/letters/<int:letter_id>/try-again", methods=["POST"])
@administrator
def try_again(letter_id: int) -> Response:
    """Put a dead letter back into the queue."""
    letter = letters.letter(letter_id) if letter_id < 2**31 else None
    if letter is None or not ButtonForm().validate():
        flask.abort(404)
    mail.try_again(letter)
    db.session.commit()
    flask.flash(f"Letter {letter_id} is in the queue again.", "done")
    return _back()


@bp.route("/delivery/try-again", methods=["POST"])
@administrator
def try_reason_again() -> Response:
    """Put all letters that one host refused for one reason back into the queue."""
    form = ReasonForm()
    if not form.validate():
        flask.abort(404)
    number = actions.try_reason_again(form.host.data or "", form.reason.data or "", by=me())
    db.session.commit()
    words = f"{count(number, 'letter is', 'letters are')} in the queue again." if number else "None of them is left."
    flask.flash(words, "done" if number else "note")
    return _back()


@bp.route("/delivery/addresses", methods=["POST"])
@administrator
def trust_address() -> Response:
    """Write to an address again that bounced."""
    form = AddressForm()
    if not form.validate():
        flask.abort(404)
    if actions.trust_address(form.address.data or "", by=me()):
        db.session.commit()
        flask.flash("Letters go to this address again, beginning with the next one.", "done")
    else:
        flask.flash("Nothing is held against this address any more.", "note")
    return _back()


def _back() -> Response:
    return flask.redirect(flask.url_for("admin.delivery"), 303)
