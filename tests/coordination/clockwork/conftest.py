"""The directory’s states, for tests that need every state’s zone. Ask for it before the cast."""

import flask
import pytest

from tests.directory.starter import load_starter


@pytest.fixture
def starter(app: flask.Flask) -> None:
    """All starter rows stand in the directory."""
    load_starter()
