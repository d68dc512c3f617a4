"""The inbox: what needs you, what changed, what is new, what waits for others; and all that you were told."""

import flask

from coordhub import clock
from coordhub.accounts.access import me, signed_in
from coordhub.coordination import presenting
from coordhub.home.agenda import agenda_of
from coordhub.home.blueprint import bp
from coordhub.notifications import queries
from coordhub.notifications.defaults import subjects_for
from coordhub.notifications.forms import list_named, number_in
from coordhub.notifications.kinds import List, kinds_of
from coordhub.notifications.queries import NOTICES_ON_THE_DESK, NoticeFilter
from coordhub.notifications.words import SUBJECT_WORDS


@bp.route("/inbox")
@signed_in
def inbox() -> str:
    """Show the desk of the reader, the worst first."""
    reader, now = me(), clock.now()
    agenda = agenda_of(reader, now)
    found = queries.inbox(reader.id, without=agenda.numbers, limit=NOTICES_ON_THE_DESK + 1)
    return flask.render_template(
        "home/inbox.html",
        agenda=agenda,
        groups=found[:NOTICES_ON_THE_DESK],
        has_more=len(found) > NOTICES_ON_THE_DESK,
        unread=queries.unread_count(reader.id, without=agenda.numbers) if found else 0,
        rows=lambda some: presenting.rows_of(some, agenda.desk, now) if agenda.desk else [],
        presenting=presenting,
        subject_words=_subject_words(),
    )


@bp.route("/inbox/notices")
@signed_in
def notices() -> str:
    """Show everything that the reader was told, by what it is about, with filters."""
    reader, typed = me(), flask.request.args
    which = NoticeFilter(
        list_named(typed.get("what", "")), typed.get("unread") == "1", number_in(typed.get("before", ""))
    )
    unread = queries.unread_by_list(reader.id)
    return flask.render_template(
        "home/notices.html",
        page=queries.history(reader.id, which),
        which=which,
        lists=[one for one in List if kinds_of(one)],
        unread=unread,
        unread_here=unread.get(which.list, 0) if which.list else sum(unread.values()),
        subject_words=_subject_words(),
    )


def _subject_words() -> dict[str, str]:
    """Return the rows of the reader's table of choices, which a notice can name as its reason."""
    return {one: SUBJECT_WORDS[one] for one in subjects_for(me().role)}
