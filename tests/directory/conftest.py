"""The starter data and the gazetteer for tests of the directory."""

import flask
import pytest

from coordhub import places
from tests.directory.starter import load_starter


@pytest.fixture
def starter(app: flask.Flask) -> None:
    """All starter rows stand in the directory."""
    load_starter()


@pytest.fixture
def gazetteer(app: flask.Flask) -> None:
    """The gazetteer stands in the data folder; built once a session."""
    places.build(app)
