"""The page of one office or PASS site, and the page about PASS."""

import flask

from coordhub.accounts.access import public
from coordhub.directory import queries
from coordhub.directory.blueprint import bp


@bp.route("/offices/<key>")
@public
def office(key: str) -> str:
    """Show everything that is known about an office."""
    found = queries.office_by_key(key) or flask.abort(404)
    return flask.render_template("directory/office.html", entry=found)


@bp.route("/sites/<key>")
@public
def site(key: str) -> str:
    """Show everything that is known about a PASS site."""
    found = queries.site_by_key(key) or flask.abort(404)
    courses = queries.courses_of(found.state_code) if found.state_code else []
    return flask.render_template("directory/site.html", entry=found, courses=courses)


@bp.route("/pass")
@public
def pass_sites() -> str:
    """Explain PASS and list its sites and courses."""
    return flask.render_template(
        "directory/pass_sites.html", sites=queries.pass_sites(), courses=queries.pass_courses()
    )
