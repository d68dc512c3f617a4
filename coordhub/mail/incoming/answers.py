"""What an answer says: its own words as plain text, and whether more came along than words."""

from dataclasses import dataclass
from email.message import Message

from coordhub.mail.incoming.markup import text_of_html
from coordhub.mail.incoming.message import Received, headers_of, text_of, type_of
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
    """Return what a letter says in its writer's own words; `name` is how they would sign.

    A program that shows a picture between two paragraphs makes a part of each: all of them are its text.
    """
    plain: list[str] = []
    html: list[str] = []
    has_files = False
    for part in received.parts:
        kind = type_of(part)
        if kind.startswith("multipart/") and isinstance(part.get_payload(), list):
            continue
        if _is_file(part, kind):
            has_files = True
        else:
            (html if kind == "text/html" else plain).append(text_of(part)[:BODY_LENGTH])
    text = "\n\n".join(plain)[:BODY_LENGTH]
    words = text if text.strip() else text_of_html("\n".join(html)[:BODY_LENGTH])
    return Answer(own_words(words, name=name), has_files)


def _is_file(part: Message, kind: str) -> bool:
    placed = (headers_of(part, "Content-Disposition") or [""])[0].lower()
    if kind in _BESIDE:
        return False
    if placed.startswith("attachment") or "filename" in placed:
        # A picture that the text shows is a logo more often than not: nobody needs a letter about it.
        return placed.startswith("attachment") or not headers_of(part, "Content-ID")
    return kind not in ("text/plain", "text/html") and not headers_of(part, "Content-ID")
