"""Filling in a form as a browser does: every field of the page as it stands, with what somebody types over it."""

from typing import Any

import html5lib


def form_of(page: str, name: str = "entry-form") -> dict[str, Any]:
    """Return what the form of this class would send as it stands."""
    tree = html5lib.parse(page, treebuilder="etree", namespaceHTMLElements=False)
    form = next(one for one in tree.iter("form") if name in (one.get("class") or "").split())
    found: dict[str, Any] = {}
    for node in form.iter():
        for value in _values(node):
            found.setdefault(node.get("name"), []).append(value)
    return found


def _values(node: Any) -> list[str]:
    if not node.get("name"):
        return []
    if node.tag == "textarea":
        return [(node.text or "").removeprefix("\n").replace("\r\n", "\n")]
    if node.tag == "select":
        options = list(node.iter("option"))
        return [one.get("value") for one in options if one.get("selected") is not None] or [options[0].get("value")]
    if node.tag != "input" or (node.get("type") in ("checkbox", "radio") and node.get("checked") is None):
        return []
    return [node.get("value", "")]
