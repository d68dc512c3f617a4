"""What a scan returns."""

from collections.abc import Iterator
from dataclasses import dataclass
from re import Pattern

from coordhub.privacy.surfaces import HARD, Kind


@dataclass(frozen=True, order=True)
class Finding:
    """Where something was found, as offsets into the plainly written text; the text itself is never kept."""

    start: int
    end: int
    kind: Kind

    @property
    def is_hard(self) -> bool:
        """Whether it is refused, rather than asked about."""
        return self.kind in HARD


@dataclass(frozen=True)
class Scan:
    """What was found, hard findings first."""

    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> str:
        """`block`, `ask` or `pass`."""
        if any(one.is_hard for one in self.findings):
            return "block"
        return "ask" if self.findings else "pass"

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds found, each once, hard ones first."""
        return tuple(dict.fromkeys(one.kind for one in self.findings))


def each(pattern: Pattern[str], text: str, kind: Kind) -> Iterator[Finding]:
    """Yield a finding of `kind` for each match."""
    return (Finding(match.start(), match.end(), kind) for match in pattern.finditer(text))


def near(pattern: Pattern[str], text: str, start: int, end: int, before: int = 45, after: int = 45) -> bool:
    """Tell whether `pattern` is found at most so many characters before `start` or after `end`."""
    return pattern.search(text[max(0, start - before) : end + after]) is not None
