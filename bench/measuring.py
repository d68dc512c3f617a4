"""What the sections share: how long something takes, and how a figure with a target is printed."""

import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

BEST_OF = 3  # runs of the same act: what other programs on the machine cost is not counted


def seconds(act: Callable[[], object]) -> float:
    """Return how long `act` takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def milliseconds_each(act: Callable[[Any], object], over: Iterable[Any]) -> list[float]:
    """Return how long `act` takes for each of `over`, in order: the best of three runs of each."""
    return [1000 * min(seconds(partial(act, one)) for _ in range(BEST_OF)) for one in over]


def verdict(value: float, *, at_most: float | None = None, at_least: float = 0.0, unit: str = "") -> str:
    """Return the words about one target, `at_most` or `at_least`: "target ≤ 15 ms: reached"."""
    sign, limit, is_reached = (
        ("≥", at_least, value >= at_least) if at_most is None else ("≤", at_most, value <= at_most)
    )
    return f"target {sign} {limit:g}{unit}: {'reached' if is_reached else 'not reached'}"
