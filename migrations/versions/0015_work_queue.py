"""Let the database compute whose move a request is and which date matters next, and index what a work queue reads.

SQLite can add such a column only where it computes it at reading; PostgreSQL 12 to 17 only where it stores it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

TARGET_ON = "CASE WHEN status = 'sent' THEN acknowledge_by ELSE due_on END"
MOVER = (
    "CASE WHEN status = 'sent' THEN 'receiver' WHEN status = 'acknowledged' THEN 'receiver'"
    " WHEN status = 'in_progress' THEN 'receiver' WHEN status = 'waiting' THEN 'sender'"
    " WHEN status = 'resolved' THEN 'sender' WHEN status = 'not_located' THEN 'sender'"
    " WHEN status = 'declined' THEN 'sender' WHEN status = 'rerouted' THEN 'hub' ELSE 'nobody' END"
)
TABLE = "coordination_request"
WHOSE = ("owner_id", "sender_id", "to_office_id", "from_office_id", "to_state", "from_state")


def upgrade() -> None:
    stored = True if op.get_bind().dialect.name == "postgresql" else None
    op.add_column(TABLE, sa.Column("mover", sa.String, sa.Computed(MOVER, persisted=stored)))
    op.add_column(TABLE, sa.Column("target_on", sa.Date, sa.Computed(TARGET_ON, persisted=stored)))
    for whose in WHOSE:
        op.drop_index(f"ix_{TABLE}_{whose}_status_due_on", TABLE)
        op.create_index(f"ix_{TABLE}_{whose}_mover_target_on_id", TABLE, [whose, "mover", "target_on", "id"])
        op.create_index(f"ix_{TABLE}_{whose}_closed_at", TABLE, [whose, "closed_at"])


def downgrade() -> None:
    for whose in WHOSE:
        op.drop_index(f"ix_{TABLE}_{whose}_closed_at", TABLE)
        op.drop_index(f"ix_{TABLE}_{whose}_mover_target_on_id", TABLE)
        op.create_index(f"ix_{TABLE}_{whose}_status_due_on", TABLE, [whose, "status", "due_on"])
    op.drop_column(TABLE, "target_on")
    op.drop_column(TABLE, "mover")
