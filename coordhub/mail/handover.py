"""Handing letters to where they go: an SMTP server, or files in a practice hub.

Our own small client, because Flask-Mail has no time limit, hides refused recipients and can raise after the server
accepted a letter (study "board and mail", section 5).
"""

import os
import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Protocol

# RFC 5321 section 4.5.3.2, seconds: connecting and commands, and the server's answer to the final dot.
COMMAND_SECONDS = 300
CONNECT_SECONDS = 30
FINAL_DOT_SECONDS = 600
LETTERS_A_CONNECTION = 100


class LetterRefused(Exception):
    """The server refused this letter; `is_final` for a 5xx answer."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"{code} {words}"[:300])
        self.is_final = 500 <= code < 600


class HostRefused(Exception):
    """The server refused the hub, or cannot be reached; no letter is to blame."""


class AnswerLost(Exception):
    """The line was cut after the final dot: the server may have the letter or not."""


class Carrier(Protocol):
    """Takes letters away."""

    name: str

    def hand_over(self, address: str, content: bytes, before_dot: Callable[[], None]) -> str:
        """Hand one letter over and return the answer. `before_dot` is called just before it becomes irrevocable.

        Raises LetterRefused, HostRefused or AnswerLost.
        """

    def close(self) -> None:
        """Let go of the connection."""


def carrier_for(config: Any) -> Carrier:
    """Return the carrier that the settings ask for."""
    return SmtpCarrier(config) if config["MAIL_SERVER"] else FileCarrier(Path(config["HUB_DATA"]) / "mail")


class FileCarrier:
    """Writes each letter to a file, for practice hubs."""

    name = "files"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hand_over(self, address: str, content: bytes, before_dot: Callable[[], None]) -> str:
        """Write the letter, whole or not at all."""
        before_dot()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            number = (
                max((int(file.stem) for file in self._folder.glob("*.eml") if file.stem.isdecimal()), default=0) + 1
            )
            draft = self._folder / f"{os.getpid()}.part"
            draft.write_bytes(content)
            draft.rename(self._folder / f"{number:05d}.eml")
        except OSError as error:
            raise HostRefused(f"the folder of letters cannot be written: {error.strerror}") from error
        return f"written as {number:05d}.eml"

    def close(self) -> None:
        """Nothing is open."""


class SmtpCarrier:
    """One SMTP connection for many letters."""

    def __init__(self, config: Any) -> None:
        self._config = config
        self._smtp: smtplib.SMTP | None = None
        self._carried = 0
        self.name = f"{config['MAIL_SERVER']}:{config['MAIL_PORT']}"

    def hand_over(self, address: str, content: bytes, before_dot: Callable[[], None]) -> str:
        """Send one letter; see Carrier."""
        smtp = self._connection()
        try:
            self._envelope(smtp, address)
            self._say_data(smtp)
            # Letters are stored with CRLF; a line that begins with a dot gets a second one (RFC 5321 section 4.5.2).
            smtp.send(re.sub(rb"(?m)^\.", b"..", content))
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            self._drop()
            raise HostRefused(f"the line was cut: {type(error).__name__}") from error
        try:
            before_dot()
        except BaseException:
            # Somebody else has the letter now: cut the line, so that the server forgets this copy.
            self._drop()
            raise
        return self._dot(smtp, content)

    def _dot(self, smtp: smtplib.SMTP, content: bytes) -> str:
        try:
            if smtp.sock:
                smtp.sock.settimeout(FINAL_DOT_SECONDS)
            smtp.send(b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n")
            code, words = smtp.getreply()
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            self._drop()
            raise AnswerLost(type(error).__name__) from error
        self._carried += 1
        answer = words.decode("utf-8", "replace")
        if code == 421:
            self._drop()
            raise HostRefused(f"421 {answer}")
        if code != 250:
            raise LetterRefused(code, answer)
        return f"250 {answer}"[:300]

    def _envelope(self, smtp: smtplib.SMTP, address: str) -> None:
        sender = parseaddr(self._config["MAIL_DEFAULT_SENDER"])[1]
        code, words = smtp.mail(sender)
        if code != 250:
            self._drop()
            raise HostRefused(f"MAIL FROM: {code} {words.decode('utf-8', 'replace')}"[:300])
        code, words = smtp.rcpt(address)
        if code not in (250, 251):
            self._refused(smtp, code, words)

    def _say_data(self, smtp: smtplib.SMTP) -> None:
        code, words = smtp.docmd("DATA")
        if code != 354:
            self._refused(smtp, code, words)

    def _refused(self, smtp: smtplib.SMTP, code: int, words: bytes) -> None:
        answer = words.decode("utf-8", "replace")
        if code == 421:
            self._drop()
            raise HostRefused(f"421 {answer}"[:300])
        smtp.rset()
        raise LetterRefused(code, answer)

    def _connection(self) -> smtplib.SMTP:
        if self._smtp is not None and self._carried >= LETTERS_A_CONNECTION:
            self.close()
        if self._smtp is None:
            try:
                self._smtp = self._connect()
            except (OSError, smtplib.SMTPException) as error:
                self._drop()
                raise HostRefused(f"{type(error).__name__}: {error}"[:300]) from error
            self._carried = 0
        return self._smtp

    def _connect(self) -> smtplib.SMTP:
        config = self._config
        host, port = config["MAIL_SERVER"], config["MAIL_PORT"]
        context = ssl.create_default_context()
        smtp: smtplib.SMTP
        if config["MAIL_USE_SSL"]:
            smtp = smtplib.SMTP_SSL(host, port, timeout=CONNECT_SECONDS, context=context)
        else:
            smtp = smtplib.SMTP(host, port, timeout=CONNECT_SECONDS)
        if smtp.sock:
            # Body and dot leave in two writes; without this they wait for each other's acknowledgement.
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            smtp.sock.settimeout(COMMAND_SECONDS)
        smtp.ehlo_or_helo_if_needed()
        if config["MAIL_USE_TLS"]:
            smtp.starttls(context=context)
        if config["MAIL_USERNAME"]:
            smtp.login(config["MAIL_USERNAME"], config["MAIL_PASSWORD"])
        return smtp

    def close(self) -> None:
        """Say QUIT; what goes wrong then does not matter any more."""
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (OSError, smtplib.SMTPException):
                self._smtp.close()
        self._smtp = None

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None
