"""Know when a letter failed for good, and find by index what a host was given lately and what waits for it."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0017"

TABLE = "outgoing_email"
NEW = (["status", "priority", "next_at", "id", "domain"], ["host", "handed_at"], ["created_at"], ["failed_at"])
OLD = (["status", "priority", "next_at", "id"], ["host", "sent_at"])


def name(columns: list[str]) -> str:
    return f"ix_{TABLE}_" + "_".join(columns)


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("failed_at", sa.DateTime(timezone=True)))
    for columns in OLD:
        op.drop_index(name(columns), TABLE)
    for columns in NEW:
        op.create_index(name(columns), TABLE, columns)


def downgrade() -> None:
    for columns in NEW:
        op.drop_index(name(columns), TABLE)
    for columns in OLD:
        op.create_index(name(columns), TABLE, columns)
    with op.batch_alter_table(TABLE) as table:
        table.drop_column("failed_at")
