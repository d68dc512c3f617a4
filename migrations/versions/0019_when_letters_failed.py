"""Know when a letter failed for good, find by index what a host was given lately, and keep bytes apart from states."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

TABLE = "outgoing_email"
NEW = (["status", "priority", "next_at", "id", "domain"], ["host", "handed_at"], ["created_at"])
OLD = (["status", "priority", "next_at", "id"], ["host", "sent_at"])


def name(columns: list[str]) -> str:
    return f"ix_{TABLE}_" + "_".join(columns)


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("failed_at", sa.DateTime(timezone=True)))
    for columns in OLD:
        op.drop_index(name(columns), TABLE)
    for columns in NEW:
        op.create_index(name(columns), TABLE, columns)
    op.create_table(
        "outgoing_content",
        sa.Column("letter_id", sa.Integer, sa.ForeignKey(f"{TABLE}.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.execute(f"INSERT INTO outgoing_content (letter_id, content) SELECT id, content FROM {TABLE}")
    op.drop_column(TABLE, "content")
    # Not written to PostgreSQL's journal, so that a crash empties it: that is its purpose (decision 0011).
    is_postgres = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "delivery_witness",
        sa.Column("owner", sa.String, primary_key=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        prefixes=["UNLOGGED"] if is_postgres else [],
    )


def downgrade() -> None:
    op.add_column(TABLE, sa.Column("content", sa.LargeBinary))
    op.execute(
        f"UPDATE {TABLE} SET content = (SELECT content FROM outgoing_content WHERE letter_id = {TABLE}.id)"
    )
    op.drop_table("outgoing_content")
    op.drop_table("delivery_witness")
    for columns in NEW:
        op.drop_index(name(columns), TABLE)
    for columns in OLD:
        op.create_index(name(columns), TABLE, columns)
    with op.batch_alter_table(TABLE) as table:
        table.alter_column("content", existing_type=sa.LargeBinary, nullable=False)
        table.drop_column("failed_at")
