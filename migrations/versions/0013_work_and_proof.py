"""Add what people keep around requests, and what proves them: drafts, watches, seats, absences, escalations, tallies."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    make_messages()
    make_work()
    make_proof()


def downgrade() -> None:
    for table in (
        "tally", "broken_glass", "overdue_list", "escalation", "calendar_address", "absence", "seat", "saved_filter",
        "request_watch", "request_draft", "message_mention", "message_edit",
    ):  # fmt: skip
        op.drop_table(table)


def make_messages() -> None:
    op.create_table(
        "message_edit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("step_id", sa.Integer, message(), nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_message_edit_step_id_id", "message_edit", ["step_id", "id"])
    op.create_table(
        "message_mention",
        sa.Column("step_id", sa.Integer, message(), primary_key=True),
        sa.Column("user_id", sa.Integer, user(), primary_key=True),
    )
    op.create_index("ix_message_mention_user_id", "message_mention", ["user_id"])


def make_work() -> None:
    op.create_table(
        "request_draft",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("user_id", sa.Integer, user(), nullable=False),
        sa.Column("type_code", sa.String, nullable=False),
        sa.Column("fields", sa.JSON, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_request_draft_user_id_changed_at", "request_draft", ["user_id", "changed_at"])
    op.create_table(
        "request_watch",
        sa.Column("request_id", sa.Integer, request(), primary_key=True),
        sa.Column("user_id", sa.Integer, user(), primary_key=True),
    )
    op.create_index("ix_request_watch_user_id", "request_watch", ["user_id"])
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Integer, user(), nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("query", sa.String, nullable=False),
        sa.UniqueConstraint("user_id", "name"),
    )
    op.create_table(
        "seat",
        sa.Column("user_id", sa.Integer, user(), primary_key=True),
        sa.Column("office_id", sa.Integer, sa.ForeignKey("entry.id", ondelete="CASCADE"), nullable=False),
        sa.Column("is_backup", sa.Boolean, nullable=False),
    )
    op.create_index("ix_seat_office_id", "seat", ["office_id"])
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Integer, user(), nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("delegate_id", sa.Integer, sa.ForeignKey("user.id", ondelete="SET NULL")),
        sa.CheckConstraint("first_day <= last_day", name="ends_after_it_starts"),
        sa.CheckConstraint("delegate_id <> user_id", name="somebody_else_stands_in"),
    )
    op.create_index("ix_absence_user_id_last_day", "absence", ["user_id", "last_day"])
    op.create_index("ix_absence_delegate_id_last_day", "absence", ["delegate_id", "last_day"])
    op.create_table(
        "calendar_address",
        sa.Column("user_id", sa.Integer, user(), primary_key=True),
        sa.Column("token_hash", sa.String, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("token_hash"),
    )


def make_proof() -> None:
    op.create_table(
        "escalation",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("request_id", sa.Integer, request(), nullable=False),
        sa.Column("level", one_of("level", "backup", "director"), nullable=False),
        sa.Column("target_on", sa.Date, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("request_id", "level", "target_on"),
    )
    op.create_table(
        "overdue_list",
        sa.Column("state_code", sa.String, primary_key=True),
        sa.Column("monday", sa.Date, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "broken_glass",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("request_id", sa.Integer, request(), nullable=False),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_broken_glass_user_id_request_id_until_at", "broken_glass", ["user_id", "request_id", "until_at"])
    op.create_table(
        "tally",
        sa.Column("state_code", sa.String, primary_key=True),
        sa.Column("season", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("way", one_of("way", "sent", "received"), primary_key=True),
        sa.Column("partner", sa.String, primary_key=True),
        sa.Column("type_code", sa.String, primary_key=True),
        sa.Column("requests", sa.Integer, nullable=False),
        sa.Column("acknowledge_median", sa.Float),
        sa.Column("answer_median", sa.Float),
        sa.Column("overdue", sa.Integer, nullable=False),
        sa.Column("unanswered_moves", sa.Integer, nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("partner = '' OR type_code = ''", name="one_thing_at_a_time"),
    )


def request() -> sa.ForeignKey:
    return sa.ForeignKey("coordination_request.id", ondelete="CASCADE")


def message() -> sa.ForeignKey:
    return sa.ForeignKey("message.step_id", ondelete="CASCADE")


def user() -> sa.ForeignKey:
    return sa.ForeignKey("user.id", ondelete="CASCADE")


def one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True)
