"""Notifications, preferences and digests."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    person = lambda: sa.ForeignKey("user.id", ondelete="CASCADE")  # noqa: E731
    op.create_table(
        "digest",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Integer, person(), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("local_date", sa.Date, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.UniqueConstraint("user_id", "kind", "local_date"),
    )
    op.create_table(
        "notification",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Integer, person(), nullable=False),
        sa.Column("event_key", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("about", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("url", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("read_at", instant),
        sa.Column("mailed_id", sa.Integer, sa.ForeignKey("outgoing_email.id", ondelete="SET NULL")),
        sa.Column("digest_id", sa.Integer, sa.ForeignKey("digest.id", ondelete="SET NULL")),
        sa.UniqueConstraint("user_id", "event_key"),
    )
    op.create_index("ix_notification_user_id_read_at_id", "notification", ["user_id", "read_at", "id"])
    op.create_index("ix_notification_user_id_about_id", "notification", ["user_id", "about", "id"])
    op.create_table(
        "preference",
        sa.Column("user_id", sa.Integer, person(), primary_key=True),
        sa.Column(
            "digest",
            sa.Enum("daily", "off", name="digest_choice", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("digest_hour", sa.Integer, nullable=False),
        sa.Column("at_once_requests", sa.Boolean, nullable=False),
        sa.Column("at_once_board", sa.Boolean, nullable=False),
        sa.Column("next_digest_at", instant, nullable=False),
        sa.CheckConstraint("digest_hour BETWEEN 0 AND 23", name="hour_of_a_day"),
    )
    op.create_index("ix_preference_next_digest_at", "preference", ["next_digest_at"])


def downgrade() -> None:
    for table in ("preference", "notification", "digest"):
        op.drop_table(table)
