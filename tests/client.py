"""A test client that checks every page it fetches, as a careful reader would."""

from collections import Counter
from typing import Any

import flask
from flask.testing import FlaskClient

from tests import markup

NOT_A_LABELLED_FIELD = {"hidden", "submit", "button"}


class PageError(AssertionError):
    """A page that breaks the rules of the house."""


class CheckingClient(FlaskClient):
    """Fetches pages, checks the HTML ones, signs people in and posts forms with their token."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        # Tests hold an application context open, whose `g` a request would take over from the one before.
        if flask.has_app_context():
            for name in list(flask.g):
                flask.g.pop(name)
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303):
            check_page(response.get_data(as_text=True), str(args[0]) if args else "")
        return response

    def sign_in(self, user: Any) -> "CheckingClient":
        """Be this person from now on, without the sign-in form (which has tests of its own)."""
        with self.session_transaction() as session:
            session.clear()
            session["_user_id"] = user.fs_uniquifier
            session["_fresh"] = True
            session["fs_cc"] = "set"
            session["fs_paa"] = 4102444800.0  # signed in just now, seen from any day of these tests
        return self


def check_page(text: str, where: str = "") -> None:
    """Raise PageError unless the page parses, has one h1 in its title, labels, unique ids and no inline code."""
    faults, tree = markup.read(text)
    _require(not faults, where, f"does not parse: {faults[:3]}")
    headings = list(tree.iter("h1"))
    _require(len(headings) == 1, where, f"has {len(headings)} h1")
    heading, title = _text(headings[0]), _text(next(tree.iter("title")))
    _require(title.startswith(heading), where, f"title “{title}” does not begin with its h1 “{heading}”")
    counted = Counter(node.get("id") for node in tree.iter() if node.get("id"))
    ids, twice = counted.keys(), {one for one, times in counted.items() if times > 1}
    _require(not twice, where, f"has ids twice: {twice}")
    labelled = {label.get("for") for label in tree.iter("label")}
    wrapped = {id(field) for label in tree.iter("label") for field in label.iter()}
    for node in tree.iter():
        if not isinstance(node.tag, str):
            continue
        _require(node.get("style") is None, where, f"has an inline style on <{node.tag}>")
        _require(
            not any(name.startswith("on") for name in list(node.attrib)),
            where,
            f"has an inline handler on <{node.tag}>",
        )
        if node.tag in ("input", "select", "textarea") and node.get("type") not in NOT_A_LABELLED_FIELD:
            named = node.get("id") in labelled or id(node) in wrapped or node.get("aria-label")
            _require(bool(named), where, f"has a field without a label: {node.get('name')}")
        if node.tag == "script":
            _require(bool(node.get("src")), where, "has an inline script")
        if node.tag == "a" and node.get("href", "").startswith("#") and len(node.get("href")) > 1:
            _require(node.get("href")[1:] in ids, where, f"links to a missing part {node.get('href')}")


def _require(fine: bool, where: str, words: str) -> None:
    if not fine:
        raise PageError(f"{where} {words}")


def _text(node: Any) -> str:
    return " ".join("".join(node.itertext()).split())
