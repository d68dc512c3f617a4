"""Where the project lies on this machine."""

from pathlib import Path

ROOT_FOLDER = Path(__file__).resolve().parent.parent
