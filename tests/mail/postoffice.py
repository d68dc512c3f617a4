"""A post office for tests: a real SMTP server on this machine that refuses, dawdles and cuts the line as told.

It serves any number of lines at once in a thread of its own and keeps what it accepted. A place in a conversation is
HELLO, EHLO, MAIL, RCPT, DATA (the command), BODY (while the letter is read), DOT (after its end) or QUIT; what is told
of a place holds for everybody, what is told of `(place, address)` for letters to that address. Also run by tests of
whole workers, so it stands without fixtures.
"""

import asyncio
import ssl
import threading
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

Place = str | tuple[str, str]


@dataclass(frozen=True)
class Accepted:
    """A letter that was accepted, as it came, with the parameters of MAIL and RCPT."""

    address: str
    sender: str
    content: bytes
    mail_words: tuple[str, ...]
    rcpt_words: tuple[str, ...]
    at: float  # seconds, of a clock that never goes back


@dataclass
class Line:
    """One open line and the letter that is being told on it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    sender: str = ""
    mail_words: tuple[str, ...] = ()
    address: str = ""
    rcpt_words: tuple[str, ...] = ()


class Cut(Exception):
    """The line is to be cut."""


@dataclass
class PostOffice:
    """Use it in `with`; `answers` ("550 no such person"), `waits` (seconds) and `cuts` may change at any time."""

    answers: dict[Place, str] = field(default_factory=dict)
    waits: dict[Place, float] = field(default_factory=dict)
    cuts: set[Place] = field(default_factory=set)
    offers: tuple[str, ...] = ("PIPELINING", "8BITMIME")
    tls: ssl.SSLContext | None = None
    port: int = 0
    accepted: list[Accepted] = field(default_factory=list)
    keeps_what_it_cuts: bool = False  # a letter whose line is cut at DOT was accepted all the same
    open_lines: int = 0
    most_lines: int = 0
    all_lines: int = 0

    @property
    def name(self) -> str:
        """The host as settings write it."""
        return f"127.0.0.1:{self.port}"

    @property
    def addresses(self) -> list[str]:
        """To whom letters were accepted, in order."""
        return [one.address for one in self.accepted]

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._talks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._run(asyncio.start_server(self._serve, "127.0.0.1", self.port, ssl=self.tls))
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, deed):
        return asyncio.run_coroutine_threadsafe(deed, self._loop).result(30)

    async def _close(self) -> None:
        self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.current_task()
        assert talk is not None
        self._talks.add(talk)
        self.open_lines += 1
        self.all_lines += 1
        self.most_lines = max(self.most_lines, self.open_lines)
        line = Line(reader, writer)
        try:
            await self._answer(line, "HELLO", "220 post.example.org ESMTP")
            while command := await reader.readline():
                await self._obey(line, command.decode("latin-1").strip())
        except (Cut, OSError, asyncio.CancelledError, asyncio.IncompleteReadError):
            pass
        finally:
            self.open_lines -= 1
            self._talks.discard(talk)
            writer.close()

    async def _obey(self, line: Line, command: str) -> None:
        verb, _, rest = command.partition(" ")
        verb = verb.upper()
        if verb == "MAIL":
            line.sender, line.mail_words = _path(rest)
        elif verb == "RCPT":
            line.address, line.rcpt_words = _path(rest)
        elif verb == "DATA":
            await self._data(line)
            return
        if verb in ("EHLO", "HELO"):
            names = ["post.example.org", *(self.offers if verb == "EHLO" else ())]
            words = [f"250-{name}" for name in names[:-1]] + [f"250 {names[-1]}"]
            await self._answer(line, "EHLO", "\r\n".join(words))
        elif verb == "QUIT":
            await self._answer(line, "QUIT", "221 bye")
            raise Cut
        else:
            known = verb in ("MAIL", "RCPT", "RSET", "NOOP")
            await self._answer(line, verb, "250 OK" if known else "502 no such command")

    async def _data(self, line: Line) -> None:
        if not await self._answer(line, "DATA", "354 go on"):
            return
        content = b""
        while (part := await line.reader.readline()) != b".\r\n":
            if not part or self._told(self.cuts, "BODY", line):
                raise Cut
            content += part.removeprefix(b".")
        letter = Accepted(line.address, line.sender, content, line.mail_words, line.rcpt_words, time.monotonic())
        if self._told(self.cuts, "DOT", line) and self.keeps_what_it_cuts:
            self.accepted.append(letter)
        if await self._answer(line, "DOT", f"250 queued as {len(self.accepted) + 1}", kept=letter):
            return

    async def _answer(self, line: Line, place: str, usual: str, kept: Accepted | None = None) -> bool:
        """Say what was told for this place, else the usual; return whether it was a good answer."""
        await asyncio.sleep(self._told(self.waits, place, line) or 0)
        if self._told(self.cuts, place, line):
            raise Cut
        words = self._told(self.answers, place, line) or usual
        good = words[0] in "23"
        if good and kept is not None:
            self.accepted.append(kept)
        line.writer.write(words.encode() + b"\r\n")
        await line.writer.drain()
        if words.startswith("421"):
            raise Cut
        return good

    def _told(self, what, place: str, line: Line):
        """Return what was told for this place and address, or for this place; None when nothing was."""
        for key in ((place, line.address), place):
            if key in what:
                return what[key] if isinstance(what, dict) else True
        return None


def _path(rest: str) -> tuple[str, tuple[str, ...]]:
    """Return the address and the parameters of `FROM:<…> …` or `TO:<…> …`."""
    address, _, words = rest.partition(":")[2].strip().removeprefix("<").partition(">")
    return address, tuple(words.split())
