"""The group of the directory's commands."""

from flask.cli import AppGroup

group = AppGroup("directory", help="The directory of state programs, offices, people and PASS sites.")
