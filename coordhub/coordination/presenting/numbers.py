"""Figures in words: days, seasons, what is kept back."""

UNDER_TEN = "under 10"
NOT_SHOWN = "not shown"
NO_FIGURE = "no figure"


def days_words(days: float | None) -> str:
    """Return a median as people write it: 3, 2.5; "no figure" without one."""
    return NO_FIGURE if days is None else f"{days:,.1f}".removesuffix(".0")


def working_days(days: float) -> str:
    """Return a number of working days: 1 working day, 2.5 working days."""
    return f"{days_words(days)} working {'day' if days == 1 else 'days'}"


def season_words(season: int) -> str:
    """Return the months of a season: February 2026 to January 2027."""
    return f"February {season} to January {season + 1}"


def kept_back_words(*, is_small: bool) -> str:
    """Return what stands in the place of a count that may not be shown."""
    return UNDER_TEN if is_small else NOT_SHOWN
