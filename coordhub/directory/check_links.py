"""Links in letters that ask for a check: signed, so that they name one letter about one entry and cannot be made up.

The row of the letter holds the entry, the address and the due day; none of them stands in the link.
"""

import flask
from itsdangerous import BadSignature, URLSafeSerializer

from coordhub.directory import queries
from coordhub.directory.models import CheckLetter


def check_url(letter: CheckLetter) -> str:
    """Return the absolute address at which one click confirms the entry."""
    return f"{flask.current_app.config['HUB_URL']}/directory/check/{check_token(letter)}"


def stop_url(letter: CheckLetter) -> str:
    """Return the absolute address that stops letters about everything this one asked for (RFC 8058)."""
    return f"{check_url(letter)}/stop"


def check_token(letter: CheckLetter) -> str:
    """Return what names a letter in an address."""
    return str(_signer().dumps(letter.id))


def letter_of(token: str, *, lock: bool = False) -> CheckLetter | None:
    """Return the letter that a link names, with its whole entry, locked or not; None for one that was made up."""
    try:
        letter_id = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return queries.check_letter(letter_id, lock=lock) if type(letter_id) is int else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(flask.current_app.config["SECRET_KEY"], salt="check-entries")
