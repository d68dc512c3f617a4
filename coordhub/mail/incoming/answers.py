"""What an answer says: its own words as plain text, and whether more came along than words."""

from dataclasses import dataclass
from email.message import Message

from coordhub.mail.incoming.markup import text_of_html
from coordhub.mail.incoming.message import Received, headers_of, text_of
from coordhub.mail.incoming.quotes import own_words

BODY_LENGTH = 200_000  # characters that are looked at: an answer with all that it quotes
# They come along by themselves: signatures made by programs, and reports on them.
_BESIDE = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")


@dataclass(frozen=True)
class Answer:
    """The writer's own words; `has_files` when files came along, which are dropped."""

    text: str
    has_files: bool


def answer_in(received: Received, *, name: str = "") -> Answer:
    """Return what a letter says in its writer's own words; `name` is how they would sign."""
    plain, html, has_files = "", "", False
    for part in received.parts:
        kind = _type(part)
        if isinstance(part.get_payload(), list):
            continue
        if _is_file(part, kind):
            has_files = True
        elif kind == "text/plain" and not plain:
            plain = text_of(part)[:BODY_LENGTH]
        elif kind == "text/html" and not html:
            html = text_of(part)[:BODY_LENGTH]
    words = own_words(plain, name=name) if plain.strip() else own_words(text_of_html(html), name=name)
    return Answer(words, has_files)


def _type(part: Message) -> str:
    try:
        return part.get_content_type()
    except Exception:
        return "text/plain"


def _is_file(part: Message, kind: str) -> bool:
    placed = (headers_of(part, "Content-Disposition") or [""])[0].lower()
    if kind in _BESIDE:
        return False
    if placed.startswith("attachment"):
        return True
    # A picture that the text shows is a logo more often than not: nobody needs a letter about it.
    return not kind.startswith("text/") and not headers_of(part, "Content-ID")
