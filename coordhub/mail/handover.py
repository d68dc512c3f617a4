"""Handing letters to where they go: what every carrier promises, and the folder of files of a practice hub."""

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


class LetterRefused(Exception):
    """The server refused this letter; `is_final` for a 5xx answer."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"{code} {words}"[:300])
        self.code = code
        self.is_final = 500 <= code < 600


class HostRefused(Exception):
    """The server refused the hub, or cannot be reached; no letter is to blame."""


class AnswerLost(Exception):
    """The line was cut after the final dot: the server may have the letter or not."""


@dataclass(frozen=True)
class Envelope:
    """A letter as a carrier sees it: where it goes, where failures of it are reported, and its bytes with CRLF."""

    letter_id: int
    address: str
    sender: str
    content: bytes
    wants_success: bool  # a report that it was delivered, too


class Carrier(Protocol):
    """Takes letters away."""

    name: str

    def hand_over(self, letter: Envelope, before_dot: Callable[[], None]) -> str:
        """Hand one letter over and return the answer. `before_dot` is called just before it becomes irrevocable.

        Raises LetterRefused, HostRefused or AnswerLost; whatever `before_dot` raises, after the line was cut.
        """

    def close(self) -> None:
        """Let go of the connection."""


class FileCarrier:
    """Writes each letter to a file, for practice hubs."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._folder = folder

    def hand_over(self, letter: Envelope, before_dot: Callable[[], None]) -> str:
        """Write the letter, whole or not at all."""
        before_dot()
        draft = self._folder / f"{os.getpid()}-{threading.get_ident()}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(letter.content)
            file = self._next_file(draft)
            draft.unlink()
        except OSError as error:
            raise HostRefused(f"the folder of letters cannot be written: {error.strerror}") from error
        return f"written as {file.name}"

    def _next_file(self, draft: Path) -> Path:
        number = max((int(file.stem) for file in self._folder.glob("*.eml") if file.stem.isdecimal()), default=0)
        while True:
            number += 1
            file = self._folder / f"{number:05d}.eml"
            # A link, unlike renaming, never replaces what another worker wrote under this number.
            with suppress(FileExistsError):
                file.hardlink_to(draft)
                return file

    def close(self) -> None:
        """Nothing is open."""
