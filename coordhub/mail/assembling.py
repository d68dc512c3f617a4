"""Putting a letter together by hand: headers, and two parts that every mail server passes on as they are.

`email.message` costs milliseconds a letter. Digests are written in thousands, and the form of a letter is always the
same, so that its bytes are joined here; tests read them back with the standard library.
"""

import binascii
import re
from dataclasses import dataclass
from email.header import Header
from email.utils import format_datetime, formataddr, parseaddr
from functools import lru_cache
from urllib.parse import urlsplit

import flask

from coordhub import clock
from coordhub.mail.addresses import code_of

DIGEST = "digest"  # the list of what comes once a day; mail programs may answer it with nothing
LONGEST_LINE = 998  # RFC 5322 section 2.1.1, characters without the line's end
_BOUNDARY = "=_coordhub_parts"  # no line of an encoded part begins with two dashes and an equals sign
_BETWEEN = f"--{_BOUNDARY}\r\n".encode()
_END = f"--{_BOUNDARY}--\r\n".encode()
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


@dataclass(frozen=True)
class Letter:
    """A finished letter: what the list of letters shows, and the bytes that leave."""

    address: str
    subject: str
    message_id: str
    content: bytes


def assemble(
    *,
    address: str,
    name: str,
    subject: str,
    text: str,
    html: str,
    message_key: str,
    list_name: str,
    thread_key: str | None = None,
    answers: str | None = None,
    archive_url: str | None = None,
    help_url: str | None = None,
    reply_to: str | None = None,
    stop_url: str | None = None,
) -> Letter:
    """Return the letter of one reader from its finished parts; the keys are those of letters.compose.

    Raises ValueError for a value that would break out of its header; the white space of names and subjects is
    straightened.
    """
    config = flask.current_app.config
    host = _host(config["HUB_URL"])
    subject = " ".join(subject.split())
    # Who gives it back proves that the letter reached them: complaints and reports are believed for it.
    message_id = f"<{_key(message_key)}.{code_of('letter', message_key)}@{host}>"
    thread = f"<{_key(thread_key)}@{host}>" if thread_key else answers
    headers = [
        ("Content-Type", f'multipart/alternative; boundary="{_BOUNDARY}"'),
        ("MIME-Version", "1.0"),
        ("Subject", _encoded(subject)),
        ("From", _sender(config["MAIL_DEFAULT_SENDER"])),
        ("To", formataddr((" ".join(name.split()), address))),
        ("Date", format_datetime(clock.now())),
        ("Message-ID", message_id),
        ("Auto-Submitted", "auto-generated" if answers is None else "auto-replied"),
        ("X-Auto-Response-Suppress", "All"),
        ("List-Id", f"<{list_name}.{host}>"),
        ("References", thread),
        ("In-Reply-To", thread),
        ("List-Archive", _angled(archive_url)),
        ("List-Help", _angled(help_url)),
        ("Precedence", "bulk" if list_name == DIGEST else None),
        ("Reply-To", reply_to),
        ("List-Unsubscribe", _angled(stop_url)),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click" if stop_url else None),
    ]
    parts = (_head(headers), b"\r\n", _BETWEEN, _text_part(text), _BETWEEN, _html_part(html), _END)
    return Letter(address, subject, message_id, b"".join(parts))


def _angled(url: str | None) -> str | None:
    return f"<{url}>" if url else None


def _head(headers: list[tuple[str, str | None]]) -> bytes:
    lines = []
    for name, value in headers:
        if not value:
            continue
        # What is encoded for its length comes in several lines; nothing else may.
        if _BREAKS.search(value.replace("\n ", "")):
            raise ValueError(f"the header {name} would be broken in two")
        lines.append(f"{name}: {value}\n")
    return "".join(lines).replace("\n", "\r\n").encode("ascii")


def _text_part(text: str) -> bytes:
    if text.isascii() and _is_short(text):
        return _part("plain", "7bit", text.encode("ascii"))
    return _part("plain", "quoted-printable", binascii.b2a_qp(text.encode(), istext=True))


def _html_part(html: str) -> bytes:
    plain = html.encode("ascii", "xmlcharrefreplace")  # what is not ASCII has another name in HTML
    if _is_short(html):
        return _part("html", "7bit", plain)
    return _part("html", "quoted-printable", binascii.b2a_qp(plain, istext=True))


def _part(subtype: str, encoding: str, body: bytes) -> bytes:
    head = (
        f'Content-Type: text/{subtype}; charset="utf-8"\nMIME-Version: 1.0\nContent-Transfer-Encoding: {encoding}\n\n'
    )
    whole = head.encode("ascii") + body.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return whole.replace(b"\n", b"\r\n") + (b"" if whole.endswith(b"\n") else b"\r\n")


def _is_short(text: str) -> bool:
    """Say whether every line may leave as it is, with room for the names of what is not ASCII."""
    return all(
        len(line) + 9 * sum(not one.isascii() for one in line) <= LONGEST_LINE
        if not line.isascii()
        else len(line) <= LONGEST_LINE
        for line in text.split("\n")
    )


def _key(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9.]+", "-", text).strip("-.")


@lru_cache(maxsize=1_000)
def _encoded(subject: str) -> str:
    return subject if subject.isascii() else Header(subject, "utf-8").encode()


@lru_cache(maxsize=10)
def _sender(typed: str) -> str:
    return formataddr(parseaddr(typed))


@lru_cache(maxsize=10)
def _host(url: str) -> str:
    return urlsplit(url).hostname or "localhost"
