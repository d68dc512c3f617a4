"""The judge and the nursery as seen from outside: each ends with this process, whatever happens to it."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from config import ROOT


class Ended(Exception):
    """A process of the torture ended by itself; its words are in the file of its errors."""


class Process:
    """A module of this package, run by itself, that is asked on its standard input."""

    def __init__(self, module: str, *words: object, errors: Path, environ: Mapping[str, str]) -> None:
        self._errors = errors
        self._one_question = threading.Lock()
        with errors.open("ab") as file:
            self._process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", f"tests.mail.torture.{module}", *map(str, words)],
                cwd=ROOT,
                env={name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | dict(environ),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=file,
                text=True,
            )

    def says(self) -> str:
        """Return its next line."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise Ended(self._errors.read_text(encoding="utf-8")[-2000:])
        return line.strip()

    def asked(self, words: str) -> str:
        """Send a line and return the answer."""
        assert self._process.stdin is not None
        with self._one_question:
            self._process.stdin.write(words + "\n")
            self._process.stdin.flush()
            return self.says()

    def end(self, timeout_seconds: float = 60) -> None:
        """Close its input and wait until it has cleared up; kill it when it does not."""
        try:
            self._process.communicate(timeout=timeout_seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
            raise


@contextmanager
def running(module: str, *words: object, errors: Path, environ: Mapping[str, str]) -> Iterator[Process]:
    """Run a module of this package, and end it in any case."""
    process = Process(module, *words, errors=errors, environ=environ)
    try:
        yield process
    finally:
        process.end()
