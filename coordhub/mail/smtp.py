"""Our own small SMTP client: one connection for many letters.

Flask-Mail has no time limit, hides refused recipients and can raise after the server accepted a letter (study "board
and mail", section 5). smtplib connects, greets and signs in; the letters are told here, with the commands before the
body in one write where the server allows it (RFC 2920), and with a place to commit before the final dot.
"""

import re
import select
import smtplib
import socket
import ssl
from collections.abc import Callable, Mapping
from typing import Any

from coordhub.mail.handover import AnswerLost, Envelope, HostRefused, LetterRefused
from coordhub.mail.hosts import address_of

# RFC 5321 section 4.5.3.2, seconds: connecting and commands, and the server's answer to the final dot.
CONNECT_SECONDS = 30
COMMAND_SECONDS = 300
FINAL_DOT_SECONDS = 600
LETTERS_A_CONNECTION = 100

_SPEAKABLE = re.compile(r"[^\s<>\x00-\x1f\x7f]+@[^\s<>@\x00-\x1f\x7f]+")
Answer = tuple[int, str]


class SmtpCarrier:
    """One SMTP connection for up to a hundred letters, opened when the first one comes."""

    def __init__(self, name: str, config: Mapping[str, Any]) -> None:
        self.name = name
        self._host, self._port = address_of(name)
        self._config = config
        self._smtp: smtplib.SMTP | None = None
        self._carried = 0

    def hand_over(self, letter: Envelope, before_dot: Callable[[], None]) -> str:
        """Send one letter; see Carrier."""
        smtp = self._connection()
        commands = _commands(smtp, letter)
        self._carried += 1
        try:
            self._tell_envelope(smtp, commands)
            smtp.send(_with_dots_doubled(letter.content))
            self._listen_for_a_refusal(smtp)
        except OSError as error:  # smtplib's own exceptions are among them.
            self._drop()
            raise HostRefused(f"the line was cut: {_why(error)}") from error
        try:
            before_dot()
        except BaseException:
            # Somebody else has the letter now: cut the line, so that the server forgets this copy.
            self._drop()
            raise
        return self._tell_end(smtp, letter.content)

    def close(self) -> None:
        """Say QUIT; what goes wrong then does not matter any more."""
        if self._smtp is not None:
            try:
                self._limit(self._smtp, CONNECT_SECONDS)
                self._smtp.quit()
            except OSError:
                self._smtp.close()
        self._smtp = None

    def _tell_envelope(self, smtp: smtplib.SMTP, commands: list[str]) -> None:
        if smtp.has_extn("pipelining"):
            smtp.send("".join(commands).encode())
            answers = [_answer(smtp) for _ in commands]
        else:
            answers = []
            for command in commands:
                smtp.send(command.encode())
                answers.append(_answer(smtp))
                if answers[-1][0] not in (250, 251, 354):
                    break
        if [answer[0] for answer in answers] in ([250, 250, 354], [250, 251, 354]):
            return
        of_host = [one for one in answers if one[0] == 421 or not 200 <= one[0] < 600]
        if of_host or answers[0][0] != 250:
            self._drop()
            code, words = (of_host or answers)[0]
            raise HostRefused(f"{code} {words}")
        if answers[-1][0] == 354:
            self._drop()  # It refused the only recipient and waits for the letter: better no line than half a letter.
        elif smtp.docmd("RSET")[0] != 250:
            self._drop()
        raise LetterRefused(*next(one for one in answers[1:] if one[0] not in (250, 251)))

    def _listen_for_a_refusal(self, smtp: smtplib.SMTP) -> None:
        """Notice that the server spoke or hung up before the final dot, while there is still no doubt about it."""
        if isinstance(smtp.sock, ssl.SSLSocket) or smtp.sock is None:
            return  # There, bytes may wait that say nothing: keys for the next session.
        looked = select.poll()
        looked.register(smtp.sock, select.POLLIN)
        if looked.poll(0):
            code, words = _answer(smtp)
            self._drop()
            if 400 <= code < 600 and code != 421:
                raise LetterRefused(code, words)
            raise HostRefused(f"{code} {words}")

    def _tell_end(self, smtp: smtplib.SMTP, content: bytes) -> str:
        try:
            self._limit(smtp, FINAL_DOT_SECONDS)
            smtp.send(b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n")
            code, words = _answer(smtp)
            self._limit(smtp, COMMAND_SECONDS)
        except OSError as error:
            self._drop()
            raise AnswerLost(_why(error)) from error
        if code == 421:
            self._drop()
            raise HostRefused(f"421 {words}")
        if 400 <= code < 600:
            raise LetterRefused(code, words)
        if not 200 <= code < 300:
            self._drop()
            raise AnswerLost(f"the answer was {code}")
        return f"{code} {words}"[:300]

    def _connection(self) -> smtplib.SMTP:
        if self._smtp is not None and self._carried >= LETTERS_A_CONNECTION:
            self.close()
        if self._smtp is None:
            try:
                self._smtp = self._connect()
            except (OSError, UnicodeError) as error:
                raise HostRefused(_why(error)) from error
            self._carried = 0
        return self._smtp

    def _connect(self) -> smtplib.SMTP:
        config = self._config
        smtp: smtplib.SMTP
        if config["MAIL_USE_SSL"]:
            context = ssl.create_default_context()
            smtp = smtplib.SMTP_SSL(self._host, self._port, timeout=CONNECT_SECONDS, context=context)
        else:
            smtp = smtplib.SMTP(self._host, self._port, timeout=CONNECT_SECONDS)
        try:
            # Body and dot leave in two writes; without this they wait for each other's acknowledgement.
            assert smtp.sock is not None
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            smtp.ehlo_or_helo_if_needed()
            if config["MAIL_USE_TLS"]:
                smtp.starttls(context=ssl.create_default_context())
                smtp.ehlo_or_helo_if_needed()
            # Other hosts than the usual one must not learn its password.
            if config["MAIL_USERNAME"] and self.name == f"{config['MAIL_SERVER']}:{config['MAIL_PORT']}":
                smtp.login(config["MAIL_USERNAME"], config["MAIL_PASSWORD"])
        except BaseException:
            smtp.close()
            raise
        self._limit(smtp, COMMAND_SECONDS)
        return smtp

    def _limit(self, smtp: smtplib.SMTP, seconds: float) -> None:
        if smtp.sock is not None:
            smtp.sock.settimeout(seconds)

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None


def _commands(smtp: smtplib.SMTP, letter: Envelope) -> list[str]:
    """Return MAIL, RCPT and DATA; raise LetterRefused for an address that cannot be said to this server."""
    mail, rcpt = [f"MAIL FROM:<{letter.sender}>"], [f"RCPT TO:<{letter.address}>"]
    if not _SPEAKABLE.fullmatch(letter.address):
        raise LetterRefused(553, "this is no e-mail address; correct it and try again")
    if not letter.address.isascii():
        if not smtp.has_extn("smtputf8"):
            raise LetterRefused(553, "the address is not in English letters, which this server cannot take")
        mail.append("SMTPUTF8")
    if smtp.has_extn("8bitmime") and not letter.content.isascii():
        mail.append("BODY=8BITMIME")
    if smtp.has_extn("dsn"):
        # RFC 3461: reports name the letter and bring its header only, not what it says.
        mail += [f"ENVID={letter.letter_id}", "RET=HDRS"]
        rcpt.append("NOTIFY=SUCCESS,FAILURE,DELAY" if letter.wants_success else "NOTIFY=FAILURE,DELAY")
        if letter.address.isascii():
            rcpt.append(f"ORCPT=rfc822;{_xtext(letter.address)}")
    return [" ".join(mail) + "\r\n", " ".join(rcpt) + "\r\n", "DATA\r\n"]


def _with_dots_doubled(content: bytes) -> bytes:
    """Return the bytes with a second dot before each line that begins with one (RFC 5321 section 4.5.2)."""
    doubled = content.replace(b"\n.", b"\n..")
    return b"." + doubled if doubled.startswith(b".") else doubled


def _xtext(text: str) -> str:
    """Return printable characters as RFC 3461 section 4 encodes them in parameters."""
    return re.sub(r"[^!-*,-<>-~]", lambda found: f"+{ord(found[0]):02X}", text)


def _answer(smtp: smtplib.SMTP) -> Answer:
    code, words = smtp.getreply()
    return code, words.decode("utf-8", "replace")


def _why(error: Exception) -> str:
    """Return what an administrator can do something with."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"it does not take our sign-in, code {error.smtp_code}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {error.smtp_error!s}"[:300]
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {error.verify_message}"
    sentences: tuple[tuple[type[Exception], str], ...] = (
        (ssl.SSLError, "TLS with it fails"),
        (socket.gaierror, "its name cannot be found"),
        (UnicodeError, "its name cannot be found"),
        (TimeoutError, "it does not answer in time"),
        (ConnectionRefusedError, "nobody answers there"),
        (smtplib.SMTPNotSupportedError, "it offers neither TLS nor the sign-in that the settings ask for"),
        (smtplib.SMTPServerDisconnected, "it hung up"),
    )
    words = next((words for kind, words in sentences if isinstance(error, kind)), "the connection fails")
    return f"{words} ({type(error).__name__})"
