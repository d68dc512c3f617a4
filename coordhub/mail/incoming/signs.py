"""Signs that no person wrote a message: it must not be answered, and changes nothing."""

import re
from urllib.parse import urlsplit

import flask

from coordhub.mail.incoming.message import Received

# RFC 3834 and what came before it.
_SENT_IN_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_SIGN_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply-From", "X-Mail-Autoreply")
_LIST_HEADERS = ("List-Id", "List-Post", "List-Unsubscribe")
# How out-of-office assistants begin their subjects, where they set no header; in the languages of their programs.
_AWAY = re.compile(
    r"(automatic reply|auto(matic)?[ -]?(reply|response|responder)|autoreply|out of (the )?office|away from (the |my )?"
    r"(office|desk)|on vacation|vacation reply|respuesta autom[aá]tica|fuera de (la )?oficina|ausencia|"
    r"automatische antwort|abwesenheit|abwesend|r[eé]ponse automatique|absence du bureau|absent du bureau|"
    r"resposta autom[aá]tica|fora do escrit[oó]rio|risposta automatica|fuori ufficio|automatisch antwoord|"
    r"自动答复|自動応答)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply)(\+.*)?@", re.IGNORECASE)


def is_automatic(received: Received) -> bool:
    """Say whether a program wrote this message, or it is one of the hub's own that found its way back."""
    submitted = received.header("Auto-Submitted").lower().split(";")[0].strip()
    return (
        (submitted not in ("", "no"))
        or received.sender == ""
        or received.header("Precedence").lower().strip() in _SENT_IN_BULK
        or any(received.headers(name) for name in (*_SIGN_HEADERS, *_LIST_HEADERS))
        or any(_NOBODY.match(one) for one in received.from_addresses)
        or _AWAY.match(_subject(received)) is not None
        or _is_our_own(received)
    )


def looks_returned(received: Received) -> bool:
    """Say whether this may be a report about mail that follows no standard."""
    return received.sender == "" or any(_NOBODY.match(one) for one in received.from_addresses)


def _subject(received: Received) -> str:
    return re.sub(r"^(\s*\[[^\]]{1,40}\])+\s*", "", received.header("Subject")).strip()


def _is_our_own(received: Received) -> bool:
    host = urlsplit(flask.current_app.config["HUB_URL"]).hostname or "localhost"
    return received.message_id.lower().endswith(f"@{host.lower()}>")
