"""Reading a page in a tenth of the time html5lib takes, with html5lib as the judge of every shape of a page.

What html5lib has to say about a page whose tags, attributes and references are written plainly hangs on the order of
its tags alone. So it is asked once for each such order, and only what differs between pages of one shape is read here.
A page that is written any other way goes to html5lib whole.
"""

import re
from functools import cache
from html import unescape
from typing import Any
from xml.etree import ElementTree

import html5lib

DOCTYPE = re.compile(r"\s*<!doctype html>", re.IGNORECASE)
PLAIN = r"&(?:amp|lt|gt|quot|nbsp|#34|#39);"
TOKEN = re.compile(
    rf"(?P<text>(?:[^<&]+|{PLAIN})+)"
    r"|</(?P<end>[a-z][a-z0-9]*)>"
    rf'|<(?P<start>[a-z][a-z0-9]*)(?P<given>(?:\s+[a-zA-Z][a-zA-Z:-]*(?:="(?:[^"&]+|{PLAIN})*")?)*)\s*(?P<slash>/?)>'
)
GIVEN = re.compile(r'([a-zA-Z][a-zA-Z:-]*)(?:="([^"]*)")?')
# Characters with some of which html5lib finds fault.
ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
EMPTY = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
# Elements whose insides or attributes steer the parser: pages with them are read by html5lib.
STEERING = frozenset(
    {"font", "frameset", "iframe", "image", "math", "noembed", "noframes", "noscript", "plaintext", "xmp"}
)
OPTIONS = re.compile(r"(<option>x?</option> ?)\1+")


class NotPlain(Exception):
    """A page that is not written plainly."""


def read(text: str) -> tuple[list[Any], ElementTree.Element]:
    """Return what html5lib finds fault with, and the page as a tree."""
    try:
        shape, tree = _read_plain(text)
    except NotPlain:
        return _read_whole(text)
    return ([], tree) if _is_sound(shape) else _read_whole(text)


def _read_whole(text: str) -> tuple[list[Any], ElementTree.Element]:
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False, strict=False)
    tree = parser.parse(text)
    return [fault for fault in parser.errors if fault[1] != "invalid-named-entity"], tree


@cache
def _is_sound(shape: str) -> bool:
    return not _read_whole(shape)[0]


def _read_plain(text: str) -> tuple[str, ElementTree.Element]:
    """Return the shape of a page and its tree; raise NotPlain when html5lib might read it otherwise."""
    begin = DOCTYPE.match(text)
    if not begin or ODD.search(text):
        raise NotPlain
    shape, open_tags, builder, place = ["<!doctype html>"], list[str](), ElementTree.TreeBuilder(), begin.end()
    while place < len(text):
        token = TOKEN.match(text, place)
        if not token:
            raise NotPlain
        place = token.end()
        words, end, start = token["text"], token["end"], token["start"]
        if words is not None:
            shape.append(_words(words, open_tags, builder))
        elif end:
            if not open_tags or open_tags.pop() != end:
                raise NotPlain
            builder.end(end)
            shape.append(f"</{end}>")
        else:
            shape.append(_start(start, token["given"], token["slash"], open_tags, builder))
    if open_tags or len(shape) == 1:
        raise NotPlain
    return OPTIONS.sub(r"\1", "".join(shape)), builder.close()


def _words(words: str, open_tags: list[str], builder: ElementTree.TreeBuilder) -> str:
    if words.isspace():
        # Space outside of <html> has no place in a tree.
        if open_tags:
            builder.data(words)
        return " "
    if not open_tags:
        raise NotPlain
    builder.data(unescape(words))
    return "x"


def _start(tag: str, given: str, slash: str, open_tags: list[str], builder: ElementTree.TreeBuilder) -> str:
    attributes = dict(GIVEN.findall(given)) if given else {}
    if tag in STEERING or len({name.lower() for name in attributes}) != len(GIVEN.findall(given)):
        raise NotPlain
    builder.start(tag, {name: unescape(value) for name, value in attributes.items()})
    if tag in EMPTY or (slash and "svg" in open_tags):
        builder.end(tag)
    else:
        open_tags.append(tag)
    # Of all attributes only this one steers the parser: a hidden field may stand between the rows of a table.
    kind = ' type="hidden"' if tag == "input" and attributes.get("type", "").lower() == "hidden" else ""
    return f"<{tag}{kind}{' /' if slash else ''}>"
