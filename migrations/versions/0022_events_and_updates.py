"""Give events and updates a place."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("kind", sa.Enum("meeting", "webinar", "deadline", "closure", name="event_kind", native_enum=False,
                                  create_constraint=True), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("time_zone", sa.String, nullable=False),
        sa.Column("is_all_day", sa.Boolean, nullable=False),
        sa.Column("place", sa.String, nullable=False),
        sa.Column("link", sa.String, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("by_id", sa.Integer, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("cancelled_at", INSTANT),
        sa.CheckConstraint("starts_at <= ends_at", name="events_run_forward"),
    )
    op.create_index("ix_event_ends_at_starts_at_id", "event", ["ends_at", "starts_at", "id"])
    op.create_table(
        "event_state",
        sa.Column("event_id", sa.Integer, sa.ForeignKey("event.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("state_code", sa.String, primary_key=True),
    )
    op.create_table(
        "news_update",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("html", sa.String, nullable=False),
        sa.Column("renderer_version", sa.Integer, nullable=False),
        sa.Column("dated_on", sa.Date, nullable=False),
        sa.Column("link", sa.String, nullable=False),
        sa.Column("state_code", sa.String),
        sa.Column("by_id", sa.Integer, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
    )
    op.create_index("ix_news_update_dated_on_id", "news_update", ["dated_on", "id"])


def downgrade() -> None:
    op.drop_table("news_update")
    op.drop_table("event_state")
    op.drop_table("event")
