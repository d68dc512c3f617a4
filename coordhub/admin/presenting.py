"""The last 24 hours of mail, drawn on the server: bars, words for who cannot see them, no script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from coordhub.mail.models import Incoming
from coordhub.mail.queries import HourOfMail

WIDTH, HEIGHT = 340, 170
LEFT, TOP, BOTTOM = 44, 10, 26  # room for the numbers beside the bars and the hours below
GAP = 3.0
HOURS_BETWEEN_LABELS = 6
INCOMING_WORDS: Mapping[Incoming, str] = {
    Incoming.BOUNCE: "Bounces",
    Incoming.DELIVERED: "Reports that a letter arrived",
    Incoming.DELAYED: "Reports of a delay",
    Incoming.COMPLAINT: "Complaints",
    Incoming.AUTOMATIC: "Automatic answers, not read",
    Incoming.REPLY: "Answers on the board",
    Incoming.REFUSED: "Answers that were refused",
    Incoming.UNKNOWN: "What the hub could not place",
}


@dataclass(frozen=True)
class Bar:
    """One box of a column; `part` names what it stands for."""

    part: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class HourPlot:
    """A drawing of WIDTH x HEIGHT: bars, where which number and which hour stand, and all of it in words."""

    title: str
    bars: Sequence[Bar]
    ticks: Sequence[tuple[float, str]]
    labels: Sequence[tuple[float, str]]
    words: str
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class HourRow:
    """A line of the table: the hour in the reader's zone, and its numbers."""

    words: str
    written: int
    waiting: int
    sent: int
    failed: int


def hour_rows(hours: Sequence[HourOfMail], waiting: Sequence[int], time_zone: str) -> list[HourRow]:
    """Return the hours as lines of a table, in their order."""
    return [
        HourRow(_hour_words(one.hour_at, time_zone), one.written, left, one.sent, one.failed)
        for one, left in zip(hours, waiting, strict=True)
    ]


def plots(rows: Sequence[HourRow]) -> list[HourPlot]:
    """Return what left and what waited, hour by hour."""
    return [
        _plot("Sent and failed, by hour", rows, (("sent", "sent"), ("failed", "failed"))),
        _plot("Waiting at the end of each hour", rows, (("waiting", "waiting"),)),
    ]


def _plot(title: str, rows: Sequence[HourRow], parts: Sequence[tuple[str, str]]) -> HourPlot:
    """Return a drawing whose columns are stacked from `parts`: name and what it is called."""
    top = _round_up(max(sum(getattr(row, name) for name, _ in parts) for row in rows))
    step = (WIDTH - LEFT) / len(rows)
    bars = []
    for at, row in enumerate(rows):
        below = 0
        for name, _ in parts:
            number = getattr(row, name)
            if number:
                # A bar of one letter among thousands is still seen.
                high = max(1.5, number / top * (HEIGHT - TOP - BOTTOM))
                bars.append(Bar(name, round(LEFT + at * step + GAP / 2, 1), round(_height(below, top) - high, 1),
                                round(step - GAP, 1), round(high, 1)))  # fmt: skip
            below += number
    return HourPlot(
        title=title,
        bars=bars,
        ticks=[(round(_height(number, top), 1), f"{number:,}") for number in sorted({0, top // 2, top})],
        labels=[
            (round(LEFT + at * step + step / 2, 1), row.words.split(", ")[-1])
            for at, row in enumerate(rows)
            if (len(rows) - 1 - at) % HOURS_BETWEEN_LABELS == HOURS_BETWEEN_LABELS // 2
        ],
        words=f"{title}. " + _words(rows, parts),
    )


def _words(rows: Sequence[HourRow], parts: Sequence[tuple[str, str]]) -> str:
    """Return the sum or the most of each part; the table below says the rest."""
    if len(parts) == 1:
        most = max(rows, key=lambda row: getattr(row, parts[0][0]))
        return f"At most {getattr(most, parts[0][0]):,}, at {most.words}. The table below has every hour."
    sums = " and ".join(f"{sum(getattr(row, name) for row in rows):,} {called}" for name, called in parts)
    return f"{sums} in 24 hours. The table below has every hour."


def _height(number: float, top: float) -> float:
    return HEIGHT - BOTTOM - number / top * (HEIGHT - TOP - BOTTOM)


def _hour_words(at: datetime, time_zone: str) -> str:
    """Tue, 11 AM"""
    local = at.astimezone(ZoneInfo(time_zone))
    return f"{local:%a}, {local:%I %p}".replace(", 0", ", ")


def _round_up(number: int) -> int:
    """Return the next number that reads well on an axis and has a whole half: 2, 4, 10, 20, 40, 100 …"""
    step = 1
    while True:
        for times in (2, 4, 10):
            if number <= times * step:
                return times * step
        step *= 10
