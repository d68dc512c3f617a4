"""Lines over seasons, drawn on the server: a few points, words for who cannot see them, no script."""

from collections.abc import Sequence
from dataclasses import dataclass

from coordhub.coordination.presenting.numbers import days_words

WIDTH, HEIGHT = 340, 180
LEFT, RIGHT, TOP, BOTTOM = 56, 18, 12, 28  # room for the numbers beside the drawing and the seasons below
LABELS_AT_MOST = 6  # more seasons than these would touch each other


@dataclass(frozen=True)
class Line:
    """One line: its name, its points and the path through them, broken where there is no figure."""

    name: str
    points: Sequence[tuple[float, float]]
    path: str


@dataclass(frozen=True)
class Plot:
    """A drawing of WIDTH x HEIGHT: lines, where which number and which season stand, and all of it in words."""

    title: str
    lines: Sequence[Line]
    ticks: Sequence[tuple[float, str]]
    seasons: Sequence[tuple[float, str]]
    words: str
    width: int = WIDTH
    height: int = HEIGHT


Series = tuple[str, Sequence[float | None]]


def plot(title: str, seasons: Sequence[int], series: Sequence[Series]) -> Plot | None:
    """Return the drawing of numbers by season; None when no line has two of them, as a dot shows no trend."""
    if not any(sum(number is not None for number in numbers) > 1 for _, numbers in series):
        return None
    top = _round_up(max(number for _, numbers in series for number in numbers if number is not None))
    places = [LEFT + at * (WIDTH - LEFT - RIGHT) / (len(seasons) - 1) for at in range(len(seasons))]
    skip = -(-len(seasons) // LABELS_AT_MOST)
    labels = [(x, str(one)) for at, (x, one) in enumerate(zip(places, seasons, strict=True))
              if (len(seasons) - 1 - at) % skip == 0]  # fmt: skip
    return Plot(
        title=title,
        lines=[_line(name, places, numbers, top) for name, numbers in series],
        ticks=[(_height(number, top), days_words(number)) for number in (0, top / 2, top)],
        seasons=labels,
        words=f"{title}. " + " ".join(_words(name, seasons, numbers) for name, numbers in series),
    )


def _line(name: str, places: Sequence[float], numbers: Sequence[float | None], top: float) -> Line:
    points, path, goes_on = [], "", False
    for x, number in zip(places, numbers, strict=True):
        if number is not None:
            points.append((round(x, 1), _height(number, top)))
            path += f"{'L' if goes_on else 'M'}{points[-1][0]} {points[-1][1]}"
        goes_on = number is not None
    return Line(name, points, path)


def _words(name: str, seasons: Sequence[int], numbers: Sequence[float | None]) -> str:
    pairs = zip(seasons, numbers, strict=True)
    said = (f"{season} {'no figure' if number is None else days_words(number)}" for season, number in pairs)
    return f"{name}: {', '.join(said)}."


def _height(number: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - number / top * (HEIGHT - TOP - BOTTOM), 1)


def _round_up(number: float) -> float:
    """Return the next number that reads well on an axis: 2, 4, 10, 20, 40, 100 …"""
    step = 1
    while True:
        for times in (2, 4, 10):
            if number <= times * step:
                return times * step
        step *= 10
