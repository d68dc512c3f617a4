"""coordhub: an interstate coordination hub for the U.S. Migrant Education Program."""

from collections.abc import Mapping
from typing import Any

import flask
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from coordhub import (
    accounts,
    admin,
    board,
    coordination,
    db,
    directory,
    errors,
    formats,
    headers,
    home,
    jobs,
    mail,
    notifications,
    places,
    privacy,
    resources,
    serve,
    uploads,
    wire,
)
from coordhub.accounts import access
from coordhub.folders import ROOT_FOLDER

csrf = CSRFProtect()


def create_app(settings: Mapping[str, Any]) -> flask.Flask:
    """Build the application from `settings` (see config.settings_from): the only place where parts meet.

    Raises RuntimeError when a route does not say who may open it.
    """
    app = flask.Flask(
        "coordhub", root_path=str(ROOT_FOLDER / "coordhub"), template_folder=str(ROOT_FOLDER / "templates")
    )
    app.config.from_mapping(settings)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    for part in (db, uploads, csrf, formats, errors, headers, wire, places, mail, accounts, notifications):
        part.init_app(app)
    for part in (directory, resources, board, coordination, home, admin, privacy, jobs, serve):
        part.init_app(app)
    access.check_routes(app)
    return app
