"""Coordination requests, their steps, private messages, MSIX IDs, read marks and the counter of numbers."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

STATUSES = (
    "draft", "sent", "acknowledged", "in_progress", "waiting", "resolved", "not_located", "declined", "rerouted",
    "closed", "withdrawn",
)  # fmt: skip
DEEDS = (
    "send", "acknowledge", "ask", "answer", "write", "record_outcome", "confirm", "dispute", "decline", "withdraw",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "coordination_request",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("number", sa.String, nullable=False),
        sa.Column("sending_key", sa.String, nullable=False),
        sa.Column("type_code", sa.String, nullable=False),
        sa.Column("status", sa.Enum(*STATUSES, name="status", native_enum=False, create_constraint=True), nullable=False),
        sa.Column("from_state", sa.String, nullable=False),
        sa.Column("sender_id", sa.Integer, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("to_state", sa.String, nullable=False),
        sa.Column("to_county_code", sa.String),
        sa.Column("to_county_name", sa.String),
        sa.Column("owner_id", sa.Integer, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("routed_because", sa.String, nullable=False),
        sa.Column("children_count", sa.Integer, nullable=False),
        sa.Column("grade_bands", sa.JSON, nullable=False),
        sa.Column("flags", sa.JSON, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("urgency", sa.String, nullable=False),
        sa.Column("move_month", sa.String),
        sa.Column("move_week", sa.Integer),
        sa.Column("msix_notice_sent", sa.Boolean),
        sa.Column("details", sa.JSON, nullable=False),
        sa.Column("acknowledge_by", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("outcome_code", sa.String),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True)),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("number"),
        sa.UniqueConstraint("sending_key"),
        sa.CheckConstraint("from_state <> to_state", name="between_two_states"),
        sa.CheckConstraint("children_count >= 0", name="children_are_counted"),
        sa.CheckConstraint(
            "(status IN ('closed', 'declined', 'withdrawn')) = (closed_at IS NOT NULL)", name="an_end_has_a_time"
        ),
        sa.CheckConstraint("move_week BETWEEN 1 AND 5", name="week_of_a_month"),
    )
    for side in ("to_state", "from_state"):
        op.create_index(f"ix_coordination_request_{side}_status_due_on", "coordination_request", [side, "status", "due_on"])
    op.create_table(
        "step",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("request_id", sa.Integer, sa.ForeignKey("coordination_request.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("deed", sa.Enum(*DEEDS, name="deed", native_enum=False, create_constraint=True), nullable=False),
        sa.Column(
            "status_after",
            sa.Enum(*STATUSES, name="status_after", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("request_id", "position"),
    )
    op.create_table(
        "message",
        sa.Column("step_id", sa.Integer, sa.ForeignKey("step.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("text", sa.String, nullable=False),
    )
    request_key = sa.ForeignKey("coordination_request.id", ondelete="CASCADE")
    op.create_table(
        "request_msix_id",
        sa.Column("request_id", sa.Integer, request_key, primary_key=True),
        sa.Column("msix_id", sa.String, primary_key=True),
    )
    op.create_table(
        "request_read",
        sa.Column(
            "request_id", sa.Integer, sa.ForeignKey("coordination_request.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("user.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
    )
    op.create_table(
        "request_counter",
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    for table in ("request_counter", "request_read", "request_msix_id", "message", "step", "coordination_request"):
        op.drop_table(table)
