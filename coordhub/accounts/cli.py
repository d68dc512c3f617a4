"""`flask demo` and `flask accounts`."""

import click
import flask
from flask.cli import AppGroup

from config import WELL_KNOWN_PASSWORDS
from coordhub.accounts import actions
from coordhub.accounts.demo import load_demo, remove_demo
from coordhub.db import db
from coordhub.errors import Conflict, NotAllowed

demo = AppGroup("demo", help="Practice people.")
accounts = AppGroup("accounts", help="People.")


@demo.command("load")
def load() -> None:
    """Add the practice people that are missing."""
    try:
        added = load_demo()
    except NotAllowed as error:
        raise click.ClickException(str(error)) from error
    db.session.commit()
    click.echo(f"{added} practice people added")


@demo.command("remove")
def remove() -> None:
    """Close the accounts of the practice people."""
    closed = remove_demo()
    db.session.commit()
    click.echo(f"{closed} practice people closed")


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
