"""Let letters know their host and their turn, and keep what comes back: bounces and incoming mail.

`outgoing_email` is altered in batch, since SQLite can change no check of a table in place.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

STATES = ("queued", "claimed", "handing", "sent", "deferred", "failed", "uncertain")
INSTANT = sa.DateTime(timezone=True)


def states(*more: str) -> sa.Enum:
    return sa.Enum(*STATES, *more, name="delivery", native_enum=False, create_constraint=True)


def upgrade() -> None:
    op.drop_index("ix_outgoing_email_status_next_at_id", "outgoing_email")
    with op.batch_alter_table("outgoing_email") as table:
        table.drop_constraint("delivery", type_="check")
        table.alter_column("status", type_=states("suppressed"), existing_type=sa.String, existing_nullable=False)
        table.add_column(sa.Column("domain", sa.String, nullable=False, server_default=""))
        table.add_column(sa.Column("priority", sa.Integer, nullable=False, server_default="1"))
        table.add_column(sa.Column("host", sa.String, nullable=False, server_default=""))
        table.add_column(sa.Column("told_again_at", INSTANT))
    op.execute("UPDATE outgoing_email SET domain = lower(substr(address, length(rtrim(address, "
               "replace(address, '@', ''))) + 1))")
    with op.batch_alter_table("outgoing_email") as table:
        for column in ("domain", "priority", "host"):
            table.alter_column(column, server_default=None)
    for columns in (["status", "priority", "next_at", "id"], ["host", "sent_at"], ["sent_at"]):
        op.create_index("ix_outgoing_email_" + "_".join(columns), "outgoing_email", columns)
    with op.batch_alter_table("mail_host") as table:
        table.alter_column("paused_until", existing_type=INSTANT, nullable=True)
        table.add_column(sa.Column("stopped_at", INSTANT))
    op.create_table(
        "mail_address",
        sa.Column("address", sa.String, primary_key=True),
        sa.Column("hard_bounces", sa.Integer, nullable=False),
        sa.Column("soft_halves", sa.Integer, nullable=False),
        sa.Column("bounced_on", sa.Date, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("suppressed_at", INSTANT),
    )
    kinds = ("bounce", "delivered", "delayed", "complaint", "automatic", "reply", "refused", "unknown")
    op.create_table(
        "incoming_email",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("kind", sa.Enum(*kinds, name="incoming", native_enum=False, create_constraint=True), nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("letter_id", sa.Integer, sa.ForeignKey("outgoing_email.id", ondelete="SET NULL")),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("user.id", ondelete="SET NULL")),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_incoming_email_received_at", "incoming_email", ["received_at"])


def downgrade() -> None:
    op.drop_table("incoming_email")
    op.drop_table("mail_address")
    op.execute("DELETE FROM mail_host WHERE paused_until IS NULL")
    with op.batch_alter_table("mail_host") as table:
        table.drop_column("stopped_at")
        table.alter_column("paused_until", existing_type=INSTANT, nullable=False)
    for columns in (["status", "priority", "next_at", "id"], ["host", "sent_at"], ["sent_at"]):
        op.drop_index("ix_outgoing_email_" + "_".join(columns), "outgoing_email")
    op.execute("UPDATE outgoing_email SET status = 'failed' WHERE status = 'suppressed'")
    with op.batch_alter_table("outgoing_email") as table:
        table.drop_constraint("delivery", type_="check")
        table.alter_column("status", type_=states(), existing_type=sa.String, existing_nullable=False)
        for column in ("domain", "priority", "host", "told_again_at"):
            table.drop_column(column)
    op.create_index("ix_outgoing_email_status_next_at_id", "outgoing_email", ["status", "next_at", "id"])
