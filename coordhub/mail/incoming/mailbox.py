"""A mailbox that is read by IMAP, for hubs whose mail system pipes to no program."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from coordhub.mail.incoming.message import SIZE_LIMIT

TIMEOUT_SECONDS = 30
MESSAGES_A_LOOK = 50
FAULTS = (OSError, imaplib.IMAP4.error, ValueError)  # the last one: what the protocol cannot carry
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,12})")


class MailboxUnreachable(Exception):
    """The server does not answer, or not as it should; the next look tries again."""


class Mailbox:
    """An open folder of a mailbox; use it in a `with`. Every method may raise MailboxUnreachable."""

    def __init__(self, config: Any) -> None:
        self._config = config

    def __enter__(self) -> Self:
        try:
            self._open()
        except FAULTS as error:
            self._leave()
            raise MailboxUnreachable(_words(error)) from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._leave()

    def unseen(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield what nobody has seen, oldest first, each with its number; MESSAGES_A_LOOK at most.

        Fetching marks nothing: only `mark_seen` does. A message that is too large comes cut.
        """
        found = self._say("SEARCH", "UNSEEN")
        for number in b" ".join(one for one in found if isinstance(one, bytes)).split()[:MESSAGES_A_LOOK]:
            raw = self._fetch(number)
            if raw is not None:  # Somebody else may have taken it away.
                yield number, raw

    def mark_seen(self, number: bytes) -> None:
        """Mark a message, so that no look takes it again."""
        self._say("STORE", number.decode("ascii"), "+FLAGS.SILENT", r"(\Seen)")

    def _open(self) -> None:
        config = self._config
        host, port = config["MAIL_IMAP_SERVER"], config["MAIL_IMAP_PORT"]
        if config["MAIL_IMAP_SSL"]:
            context = ssl.create_default_context()
            self._imap: imaplib.IMAP4 = imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=TIMEOUT_SECONDS)
        else:
            self._imap = imaplib.IMAP4(host, port, timeout=TIMEOUT_SECONDS)
        self._imap.login(config["MAIL_IMAP_USERNAME"], config["MAIL_IMAP_PASSWORD"])
        answer, words = self._imap.select(f'"{config["MAIL_IMAP_FOLDER"]}"')
        if answer != "OK":
            raise imaplib.IMAP4.error(f"the folder cannot be opened: {words!r}")

    def _fetch(self, number: bytes) -> bytes | None:
        uid = number.decode("ascii")
        size = _SIZE.search(b" ".join(_flat(self._say("FETCH", uid, "(RFC822.SIZE)"))))
        is_long = size is not None and int(size[1]) > SIZE_LIMIT
        wanted = f"BODY.PEEK[]<0.{SIZE_LIMIT + 1}>" if is_long else "BODY.PEEK[]"
        answer = self._say("FETCH", uid, f"({wanted})")
        return next((one[1] for one in answer if isinstance(one, tuple) and len(one) > 1), None)

    def _say(self, *words: str) -> list[Any]:
        try:
            answer, found = self._imap.uid(*words)
        except FAULTS as error:
            raise MailboxUnreachable(_words(error)) from error
        if answer != "OK":
            raise MailboxUnreachable(f"{words[0]} was refused")
        return found

    def _leave(self) -> None:
        if hasattr(self, "_imap"):
            with suppress(*FAULTS):
                self._imap.logout()
            with suppress(*FAULTS):
                self._imap.shutdown()  # A farewell that fails leaves the line open.


def _flat(answer: list[Any]) -> Iterator[bytes]:
    for one in answer:
        if isinstance(one, bytes):
            yield one
        elif isinstance(one, tuple):
            yield from (part for part in one if isinstance(part, bytes))


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
