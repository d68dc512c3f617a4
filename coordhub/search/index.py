"""Keeping the index: documents in and out, and all that only one of the two databases understands.

Beside the table `search_document`, which both share, each database keeps the words in its own way under the name
`search_text` and keeps them in step by itself: SQLite in an FTS5 table fed by triggers, PostgreSQL in a generated
tsvector column. So an ordinary INSERT, UPDATE or DELETE is enough, and a rollback takes back the words as well. A
migration that rebuilds `search_document` on SQLite must make the triggers again.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import (
    DDL,
    ColumnElement,
    Executable,
    Integer,
    and_,
    cast,
    column,
    delete,
    event,
    insert,
    literal_column,
    select,
    table,
)
from sqlalchemy.dialects import postgresql, sqlite

from coordhub.db import Base, db
from coordhub.search.models import Audience, SearchDocument
from coordhub.search.words import indexed_body, indexed_title

_DOCUMENTS = Base.metadata.tables["search_document"]
_WORDS = Base.metadata.tables["search_word"]
_AT_ONCE = 1_000  # documents handed to the database together
_SHORTEST_WORD = 3  # letters; shorter words resemble anything and are not offered

# Words only, without their places in the text: neither phrases nor the built-in ranks are asked for (see queries.py).
_SQLITE_INDEX = (
    "CREATE VIRTUAL TABLE search_text USING fts5(title, body, content='search_document', content_rowid='id',"
    " tokenize='ascii', detail='none', columnsize=0, prefix='1 2')",
    "CREATE TRIGGER search_text_insert AFTER INSERT ON search_document BEGIN"
    " INSERT INTO search_text (rowid, title, body) VALUES (new.id, new.title, new.body); END",
    "CREATE TRIGGER search_text_delete AFTER DELETE ON search_document BEGIN"
    " INSERT INTO search_text (search_text, rowid, title, body) VALUES ('delete', old.id, old.title, old.body); END",
    "CREATE TRIGGER search_text_update AFTER UPDATE ON search_document"
    " WHEN old.id <> new.id OR old.title <> new.title OR old.body <> new.body BEGIN"
    " INSERT INTO search_text (search_text, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);"
    " INSERT INTO search_text (rowid, title, body) VALUES (new.id, new.title, new.body); END",
)
_POSTGRESQL_INDEX = (
    "ALTER TABLE search_document ADD COLUMN search_text tsvector"
    " GENERATED ALWAYS AS ((title || ' ' || body)::tsvector) STORED",
    "CREATE INDEX search_text_index ON search_document USING gin (search_text)",
)


def _with_the_table(moment: str, statement: str, dialect: str) -> None:
    event.listen(_DOCUMENTS, moment, DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]


for _statement in _SQLITE_INDEX:
    _with_the_table("after_create", _statement, "sqlite")
for _statement in _POSTGRESQL_INDEX:
    _with_the_table("after_create", _statement, "postgresql")
_with_the_table("before_drop", "DROP TABLE search_text", "sqlite")


@dataclass(frozen=True)
class Document:
    """What the index learns of one row. A document without a `state_code` belongs to no state."""

    kind: str
    key: str
    object_id: int
    title: str
    body: str
    audience: Audience
    state_code: str | None = None


def put(
    *, kind: str, key: str, object_id: int, title: str, body: str, audience: Audience, state_code: str | None = None
) -> None:
    """Add the document to the index, or replace the one of the same kind and key, in the open transaction."""
    put_many([Document(kind, key, object_id, title, body, audience, state_code)])


def put_many(documents: Iterable[Document]) -> None:
    """Do what `put` does for each of the documents, which may be many; of two alike the last one stays."""
    learned: dict[str, set[str]] = defaultdict(set)
    rest = iter(documents)
    while rows := {(document.kind, document.key): _row(document) for document in islice(rest, _AT_ONCE)}:
        db.session.execute(_adding_or_replacing(), list(rows.values()))
        for kind in {row["kind"] for row in rows.values()}:
            titles = " ".join(row["title"] for row in rows.values() if row["kind"] == kind)
            words = {word for word in titles.split() if _may_be_offered(word)} - learned[kind]
            _learn(kind, words)
            learned[kind] |= words


def remove(kind: str, key: str) -> None:
    """Take the document out of the index in the open transaction; nothing happens when there is none."""
    db.session.execute(delete(_DOCUMENTS).where(_DOCUMENTS.c.kind == kind, _DOCUMENTS.c.key == key))


def rebuild(kind: str, documents: Iterable[Document]) -> None:
    """Forget everything of `kind`, also the words that no title has any more, and index `documents` instead."""
    db.session.execute(delete(_DOCUMENTS).where(_DOCUMENTS.c.kind == kind))
    db.session.execute(delete(_WORDS).where(_WORDS.c.kind == kind))
    put_many(documents)


def holds(words: list[str], *, beginnings: set[str], kind: str) -> ColumnElement[bool]:
    """Return the condition that a document is of `kind` and holds each of `words`, which are folded by words.py.

    Of a word in `beginnings`, a longer one that begins so is enough.
    """
    if db.engine.dialect.name == "postgresql":
        query = " & ".join(f"'{word}':*" if word in beginnings else f"'{word}'" for word in words)
        texts: ColumnElement[str] = literal_column("search_document.search_text")
        holding = texts.op("@@", is_comparison=True)(cast(query, postgresql.TSQUERY))
        return and_(holding, SearchDocument.kind == kind)
    query = " AND ".join(f'"{word}"*' if word in beginnings else f'"{word}"' for word in words)
    matching = literal_column("search_text").op("MATCH", is_comparison=True)(query)
    found = select(column("rowid", Integer)).select_from(table("search_text")).where(matching)
    # The plus keeps SQLite from walking through every document of the kind: the words are the narrower way in.
    return and_(SearchDocument.id.in_(found), literal_column("+search_document.kind") == kind)


def _row(document: Document) -> dict[str, Any]:
    return vars(document) | {"title": indexed_title(document.title), "body": indexed_body(document.body)}


def _adding_or_replacing() -> Executable:
    adding = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = adding(_DOCUMENTS)
    changed = {name: statement.excluded[name] for name in ("object_id", "audience", "state_code", "title", "body")}
    statement = statement.on_conflict_do_update(index_elements=["kind", "key"], set_=changed)
    # Asked for their ids, SQLAlchemy writes all rows in one statement; FTS5 writes its words down after each statement.
    return statement.returning(_DOCUMENTS.c.id)


def _may_be_offered(word: str) -> bool:
    # One number is no slip of another.
    return len(word) >= _SHORTEST_WORD and word.isalpha()


def _learn(kind: str, words: set[str]) -> None:
    if not words:
        return
    known = db.session.scalars(select(_WORDS.c.word).where(_WORDS.c.kind == kind, _WORDS.c.word.in_(words)))
    if new := sorted(words - set(known)):
        db.session.execute(insert(_WORDS), [{"kind": kind, "word": word} for word in new])
