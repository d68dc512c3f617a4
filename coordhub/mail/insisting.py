"""Doing a statement again while the database is away, so that delivery outlives its restart."""

import sqlite3
import time
from collections.abc import Callable
from typing import TypeVar

import psycopg
from sqlalchemy.exc import InterfaceError, OperationalError

WAITS_SECONDS = (0.1, 0.4, 1, 2, 4, 8, 15, 15, 15, 15, 15, 15, 15)  # two minutes in all
AWAY = (OperationalError, InterfaceError, sqlite3.OperationalError, psycopg.OperationalError, psycopg.InterfaceError)

Found = TypeVar("Found")


def insist(deed: Callable[[], Found]) -> Found:
    """Return what `deed` returns, which may run several times, and may have been done though it failed.

    Raises what the last try raised, after two minutes.
    """
    for wait in WAITS_SECONDS:
        try:
            return deed()
        except AWAY:
            time.sleep(wait)
    return deed()
