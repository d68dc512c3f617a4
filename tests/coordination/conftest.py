"""The starter data and the gazetteer, as the tests of the directory have them."""

from tests.directory.conftest import gazetteer, starter

__all__ = ["gazetteer", "starter"]
