"""Requests between two states: types, steps, clocks, routing, private messages."""

import flask
from flask_security import current_user

from coordhub.coordination import cli, presenting, queries, views
from coordhub.coordination.blueprint import bp

__all__ = ["init_app", "views"]


def init_app(app: flask.Flask) -> None:
    """Add the pages, the commands, and what rows are written with."""
    app.register_blueprint(bp)
    app.cli.add_command(cli.group)
    app.jinja_env.globals["status_words"] = presenting.status_of
    app.jinja_env.globals["due_words"] = presenting.due_words
    for filter_ in (presenting.days_words, presenting.season_words, presenting.working_days):
        app.add_template_filter(filter_)
    app.jinja_env.globals["draft_count"] = lambda: queries.draft_count(current_user)
