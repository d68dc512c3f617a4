"""The full-text index: documents, the words of their titles, and what each database keeps of the words."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "search_document",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("object_id", sa.Integer, nullable=False),
        sa.Column("audience", sa.String, nullable=False),
        sa.Column("state_code", sa.String),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.UniqueConstraint("kind", "key"),
        sa.CheckConstraint("audience IN ('public', 'members', 'administrators')", name="audience"),
    )
    op.create_index("ix_search_document_kind_object_id", "search_document", ["kind", "object_id"])
    op.create_table(
        "search_word",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("word", sa.String, nullable=False),
    )
    op.create_index("ix_search_word_kind_word", "search_word", ["kind", "word"])
    for statement in _POSTGRESQL if op.get_bind().dialect.name == "postgresql" else _SQLITE:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_text")
    for table in ("search_word", "search_document"):
        op.drop_table(table)


# The same statements as in coordhub/search/index.py, which says why; a later change there is a migration of its own.
_SQLITE = (
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
_POSTGRESQL = (
    "ALTER TABLE search_document ADD COLUMN search_text tsvector"
    " GENERATED ALWAYS AS ((title || ' ' || body)::tsvector) STORED",
    "CREATE INDEX search_text_index ON search_document USING gin (search_text)",
)
