"""Who reads a page, and the entry that its address names."""

import flask
from flask_security import current_user

from coordhub.accounts.models import User
from coordhub.directory import queries
from coordhub.directory.actions.entries import refuse_strangers
from coordhub.directory.models import Entry
from coordhub.directory.rules.sight import sight_of


def the_reader() -> User | None:
    """Return who is signed in; None for a visitor."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def the_member() -> User:
    """Return who reads a page that only people with an account open."""
    me = the_reader()
    assert me is not None
    return me


def whole_or_404(key: str) -> Entry:
    """Return a whole entry that the reader may see, locked for what is posted."""
    entry = queries.whole_entry(key, sight=sight_of(the_reader()), to_change=flask.request.method == "POST")
    return entry or flask.abort(404)


def entry_to_edit(key: str) -> Entry:
    """Return a whole entry that the reader may change, locked for what is posted; others are told who may."""
    entry = whole_or_404(key)
    refuse_strangers(the_member(), entry, "changes it")
    return entry


def page_of(entry: Entry) -> str:
    """Return the path of an entry's page."""
    return flask.url_for(f"directory.{entry.entry_kind}", key=entry.key)
