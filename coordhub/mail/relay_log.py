"""What a relay's log says of letters: Postfix's format, as syslog or the journal writes it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# "… postfix/cleanup[12]: 3F2A: message-id=<…>", "… postfix/smtp[12]: 3F2A: to=<…>, …, dsn=5.1.1, status=bounced (…)".
_NAMED = re.compile(r"/cleanup\[\d+\]: (?P<queue>[0-9A-Za-z]+): message-id=(?P<message><[^>]*>)")
_ENDED = re.compile(
    r"/[a-z]+\[\d+\]: (?P<queue>[0-9A-Za-z]+): to=.*?, dsn=(?P<dsn>\d\.\d+\.\d+), "
    r"status=(?P<status>sent|bounced|expired)\b"
)


@dataclass(frozen=True)
class Fate:
    """What became of a letter at the relay: whether it was passed on, and the code of RFC 3463."""

    arrived: bool
    words: str


def fates(lines: Iterable[str]) -> dict[str, Fate]:
    """Return by Message-ID, with its angle brackets, what became of the letters whose end the log tells.

    A letter that was passed on counts as arrived, whatever happened to a second copy of it.
    """
    named: dict[str, str] = {}
    found: dict[str, Fate] = {}
    for line in lines:
        if name := _NAMED.search(line):
            named[name["queue"]] = name["message"]
        elif end := _ENDED.search(line):
            message_id = named.get(end["queue"])
            fate = Fate(end["status"] == "sent", f"the relay's log: {end['status']}, {end['dsn']}")
            if message_id is not None and not (message_id in found and found[message_id].arrived):
                found[message_id] = fate
    return found
