"""The reader's own digest: as it would be sent now, of any day, or as it was sent."""

from datetime import date

import flask

from coordhub import clock
from coordhub.accounts.access import me, signed_in
from coordhub.home.blueprint import bp
from coordhub.home.digest_lines import others
from coordhub.notifications import digests
from coordhub.notifications.digests import Preview
from coordhub.notifications.models import DigestKind

# Styles as a mail program takes them; nothing runs, nothing is loaded.
_AS_A_LETTER = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups allow-top-navigation"


@bp.route("/notifications/digest")
@signed_in
def digest() -> str:
    """Show the digest of the day that the address names, today's when it names none."""
    typed, day, kind = _asked()
    return flask.render_template(
        "home/digest.html",
        preview=_preview(day, kind),
        kind=kind.value if kind else "",
        typed=typed,
        is_wrong=bool(typed) and day.isoformat() != typed,
        today=clock.today_in(me().time_zone),
    )


@bp.route("/notifications/digest/letter")
@signed_in
def digest_letter() -> flask.Response:
    """Answer with the HTML part of the same digest, as a mail program shows it."""
    _, day, kind = _asked()
    response = flask.Response(_preview(day, kind).parts.html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = _AS_A_LETTER
    return response


def _asked() -> tuple[str, date, DigestKind | None]:
    """Return what was typed as a date, the day that is meant, and the kind that is asked for."""
    typed, word = flask.request.args.get("date", "").strip(), flask.request.args.get("kind", "")
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        day = clock.today_in(me().time_zone)
    # Days that no calendar of the hub knows would be too far for time zones.
    if not 2000 <= day.year <= 2100:
        day = clock.today_in(me().time_zone)
    return typed, day, DigestKind(word) if word in set(DigestKind) else None


def _preview(day: date, kind: DigestKind | None) -> Preview:
    return digests.preview(me(), day, kind, others, clock.now())
