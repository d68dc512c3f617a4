"""Member text to safe HTML: CommonMark without raw HTML, then an allow-list."""

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

RENDERER_VERSION = 1

_TAGS = {
    "p",
    "br",
    "em",
    "strong",
    "s",
    "a",
    "ul",
    "ol",
    "li",
    "blockquote",
    "code",
    "pre",
    "hr",
    "h3",
    "h4",
    "h5",
    "h6",
}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
_parser = (
    MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True})
    .enable(["table", "strikethrough", "linkify"])
    .disable(["image"])
)


def to_html(text: str) -> Markup:
    """Return `text` as HTML that is safe to put into a page; headings start at the third level."""
    html = _parser.render(text)
    # A page has one h1 and its own h2s, so that what members write never stands above them.
    for level, lower in (("4", "6"), ("3", "5"), ("2", "4"), ("1", "3")):
        html = html.replace(f"<h{level}>", f"<h{lower}>").replace(f"</h{level}>", f"</h{lower}>")
    return Markup(  # noqa: S704 - nh3 has just cleaned it
        nh3.clean(
            html,
            tags=_TAGS,
            attributes={"a": {"href"}},
            url_schemes={"https", "http", "mailto"},
            link_rel="nofollow noopener noreferrer",
        )
    )
