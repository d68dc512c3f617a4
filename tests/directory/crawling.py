"""Malformed requests to every route of a feature, drawn from a seed, so that a failure comes again."""

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote

import flask
import openpyxl
from sqlalchemy import func, literal_column, select, union_all
from werkzeug.datastructures import MultiDict

from coordhub.db import db
from tests.client import CheckingClient, PageError

LONG, HUGE = 100_000, 1_000_000
TEXTS = (
    "", " ", "\0", "a\0b", "%ED%A0%80", "\ufeff", "\u202etxet", "\u200f", "😀" * 50, "x" * LONG, "' OR 1=1 --",
    "'; DROP TABLE entry; --", "{{ 7*7 }}", "{% include 'x' %}", "${7*7}", "<script>alert(1)</script>", "../../etc/x",
    "-1", "0", "1e309", "NaN", "9" * 30, "9" * 5_000, "²", "٣", "2026-02-30", "0000-00-00", "99999-01-01", "None",
    "TX", "MI", "ZZ", "tx", "US", "\r\nX: y", "a;b;c", "[administrators]", "=1+1", "%", "_", "\\", "*", '"', "(", "AND",
    "91,181", "-0.0,1e400", "26.2,-98.23", "Cape Cod", "78501", "00000", "recruiter", "site", "csv", "\ud800",
)  # fmt: skip
NAMES = (
    "near", "read", "radius", "page", "show", "what", "role", "specialty", "language", "course", "stream", "season",
    "from", "to", "county", "check", "kind", "state", "outcome", "next", "thanks", "key", "nobody",
)  # fmt: skip
FIELDS = (
    "wrong", "text", "email", "confirmed", "decision", "answer", "how", "channels", "everything", "desk", "state",
    "deed", "name", "office_kind", "role", "source", "source_date", "visibility", "phones-0-number",
    "phones-0-kind", "phones-999999-number", "emails-0-address", "season-from-month", "season-from-day",
    "closures-0-from", "counties", "languages", "lat", "lon", "website", "note", "changed_at", "said", "as_of",
    "columns-0", "columns-1", "columns-9999", "shown", "take", "as-1", "as-2", "apply", "empties", "successor",
    "day", "seen", "do", "csrf_token", "parent", "status",
)  # fmt: skip


def sheet(*rows: tuple[Any, ...], change: Callable[[Any], None] = lambda _: None) -> bytes:
    """An Excel file with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    change(book.active)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def packed(**parts: str) -> bytes:
    """A ZIP file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as box:
        for name, text in parts.items():
            box.writestr(name.replace("__", "/").replace("_", "."), text)
    return file.getvalue()


def uploads() -> Mapping[str, bytes]:
    """Files that are no list, or an odd one, by what is odd."""
    head = "key,kind,office_kind,name,state,phones\n"
    row = "tx-c,office,regional_or_local_mep,C,TX,956-555-0100\n"
    empty_rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>' + "<row/>" * HUGE
    return {
        "empty": b"",
        "png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        "zip": packed(a_txt="x"),
        "docx": packed(word__document_xml="<w/>"),
        "broken xlsx": sheet(("name",))[:-40],
        "formulas": sheet(("key", "name"), ("=1+1", '=HYPERLINK("http://example.org")')),
        "macros": packed(xl__workbook_xml="<workbook/>", xl__vbaProject_bin="x"),
        "dates": sheet(("name", "source date", "lat"), (date(2026, 1, 1), True, 1.5)),
        "errors": sheet(("name", "kind"), ("#REF!", "#DIV/0!")),
        "merged": sheet(("name", None, "kind"), ("A", None, "office"), change=lambda one: one.merge_cells("A1:B2")),
        "empty rows": _with_sheet(empty_rows),
        "1,000 columns": (",".join(f"c{number}" for number in range(1000)) + "\n").encode(),
        "header only": head.encode(),
        "utf-16": (head + row).encode("utf-16"),
        "windows-1252": (head + row.replace("C,", "Peñasco,")).encode("cp1252"),
        "nuls": (head + row.replace("C,", "\0,")).encode(),
        "open quote": (head + '"tx-c,office').encode(),
        "10 MB line": b"name\n" + b"x" * (9 * HUGE),
        "too long": b"x" * (11 * HUGE),
        "emoji and marks": (head + row.replace("C,", "😀\u202e,")).encode(),
        "surrogates": b"name\n\xed\xa0\x80\n",
        "control": (head + row.replace("C,", "\x07,")).encode(),
        "many keys": (head + row * 300).encode(),
    }


def _with_sheet(rows: str) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheet(("name",)))) as box, zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as new:
        for name in box.namelist():
            body = box.read(name)
            if name == "xl/worksheets/sheet1.xml":
                body = re.sub(rb"<sheetData>.*</sheetData>", f"<sheetData>{rows}</sheetData>".encode(), body)
            new.writestr(name, body)
    return found.getvalue()


@dataclass(frozen=True)
class Sent:
    """One request as the test client takes it."""

    method: str
    path: str
    given: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        shown = {name: str(value)[:200] for name, value in self.given.items()}
        return f"{self.method} {self.path[:300]} {shown}"


@dataclass(frozen=True)
class Target:
    """What is attacked: routes by the beginning of their endpoint, words of their queries and forms.

    `proper` are forms that would be taken, by the end of the address: half of what is posted is one of these with
    something spoiled, so that it comes past the first check.
    """

    endpoints: tuple[str, ...] = ("directory.", "home.replace_entry")
    names: Sequence[str] = NAMES
    fields: Sequence[str] = FIELDS
    proper: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


DIRECTORY = Target()


def requests_to(
    app: flask.Flask, parts: Mapping[str, list[str]], seed: int, number: int, target: Target = DIRECTORY
) -> Iterator[Sent]:
    """Yield malformed requests to all routes in turn; `parts` are values that really stand in addresses."""
    draw = random.Random(seed)
    rules = [
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
        if rule.endpoint.startswith(target.endpoints)
    ]
    for at in range(number):
        rule, method = rules[at % len(rules)]
        path = re.sub(r"<(?:[^:<>]+:)?(\w+)>", lambda one: _part(draw, parts.get(one[1], [])), rule)
        if query := [f"{draw.choice(target.names)}={_quoted(draw.choice(TEXTS))}" for _ in range(draw.randrange(4))]:
            path += "?" + "&".join(query)
        yield Sent(method, path, _body(draw, target, rule) if method == "POST" else {})


def _part(draw: random.Random, real: list[str]) -> str:
    if real and draw.random() < 0.7:
        return draw.choice(real)
    return _quoted(draw.choice(TEXTS)).replace("%2F", "/") or "x"


def _quoted(text: str) -> str:
    return text if text.startswith("%E") else quote(text.encode("utf-8", "surrogatepass")[:LONG], safe="")


def _body(draw: random.Random, target: Target, rule: str) -> Mapping[str, Any]:
    proper = next((form for end, form in target.proper.items() if rule.endswith(end)), None)
    if proper is not None and draw.random() < 0.5:
        spoiled = {draw.choice(list(proper) or ["csrf_token"]): _text(draw) for _ in range(draw.randrange(3))}
        return {"data": MultiDict({**proper, **spoiled})}
    kind = draw.randrange(8)
    if kind == 0:
        return {"data": b"\xff\x00{", "content_type": draw.choice(("application/json", "text/plain", "x", ""))}
    if kind == 1:
        return {
            "data": b"--b\r\nContent-Disposition: form-data; name",
            "content_type": "multipart/form-data; boundary=b",
        }
    if kind == 2:
        return {"data": b"x", "content_type": "multipart/form-data"}
    if kind == 3:
        pairs = "&".join(
            f"{draw.choice(target.fields)}={_quoted(draw.choice(TEXTS))}" for _ in range(draw.randrange(12))
        )
        return {"data": pairs, "content_type": "application/x-www-form-urlencoded"}
    values: MultiDict[str, Any] = MultiDict()
    for _ in range(draw.randrange(20)):
        values.add(draw.choice(target.fields), _text(draw))
    return {"data": values}


def _text(draw: random.Random) -> str:
    return draw.choice(TEXTS).encode("utf-8", "replace").decode()


def rows_stored() -> dict[str, int]:
    """Return how many rows each table holds; the audit, which also keeps refusals, is left out."""
    tables = [one for one in db.metadata.sorted_tables if "audit" not in one.name]
    counts = [select(literal_column(f"'{one.name}'"), func.count()).select_from(one) for one in tables]
    return {str(name): int(number) for name, number in db.session.execute(union_all(*counts))}


def faults_of(
    client: CheckingClient, sent: Sent, before: dict[str, int], private: Sequence[str] = ()
) -> tuple[list[str], dict[str, int]]:
    """Return what is wrong with the answer to a request, and what is stored after it; `private` may not stand in it."""
    db.session.remove()
    try:
        response: Any = client.open(sent.path, method=sent.method, **sent.given)
    except PageError as error:
        return [f"{sent}: {error}"], rows_stored()
    except Exception as error:
        db.session.rollback()
        return [f"{sent}: {type(error).__name__} {str(error)[:200]}"], rows_stored()
    found = [f"{sent}: {response.status_code}"] if response.status_code >= 500 else []
    said = f"{response.text} {response.headers}" if private else ""
    found += [f"{sent}: {response.status_code} says {one}" for one in private if one in said]
    after = rows_stored()
    if response.status_code >= 400 and after != before:
        found.append(f"{sent}: refused with {response.status_code}, yet stored")
    return found, after
