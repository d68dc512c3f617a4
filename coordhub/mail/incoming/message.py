"""One message of any shape, made safe to ask: no question here raises, whatever the bytes are.

The headers are read with the old policy of the `email` package, which keeps what it cannot understand; the new one
parses each header as it is asked for, and raises on some that real mail carries.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses

SIZE_LIMIT = 1024 * 1024  # bytes; an answer is text, and a report returns headers
PARTS_AT_MOST = 200
HEADER_LENGTH = 2000
IDS_AT_MOST = 50
HEADERS_AT_MOST = 50  # of one name
_ID = re.compile(r"<[^<>\s]{3,250}>")
_BODY_ID = re.compile(rb"^[ \t>]*Message-I[Dd]:[ \t]*\r?\n?[ \t]*(<[^<>\s]{3,250}>)", re.MULTILINE)
# Where a mail system writes whom a message was for; the first ones name the envelope, the others the reader's view.
_RECIPIENT_HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")
_NO_ONE = frozenset({"", "<>", "mailer-daemon"})


@dataclass(frozen=True)
class Received:
    """A message with its envelope, as far as that is known."""

    message: Message
    raw: bytes
    recipients: Sequence[str]  # addresses in lower case, those of the envelope first
    sender: str | None  # of the envelope: "" for a report about mail, None when nobody said
    is_too_large: bool

    @property
    def parts(self) -> list[Message]:
        """Every part, the message itself first, but nothing of a message within; no more than PARTS_AT_MOST."""
        found: list[Message] = []
        waiting = [self.message]
        while waiting and len(found) < PARTS_AT_MOST:
            part = waiting.pop(0)
            found.append(part)
            inside = part.get_payload()
            if isinstance(inside, list) and type_of(part).startswith("multipart/"):
                waiting[:0] = [one for one in inside if isinstance(one, Message)]
        return found

    @property
    def from_addresses(self) -> Sequence[str]:
        """The addresses of the From header, in lower case."""
        return addresses_of(self.headers("From"))

    @property
    def message_id(self) -> str:
        """The Message-ID, or nothing when there is none that another letter could name."""
        found = _ID.search(self.header("Message-ID"))
        return found[0] if found and found[0].isascii() else ""

    @property
    def mentioned_ids(self) -> Sequence[str]:
        """The Message-IDs that this one answers or returns, the nearest first."""
        named = _ID.findall(" ".join((self.header("In-Reply-To"), self.header("References"))))
        body = re.split(rb"\r?\n\r?\n", self.raw, maxsplit=1)[-1]
        returned = [one[1].decode("ascii", "ignore") for one in _BODY_ID.finditer(body)]
        return list(dict.fromkeys(named[:IDS_AT_MOST] + returned[:IDS_AT_MOST]))

    @property
    def key(self) -> str:
        """What two copies of one message to one address share, and nothing else does."""
        same = self.message_id or "\n".join(self.header(one) for one in ("From", "Date", "Subject"))
        # By a mailbox a message comes with other first recipients than by a pipe, but with the same signed one.
        signed = (one for one in self.recipients if one.startswith(("reply+", "bounce+")))
        parts = [same.encode(), next(signed, next(iter(self.recipients), "")).encode("utf-8", "replace")]
        if not self.message_id:
            parts.append(re.split(rb"\r?\n\r?\n", self.raw, maxsplit=1)[-1])
        return hashlib.sha256(b"\0".join(parts)).hexdigest()

    def header(self, name: str) -> str:
        """Return a header in one line, decoded; nothing when it is missing."""
        found = self.headers(name)
        return found[0] if found else ""

    def headers(self, name: str) -> list[str]:
        """Return every header of this name."""
        return headers_of(self.message, name)


def read(raw: bytes, *, recipient: str | None = None, sender: str | None = None) -> Received:
    """Read a message; `recipient` and `sender` are those of the envelope, where the mail system told them.

    What is longer than SIZE_LIMIT is cut there and says so.
    """
    is_too_large = len(raw) > SIZE_LIMIT
    raw = raw[:SIZE_LIMIT]
    message = _parsed(raw)
    named = [one for name in _RECIPIENT_HEADERS for one in addresses_of(headers_of(message, name))]
    if recipient is not None:
        named = [*addresses_of([recipient]), *named]
    if sender is None:
        path = headers_of(message, "Return-Path")
        sender = path[0] if path else None
    if sender is not None:
        sender = _sender(sender)
    return Received(message, raw, list(dict.fromkeys(named))[:IDS_AT_MOST], sender, is_too_large)


def headers_of(message: Message, name: str) -> list[str]:
    """Return the headers of a message or a part, each in one line, decoded, without control characters."""
    # Not get_all: that makes marks of bytes over 127 before anybody can ask what they were.
    found = [str(value) for key, value in message.raw_items() if str(key).lower() == name.lower()]
    return [_decoded(one) for one in found[:HEADERS_AT_MOST]]


def addresses_of(headers: Sequence[str]) -> list[str]:
    """Return the addresses in these headers, in lower case."""
    try:
        found = getaddresses([one[:HEADER_LENGTH] for one in headers])
    except Exception:
        return []
    return [address.strip().lower() for _, address in found if "@" in address]


def type_of(part: Message) -> str:
    """Return the type of a part in lower case, such as text/plain; nothing when it cannot be told."""
    try:
        return part.get_content_type()
    except Exception:
        return ""


def text_of(part: Message) -> str:
    """Return the text of a part, in whatever way it was encoded; nothing for a part of parts."""
    try:
        content = part.get_payload(decode=True)
    except Exception:
        content = None
    if not isinstance(content, bytes):
        return ""
    try:
        charset = part.get_content_charset() or "utf-8"
        text = content.decode(charset)
    except (LookupError, UnicodeError, ValueError):
        text = _guessed(content)
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def _guessed(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _parsed(raw: bytes) -> Message:
    try:
        return message_from_bytes(raw, policy=policy.compat32)
    except Exception:
        return _headers_alone(raw)  # Parts inside parts without end are more than Python can follow.


def _headers_alone(raw: bytes) -> Message:
    try:
        return BytesHeaderParser(policy=policy.compat32).parsebytes(raw)
    except Exception:
        return Message()


def _decoded(value: str) -> str:
    value = " ".join(value[: 4 * HEADER_LENGTH].split())
    if "=?" in value:
        try:
            value = "".join(_words(text, charset) for text, charset in decode_header(value))
        except Exception:
            return _plain(value)
    return _plain(value)


def _words(text: bytes | str, charset: str | None) -> str:
    if isinstance(text, str):
        return text
    try:
        return text.decode(charset or "ascii")
    except (LookupError, UnicodeError):
        return _guessed(text)


def _plain(value: str) -> str:
    # Bytes over 127 in a header come as lone surrogates, which no database takes.
    value = _guessed(value.encode("utf-8", "surrogateescape"))
    return "".join(one if one.isprintable() else " " for one in value).strip()[:HEADER_LENGTH]


def _sender(text: str) -> str:
    address = text.strip().strip("<>").lower()
    return "" if address.partition("@")[0] in _NO_ONE else address
