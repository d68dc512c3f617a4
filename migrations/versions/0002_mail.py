"""The outbox, signs of life of its workers, and hosts that rest."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

STATES = ("queued", "claimed", "handing", "sent", "deferred", "failed", "uncertain")


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "outgoing_email",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("dedup_key", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("user.id", ondelete="SET NULL")),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("message_id", sa.String, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("status", sa.Enum(*STATES, name="delivery", native_enum=False, create_constraint=True), nullable=False),
        sa.Column("next_at", instant, nullable=False),
        sa.Column("owner", sa.String),
        sa.Column("lease_until", instant),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("handed_at", instant),
        sa.Column("sent_at", instant),
        sa.Column("smtp_reply", sa.String, nullable=False),
        sa.Column("last_error", sa.String, nullable=False),
        sa.UniqueConstraint("dedup_key"),
        sa.UniqueConstraint("message_id"),
    )
    op.create_index("ix_outgoing_email_status_next_at_id", "outgoing_email", ["status", "next_at", "id"])
    op.create_index("ix_outgoing_email_user_id_id", "outgoing_email", ["user_id", "id"])
    op.create_table(
        "delivery_worker",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("seen_at", instant, nullable=False),
    )
    op.create_index("ix_delivery_worker_seen_at", "delivery_worker", ["seen_at"])
    op.create_table(
        "mail_host",
        sa.Column("host", sa.String, primary_key=True),
        sa.Column("paused_until", instant, nullable=False),
        sa.Column("refusals", sa.Integer, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
    )


def downgrade() -> None:
    for table in ("mail_host", "delivery_worker", "outgoing_email"):
        op.drop_table(table)
