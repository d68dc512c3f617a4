"""The text of an HTML letter, with the marks by which quotes are known."""

import re
from collections import Counter
from html.parser import HTMLParser

_BLOCKS = frozenset(
    {"p", "div", "tr", "table", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr", "br"}
)
_SPACED = frozenset({"p", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"})
_UNSEEN = frozenset({"head", "style", "script", "title", "template", "svg"})
# What mail programs call the box of what is quoted, and the one of the signature.
_QUOTE = re.compile(
    r"\b(gmail_quote|gmail_extra|yahoo_quoted|moz-cite-prefix|protonmail_quote|zmail_extra|tutanota_quote)\b"
)
_ORIGINAL = re.compile(r"(divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|mail-editor-reference-message-container)")
_SIGNATURE = re.compile(
    r"\b(gmail_signature|moz-signature|protonmail_signature)|^(ms-outlook-mobile-)?signature\b", re.I
)
_LINK = re.compile(r"https?://[^\s<>()]{1,500}$")


def text_of_html(html: str) -> str:
    """Return the text of an HTML letter in lines; what it marks as quoted begins with “>”, signatures are left out."""
    reader = _Reader()
    try:
        reader.feed(_without_comments(html))
        reader.close()
    except Exception:
        return ""  # Marked sections that are none: the package refuses them.
    return reader.text()


def _without_comments(html: str) -> str:
    """Leave out comments and declarations: the package looks for their ends again and again, which takes its time."""
    kept, position = [], 0
    while (start := html.find("<!", position)) >= 0:
        kept.append(html[position:start])
        ending = "-->" if html.startswith("<!--", start) else ">"
        end = html.find(ending, start)
        if end < 0:
            return "".join(kept)
        position = end + len(ending)
    return "".join(kept) + html[position:]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line = ""
        self._open: list[tuple[str, str]] = []  # tag, and what it is: quote, signature, unseen or nothing
        self._depths: Counter[str] = Counter()  # how many of a tag are open
        self._counts = {"quote": 0, "signature": 0, "unseen": 0}
        self._link = ""
        self._is_over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            self._end_line(tag in _SPACED)
        if tag == "li":
            self._line = "- "
        if tag == "a":
            self._link = given.get("href", "")
        if _ORIGINAL.search(given.get("id", "")):
            self._is_over = True
        if tag in _UNSEEN or tag in ("div", "blockquote", "span", "table"):
            meaning = _meaning(tag, given)
            if meaning == "quote":
                self._end_line(True)
            self._open.append((tag, meaning))
            self._depths[tag] += 1
            if meaning:
                self._counts[meaning] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and _LINK.match(self._link) and self._link.rstrip("/") not in self._line:
            self._add(f" ({self._link})")
        if tag == "a":
            self._link = ""
        if tag in _BLOCKS:
            self._end_line(tag in _SPACED)
        if self._depths[tag]:
            while self._open:
                name, meaning = self._open.pop()
                self._depths[name] -= 1
                if meaning:
                    self._counts[meaning] -= 1
                if name == tag:
                    break

    def handle_data(self, data: str) -> None:
        self._add(re.sub(r"\s+", " ", data))

    def text(self) -> str:
        """Return what was read."""
        self._end_line(False)
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip()

    def _add(self, words: str) -> None:
        if not (self._is_over or self._counts["unseen"] or self._counts["signature"]):
            self._line += words if self._line else words.lstrip()

    def _end_line(self, is_spaced: bool) -> None:
        mark = "> " if self._counts["quote"] else ""
        if self._line.strip(" -"):
            self._lines.append(mark + self._line.strip())
            self._line = ""
        if is_spaced and self._lines and self._lines[-1]:
            self._lines.append("")


def _meaning(tag: str, given: dict[str, str]) -> str:
    names = f"{given.get('class', '')} {given.get('id', '')}"
    if tag in _UNSEEN:
        return "unseen"
    if tag == "blockquote" or _QUOTE.search(names):
        return "quote"
    if _SIGNATURE.search(names.strip()):
        return "signature"
    return ""
