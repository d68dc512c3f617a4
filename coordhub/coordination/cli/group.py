"""The group of the commands about requests."""

from flask.cli import AppGroup

group = AppGroup("coordination", help="Requests between states: what the worker does by itself, by hand.")
