"""People, roles, approval, sign-in and who may open which page."""

from typing import Any

import flask
from flask_security import Security, SQLAlchemyUserDatastore, current_user

from coordhub.accounts import cli, views
from coordhub.accounts.forms import SignInForm
from coordhub.accounts.models import User
from coordhub.accounts.queries import demo_sign_ins
from coordhub.db import db

ONE_ANSWER = ("The e-mail address or the password is not right.", "error")

# Flask-Security does signing in; what it could do beyond comes with the issue on people and safety.
SETTINGS: dict[str, Any] = {
    "SECURITY_LOGIN_URL": "/sign-in",
    "SECURITY_LOGOUT_URL": "/sign-out",
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_POST_LOGIN_VIEW": "/inbox",
    "SECURITY_POST_LOGOUT_VIEW": "/",
    "SECURITY_UNAUTHORIZED_VIEW": None,
    "SECURITY_REGISTERABLE": False,
    "SECURITY_RECOVERABLE": False,
    "SECURITY_CHANGEABLE": False,
    "SECURITY_TRACKABLE": False,
    "SECURITY_DEFAULT_REMEMBER_ME": False,
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
    # The same answer, in about the same time, whether there is such an account or not.
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_MSG_GENERIC_AUTHN_FAILED": ONE_ANSWER,
    "SECURITY_MSG_INVALID_PASSWORD": ONE_ANSWER,
    "SECURITY_MSG_USER_DOES_NOT_EXIST": ONE_ANSWER,
    "SECURITY_FLASH_MESSAGES": False,
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "SECURITY_REDIRECT_ALLOW_SUBDOMAINS": False,
    "SECURITY_USE_REGISTER_V2": True,
    # Rights are decided from `User.role`, not from tables of roles.
    "SECURITY_JOIN_USER_ROLES": False,
}


def init_app(app: flask.Flask) -> None:
    """Add signing in, the pages about oneself and the commands."""
    for name, value in SETTINGS.items():
        app.config.setdefault(name, value)
    security = Security(app, SQLAlchemyUserDatastore(db, User, None), login_form=SignInForm)
    security.login_context_processor(_practice_people)
    app.register_blueprint(views.bp)
    app.cli.add_command(cli.accounts)

    @app.before_request
    def readers_time_zone() -> None:
        if flask.request.endpoint != "static" and current_user.is_authenticated:
            flask.g.time_zone = current_user.time_zone

    @app.context_processor
    def practice() -> dict[str, Any]:
        return {"demo_mode": app.config["HUB_DEMO"]}


def _practice_people() -> dict[str, Any]:
    config = flask.current_app.config
    if not config["HUB_DEMO"]:
        return {"practice_people": [], "practice_password": ""}
    return {"practice_people": demo_sign_ins(), "practice_password": config["HUB_DEMO_PASSWORD"]}
