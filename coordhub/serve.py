"""One foreground command that prepares the hub and runs web server and worker: `flask serve`, behind `make run`."""

import logging
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
import flask
import flask_migrate
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from gunicorn.app.base import BaseApplication

from coordhub import jobs, places
from coordhub.accounts.demo import load_demo
from coordhub.accounts.queries import demo_people_exist, demo_sign_ins
from coordhub.board.actions import ensure_forums
from coordhub.db import db
from coordhub.directory.actions import import_starter
from coordhub.directory.demo import load_demo_entries
from coordhub.directory.queries import demo_keys
from coordhub.directory.starter_rows import BrokenRow
from coordhub.errors import CannotStart
from coordhub.folders import ROOT_FOLDER

STARTER = Path(__file__).parent / "directory" / "starter"
STOP_SECONDS = 10  # what the worker gets to finish the letter in hand


def init_app(app: flask.Flask) -> None:
    """Add the command."""
    app.cli.add_command(serve)
    app.cli.add_command(prepare_command)


@click.command("prepare")
@flask.cli.with_appcontext
def prepare_command() -> None:
    """Create or update the database, the gazetteer and the starter directory."""
    _prepare_or_exit(flask.current_app._get_current_object())  # type: ignore[attr-defined]


@click.command("serve")
@flask.cli.with_appcontext
def serve() -> None:
    """Prepare the hub, then run web server and worker until Ctrl-C."""
    app = flask.current_app._get_current_object()  # type: ignore[attr-defined]
    _free_port_or_exit(app.config["HOST"], app.config["PORT"])
    _prepare_or_exit(app)
    _say_where(app)
    # Read once, before the web processes are forked: the first misspelt place of a day need not wait for its names.
    gazetteer = places.the_gazetteer()
    gazetteer.names(None)
    gazetteer.close()
    # The worker and the web processes must not share a connection with this one.
    db.session.remove()
    db.engine.dispose()
    app.extensions["huey"].storage.close()
    worker = _fork_worker(app)
    _Server(app, worker).run()


def prepare(app: flask.Flask) -> None:
    """Bring database, gazetteer, starter directory, forums and practice people up to date; quick when they are.

    Raises CannotStart with a sentence that says what to do.
    """
    _make_database_file(app)
    if not _is_migrated():
        flask_migrate.upgrade(directory=str(ROOT_FOLDER / "migrations"))
        logging.getLogger("alembic").setLevel(logging.WARNING)
    jobs.make_queue_tables(app)
    places.build(app)
    _import_starter()
    ensure_forums()
    if app.config["HUB_DEMO"]:
        load_demo()
        load_demo_entries()
    elif demo_people_exist() or demo_keys():
        raise CannotStart("Practice people are in this database. Take them out first: flask demo remove")
    db.session.commit()


def _import_starter() -> None:
    try:
        import_starter(STARTER)
    except BrokenRow as error:
        db.session.rollback()
        raise CannotStart(f"the starter directory is broken, and nothing of it was loaded. {error}") from error


def _prepare_or_exit(app: flask.Flask) -> None:
    try:
        prepare(app)
    except CannotStart as error:
        sys.exit(f"coordhub does not start: {error}")
    except Exception as error:
        logging.getLogger("coordhub.serve").debug("start failed", exc_info=True)
        sys.exit(f"coordhub does not start: {_plain(error)}")


def _plain(error: Exception) -> str:
    words = str(getattr(error, "orig", None) or error)
    if "locked" in words:
        return "the database is locked by another program. Stop that one, then start again."
    if "readonly" in words or "read-only" in words or "unable to open" in words:
        return f"the database cannot be written ({words}). Look at the rights of the folder HUB_DATA."
    if "connect" in words:
        return f"the database at DATABASE_URL does not answer ({words.splitlines()[0]})."
    return f"{type(error).__name__}: {words}"


def _make_database_file(app: flask.Flask) -> None:
    if app.config["DATABASE_URL"]:
        return
    file = Path(app.config["HUB_DATA"]) / "coordhub.db"
    try:
        file.touch()
    except OSError as error:
        raise CannotStart(f"{file} cannot be written: {error.strerror}.") from error


def _is_migrated() -> bool:
    heads = ScriptDirectory(str(ROOT_FOLDER / "migrations")).get_heads()
    with db.engine.connect() as connection:
        return list(MigrationContext.configure(connection).get_current_heads()) == heads


def _free_port_or_exit(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            sys.exit(
                f"coordhub does not start: port {port} of {host} is not free ({error.strerror}). "
                f"Stop what uses it, or choose another: PORT={port + 1} make run"
            )


def _say_where(app: flask.Flask) -> None:
    click.echo(f"\ncoordhub runs at http://{_name_of(app.config['HOST'])}:{app.config['PORT']}  (Ctrl-C stops it)")
    if not app.config["HUB_DEMO"]:
        return
    click.echo(f"\nPractice people, all with the password {app.config['HUB_DEMO_PASSWORD']}")
    for name, role, state, email in demo_sign_ins():
        click.echo(f"  {email:32} {name}, {role}{f', {state}' if state else ''}")
    if not app.config["MAIL_SERVER"]:
        click.echo("Letters do not leave this machine: read them at /dev/mail")
    click.echo("", nl=True)
    sys.stdout.flush()


def _name_of(host: str) -> str:
    return "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host  # noqa: S104


def _fork_worker(app: flask.Flask) -> int:
    """Start the worker as a child of this process and return its process id."""
    child = os.fork()
    if child:
        return child
    # Ctrl-C reaches the whole group; the worker stops when its parent says so, after the letter in hand.
    try:
        _worker(app)
    finally:
        os._exit(0)


def _worker(app: flask.Flask) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        jobs.start(app)
    except KeyboardInterrupt:
        pass
    except Exception:
        logging.getLogger("coordhub.jobs").exception("the worker ended")


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn in this process, so that the second start loads the application only once."""

    def __init__(self, app: flask.Flask, worker: int) -> None:
        self.app = app
        self.worker = worker
        super().__init__()

    def load_config(self) -> None:
        self.cfg.set("bind", f"{self.app.config['HOST']}:{self.app.config['PORT']}")
        self.cfg.set("workers", self.app.config["WEB_WORKERS"])
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("threads", 4)
        self.cfg.set("loglevel", "warning")
        self.cfg.set("on_exit", lambda _server: _stop(self.worker))

    def load(self) -> Any:
        return self.app


def _stop(worker: int) -> None:
    """Ask the worker to finish the letter in hand, wait, and end it when it does not."""
    with suppress(ProcessLookupError):
        os.kill(worker, signal.SIGINT)
    for _ in range(STOP_SECONDS * 10):
        with suppress(ChildProcessError):
            if os.waitpid(worker, os.WNOHANG)[0] == 0:
                time.sleep(0.1)
                continue
        return
    with suppress(ProcessLookupError):
        os.kill(worker, signal.SIGKILL)
