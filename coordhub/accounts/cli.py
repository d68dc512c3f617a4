"""`flask accounts`."""

import click
import flask
from flask.cli import AppGroup

from config import WELL_KNOWN_PASSWORDS
from coordhub.accounts import actions
from coordhub.db import db
from coordhub.errors import Conflict, NotAllowed

accounts = AppGroup("accounts", help="People.")


@accounts.command("add-administrator")
@click.argument("email")
@click.argument("name")
@click.password_option()
def add_administrator(email: str, name: str, password: str) -> None:
    """Add the person who runs the hub."""
    if password.lower() in WELL_KNOWN_PASSWORDS | {flask.current_app.config["HUB_DEMO_PASSWORD"].lower()}:
        raise click.ClickException("That is a well-known password. Choose another one.")
    try:
        user = actions.add_administrator(email, name, password)
    except (NotAllowed, Conflict) as error:
        raise click.ClickException(str(error)) from error
    db.session.commit()
    click.echo(f"person {user.id} added")
