"""The mail server of the torture, a process of its own: it writes down what it takes before it says so.

`python -m tests.mail.torture.judge LOG SEED SLOW_SECONDS` prints its port, and ends when its standard input does and
the last line is closed.
"""

import asyncio
import contextlib
import os
import random
import re
import sys
import time

from tests.mail.torture.rigging import KEY, what_happens

QUICK_SECONDS = 0.04  # longest wait before an ordinary answer to the final dot
IDLE_SECONDS = 30  # a client that is frozen for good must not hold up the end


class Cut(Exception):
    """The line ends here."""


class Judge:
    """Answers as the addresses ask for, and logs each letter that it takes."""

    def __init__(self, log: str, seed: int, slow_seconds: float) -> None:
        self._log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._chance = random.Random(seed)
        self._slow_seconds = slow_seconds
        self._seen: set[str] = set()
        self.open_lines = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk with one client until it goes or its line is cut."""
        self.open_lines += 1
        try:
            await self._talk(reader, writer)
        except (Cut, ConnectionError, asyncio.IncompleteReadError, TimeoutError):
            pass
        finally:
            self.open_lines -= 1
            writer.transport.abort()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 judge.example.org ESMTP\r\n")
        address = ""
        while line := await asyncio.wait_for(reader.readline(), IDLE_SECONDS):
            word = line.split()[0].upper() if line.split() else b""
            if word == b"EHLO":
                writer.write(b"250-judge.example.org\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 DSN\r\n")
            elif word in (b"HELO", b"MAIL", b"RSET", b"NOOP"):
                address = ""
                writer.write(b"250 OK\r\n")
            elif word == b"RCPT":
                address = self._recipient(line, writer)
            elif word == b"DATA" and address:
                writer.write(b"354 go on\r\n")
                await self._letter(address, await reader.readuntil(b"\r\n.\r\n"), writer)
                address = ""
            elif word == b"QUIT":
                writer.write(b"221 bye\r\n")
                await writer.drain()
                return
            else:
                writer.write(b"503 not now\r\n")
            await writer.drain()

    def _recipient(self, line: bytes, writer: asyncio.StreamWriter) -> str:
        found = re.search(rb"<([^>]*)>", line)
        address = found[1].decode() if found else ""
        what = what_happens(address)
        if what == "gone":
            writer.write(b"550 5.1.1 there is nobody of that name\r\n")
            return ""
        if what in ("put-off", "busy") and self._is_first(address):
            if what == "busy":
                writer.write(b"421 4.3.2 busy\r\n")
                raise Cut
            writer.write(b"451 4.2.1 later\r\n")
            return ""
        writer.write(b"250 2.1.5 OK\r\n")
        return address

    async def _letter(self, address: str, content: bytes, writer: asyncio.StreamWriter) -> None:
        what = what_happens(address)
        if what == "cut-before":
            raise Cut
        if what == "put-off-late" and self._is_first(address):
            writer.write(b"452 4.3.1 no room\r\n")
            return
        found = KEY.search(content)
        key = found[1].decode() if found else "nameless"
        os.write(self._log, f"{time.time():.3f} {key} {address}\n".encode())
        if what == "cut-after":
            raise Cut
        await asyncio.sleep(self._slow_seconds if what == "slow" else self._chance.uniform(0, QUICK_SECONDS))
        writer.write(f"250 2.0.0 Ok: queued as {queue_id(key)}\r\n".encode())

    def _is_first(self, address: str) -> bool:
        first = address not in self._seen
        self._seen.add(address)
        return first


def queue_id(key: str) -> str:
    """Return the number under which the server queues a letter, as Postfix writes them."""
    return f"{int(key):010X}" if key.isdecimal() else "F" * 10


async def main(log: str, seed: int, slow_seconds: float) -> None:
    """Serve until standard input ends and nobody is talking any more."""
    judge = Judge(log, seed, slow_seconds)
    server = await asyncio.start_server(judge.answer, "127.0.0.1", 0, backlog=200)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.close()
    while judge.open_lines:
        await asyncio.sleep(0.02)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
