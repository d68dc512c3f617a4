"""Reports about mail: what became of a letter (RFC 3464), and that somebody calls it spam (RFC 5965)."""

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser

from flufl.bounce import all_failures

from coordhub.mail.incoming.message import Received, headers_of, read, text_of, type_of

# The package logs what its rules tripped over, which can carry what somebody wrote.
logging.getLogger("flufl.bounce").disabled = True

REPORTS_AT_MOST = 50
ACTIONS = frozenset({"failed", "delayed", "delivered", "relayed", "expanded"})
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")


@dataclass(frozen=True)
class Report:
    """What a mail system says became of a message to one address."""

    action: str  # failed, delayed, delivered, relayed, expanded
    status: str  # as in RFC 3463, such as 5.1.1
    recipient: str  # in lower case; nothing when the report does not say
    words: str  # the server's own, in one line


@dataclass(frozen=True)
class Complaint:
    """Somebody called a letter spam."""

    recipient: str  # in lower case; most reports leave it out


def reports_in(received: Received) -> Sequence[Report]:
    """Return what a report says of each address; nothing for a message that is no report."""
    found: list[Report] = []
    for part in received.parts:
        if type_of(part) in ("message/delivery-status", "message/global-delivery-status"):
            found += (_report(block) for block in _blocks(part) if block.get("Action") or block.get("Final-Recipient"))
    return [one for one in found if one.action in ACTIONS][:REPORTS_AT_MOST]


def envelope_id_in(received: Received) -> str:
    """Return the envelope's id that a report gives back; nothing when there is none."""
    for part in received.parts:
        if type_of(part) in ("message/delivery-status", "message/global-delivery-status"):
            for block in _blocks(part):
                if block.get("Original-Envelope-Id"):
                    return headers_of(block, "Original-Envelope-Id")[0].strip().lower()
    return ""


def guessed_reports_in(received: Received) -> Sequence[Report]:
    """Return what a report that follows no standard seems to say, by the rules that flufl.bounce collected."""
    message = received.message
    if not received.from_addresses:
        # One of the rules trips over a report from nobody (version 6.0.0), and the ones after it are never asked.
        message = read(b"From: mailer-daemon@localhost\r\n" + received.raw).message
    try:
        passing, lasting = all_failures(message)
    except Exception:  # They were made for messages that are whole.
        return []
    said = _said_status(received)
    return [
        *(Report("failed", said if said[0] == "5" else "5.0.0", _address(one), "") for one in sorted(lasting)),
        *(Report("delayed", said if said[0] == "4" else "4.0.0", _address(one), "") for one in sorted(passing)),
    ][:REPORTS_AT_MOST]


def complaint_in(received: Received) -> Complaint | None:
    """Return what a complaint names; None for any other message, and for reports that are no complaint."""
    for part in received.parts:
        if type_of(part) == "message/feedback-report":
            fields = next(iter(_blocks(part)), Message())
            if headers_of(fields, "Feedback-Type")[:1] == ["not-spam"]:
                return None
            return Complaint(_typed_address(fields, "Original-Rcpt-To"))
    return None


def _blocks(part: Message) -> Iterator[Message]:
    """Yield the groups of fields; the package splits the ones of delivery reports, and only when they are whole."""
    inside = part.get_payload()
    if isinstance(inside, list) and any(isinstance(one, Message) and one.keys() for one in inside):
        yield from (one for one in inside if isinstance(one, Message))
        return
    within = [one for one in inside if isinstance(one, Message)] if isinstance(inside, list) else []
    text = text_of(part) or "".join(text_of(one) for one in within[:1])
    for block in re.split(r"\n[ \t]*\n", text[:50_000].strip())[:REPORTS_AT_MOST]:
        yield HeaderParser().parsestr(block.strip() + "\n")


def _report(block: Message) -> Report:
    action = (headers_of(block, "Action") or ["failed"])[0].split(" ")[0].lower()
    words = (headers_of(block, "Diagnostic-Code") or [""])[0].partition(";")[2].strip()
    status = _STATUS.search((headers_of(block, "Status") or [""])[0]) or _STATUS.search(words)
    general = {"failed": "5.0.0", "delayed": "4.0.0"}.get(action, "2.0.0")
    recipient = _typed_address(block, "Original-Recipient") or _typed_address(block, "Final-Recipient")
    return Report(action, status[0] if status else general, recipient, words[:300])


def _typed_address(block: Message, name: str) -> str:
    """Return the address of a field such as `rfc822; ben@example.org`."""
    found = (headers_of(block, name) or [""])[0]
    return found.rpartition(";")[2].strip().strip("<>").lower()


def _said_status(received: Received) -> str:
    for part in received.parts:
        if type_of(part).startswith("text/"):
            found = _STATUS.search(text_of(part)[:20_000])
            if found and found[1] != "2":
                return found[0]
    return "5.0.0"


def _address(found: bytes | str) -> str:
    return (found.decode("ascii", "replace") if isinstance(found, bytes) else found).strip().lower()
