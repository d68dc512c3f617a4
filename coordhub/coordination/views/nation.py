"""The figures of the nation, for everybody with an account. Counts under 10 and pairs of states are kept back."""

import flask
from werkzeug.wrappers import Response

from coordhub.accounts.access import signed_in
from coordhub.coordination import presenting, queries
from coordhub.coordination.blueprint import bp
from coordhub.coordination.presenting.figure_files import nation_file
from coordhub.coordination.rules.figures import ANY
from coordhub.coordination.views.partners import csv_response, season_asked


@bp.route("/nation")
@signed_in
def nation() -> str:
    """Show a season of all states together."""
    return flask.render_template("coordination/nation.html", nation=_nation())


@bp.route("/nation/by-<any(type,season):table>.csv")
@signed_in
def nation_csv(table: str) -> Response:
    """Answer with one table of the nation as a file."""
    found = _nation()
    return csv_response(nation_file(found, table), f"coordhub-nation-by-{table}-{found.season}.csv")


def _nation() -> presenting.Nation:
    season, now = season_asked()
    tallies = queries.partner_tallies(queries.NATION, ANY, now)
    return presenting.nation(
        season,
        now,
        tallies,
        queries.states_taking_part(now),
        counted_at=queries.counted_at(queries.NATION, now),
    )
