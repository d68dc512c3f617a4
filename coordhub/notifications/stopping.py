"""Stop links: signed, so that they name one person and one kind of letter and cannot be made up."""

import flask
from itsdangerous import BadSignature, URLSafeSerializer

from coordhub.accounts.models import User
from coordhub.accounts.queries import user_by_id

SCOPES = {
    "requests": "letters about requests, at once",
    "board": "letters about the board, at once",
    "directory": "letters about the directory, at once",
    "digest": "the daily digest",
    "all": "all letters that can be stopped",
}


def stop_url(user: User, scope: str) -> str:
    """Return the absolute address that stops `scope` for `user`."""
    token = _signer().dumps([user.id, scope])
    return f"{flask.current_app.config['HUB_URL']}/notifications/stop/{token}"


def read_token(token: str) -> tuple[User, str] | None:
    """Return the person and scope of a stop link, None for one that was made up or whose person is gone."""
    try:
        user_id, scope = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    user = user_by_id(user_id) if scope in SCOPES else None
    return (user, scope) if user else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(flask.current_app.config["SECRET_KEY"], salt="stop-letters")
