"""My state with its partners: what was asked and answered, in figures. Members see those of their own state."""

import flask
from flask_security import current_user
from werkzeug.wrappers import Response

from coordhub.accounts.access import member
from coordhub.coordination import presenting, queries
from coordhub.coordination.blueprint import bp
from coordhub.coordination.presenting.figure_files import partner_file, partners_file
from coordhub.coordination.rules.figures import season_of
from coordhub.formats import reader_today
from coordhub.places.states import STATES


@bp.route("/partners")
@member
def partners() -> str:
    """Show a season of the reader's state with all its partners."""
    return flask.render_template("coordination/partners.html", report=_report(), state_code=current_user.state_code)


@bp.route("/partners/by-<any(state,type,season):table>.csv")
@member
def partners_csv(table: str) -> Response:
    """Answer with one table of the report as a file."""
    report = _report()
    return csv_response(partners_file(report, table), f"coordhub-partners-by-{table}-{report.season}.csv")


@bp.route("/partners/<code>")
@member
def partner(code: str) -> str:
    """Show a season of the reader's state with one partner."""
    code = _partner_or_404(code)
    season, now = season_asked()
    tallies = queries.partner_tallies(current_user.state_code, code, now)
    report = presenting.report(
        season,
        now,
        [one for one in tallies if one.season == season],
        [one for one in tallies if not one.type_code],
        counted_at=queries.counted_at(current_user.state_code, now),
        partner=code,
    )
    return flask.render_template(
        "coordination/partner.html", report=report, code=code, state_code=current_user.state_code
    )


@bp.route("/partners/<code>.csv")
@member
def partner_csv(code: str) -> Response:
    """Answer with all figures about one partner as a file."""
    code = _partner_or_404(code)
    tallies = queries.partner_tallies(current_user.state_code, code, season_asked()[1])
    return csv_response(partner_file(tallies), f"coordhub-partner-{code}.csv")


def season_asked() -> tuple[int, int]:
    """Return the season that the address names, the present one when it names none that can be, and the present one."""
    now = season_of(reader_today())
    asked = flask.request.args.get("season", now, type=int)
    return (asked if now - queries.SEASONS_SHOWN < asked <= now else now), now


def csv_response(content: bytes, name: str) -> Response:
    """Answer with a CSV file."""
    response = flask.Response(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _report() -> presenting.Report:
    season, now = season_asked()
    code = current_user.state_code
    return presenting.report(
        season,
        now,
        queries.season_tallies(code, season),
        queries.season_totals(code, now),
        counted_at=queries.counted_at(code, now),
    )


def _partner_or_404(code: str) -> str:
    """Return the code of another state than the reader's, or answer 404."""
    if code.upper() not in STATES or code.upper() == current_user.state_code:
        flask.abort(404)
    return code.upper()
