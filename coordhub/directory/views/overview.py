"""The country at a glance: every state and territory, with how much the directory knows of it."""

import flask

from coordhub.accounts.access import public
from coordhub.directory import queries
from coordhub.directory.blueprint import bp
from coordhub.directory.rules.sight import sight_of
from coordhub.directory.views.reader import the_reader
from coordhub.places.drawing import overview


@bp.route("/map")
@public
def country() -> str:
    """Draw the country, each state a link, tinted by the number of its entries; the list beside it says the same."""
    programs = queries.state_programs()
    return flask.render_template(
        "directory/country.html",
        drawing=overview(),
        outside=[one.state_code for one in programs if not one.takes_part],
        counts=queries.entries_by_state(sight=sight_of(the_reader())),
    )
