"""The real gazetteer, built once per worker."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from coordhub.places.build import build_gazetteer
from coordhub.places.gazetteer import Gazetteer
from coordhub.places.states import DATA


@pytest.fixture(scope="session")
def gazetteer_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("places") / "gazetteer.db"
    build_gazetteer(DATA, path)
    return path


@pytest.fixture(scope="session")
def gazetteer(gazetteer_file: Path) -> Iterator[Gazetteer]:
    opened = Gazetteer(gazetteer_file)
    yield opened
    opened.close()
