"""Give requests and steps what the whole lifecycle needs: offices, clocks, holds, steps of the hub itself.

The tables are made anew, in one way for both databases: SQLite cannot change a check, and dropping a table there empties
those that hang on it. What was declined waits for its sender from now on, so it has an answer and no end yet.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

STATUSES = (
    "draft", "sent", "acknowledged", "in_progress", "waiting", "resolved", "not_located", "declined", "rerouted",
    "closed", "withdrawn",
)  # fmt: skip
OLD_DEEDS = (
    "send", "acknowledge", "ask", "answer", "write", "record_outcome", "confirm", "dispute", "decline", "withdraw",
    "hand_over",
)  # fmt: skip
DEEDS = (
    "send", "acknowledge", "start", "ask", "answer", "write", "record_outcome", "confirm", "dispute", "decline",
    "reroute", "withdraw", "reopen", "assign", "hand_over", "hold", "release", "break_glass", "escalate", "close", "wipe",
)  # fmt: skip
TABLES = ("coordination_request", "step", "message", "request_msix_id", "request_read")
OLD_COLUMNS = (
    "id", "number", "sending_key", "type_code", "status", "from_state", "sender_id", "to_state", "to_county_code",
    "to_county_name", "owner_id", "routed_because", "children_count", "grade_bands", "flags", "language", "urgency",
    "move_month", "move_week", "msix_notice_sent", "details", "acknowledge_by", "due_on", "outcome_code", "sent_at",
    "acknowledged_at", "closed_at",
)  # fmt: skip
STEP_COLUMNS = ("id", "request_id", "position", "deed", "status_after", "actor_id", "code", "at")


def upgrade() -> None:
    put_by()
    make_requests(
        sa.CheckConstraint("(status IN ('closed', 'withdrawn')) = (closed_at IS NOT NULL)", name="an_end_has_a_time"),
        sa.Column("from_office_id", sa.Integer, sa.ForeignKey("entry.id", ondelete="SET NULL")),
        sa.Column("time_zone", sa.String, nullable=False),
        sa.Column("to_office_id", sa.Integer, sa.ForeignKey("entry.id", ondelete="SET NULL")),
        sa.Column("follows_id", sa.Integer, sa.ForeignKey("coordination_request.id", ondelete="SET NULL")),
        sa.Column("msix_notice_on", sa.Date),
        *(
            sa.Column(name, sa.DateTime(timezone=True))
            for name in ("waiting_since", "answered_at", "held_at", "wiped_at")
        ),
        sa.Column("last_position", sa.Integer, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    )
    for columns in (
        ("owner_id", "status", "due_on"),
        ("sender_id", "status", "due_on"),
        ("to_office_id", "status", "due_on"),
        ("from_office_id", "status", "due_on"),
        ("status", "due_on"),
        ("status", "acknowledge_by"),
        ("status", "answered_at"),
        ("closed_at",),
        ("follows_id",),
    ):
        op.create_index(f"ix_coordination_request_{'_'.join(columns)}", "coordination_request", columns)
    make_steps(DEEDS, nobody_acts=True)
    op.create_table(
        "message",
        sa.Column("step_id", sa.Integer, sa.ForeignKey("step.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("quoted_position", sa.Integer),
    )
    make_marks()
    op.create_index("ix_request_msix_id_msix_id", "request_msix_id", ["msix_id"])
    fill(
        "coordination_request",
        {name: f"k.{name}" for name in OLD_COLUMNS}
        | {
            "closed_at": "CASE WHEN k.status = 'declined' THEN NULL ELSE k.closed_at END",
            "time_zone": "COALESCE((SELECT p.time_zone FROM state_program p WHERE p.state_code = k.to_state),"
            " 'America/New_York')",
            "answered_at": "COALESCE((SELECT MAX(s.at) FROM kept_step s WHERE s.request_id = k.id"
            " AND s.deed = 'record_outcome' AND k.outcome_code IS NOT NULL),"
            " CASE WHEN k.status = 'declined' THEN k.closed_at END)",
            "waiting_since": "CASE WHEN k.status = 'waiting' THEN (SELECT MAX(s.at) FROM kept_step s"
            " WHERE s.request_id = k.id AND s.deed = 'ask') END",
            "last_position": "(SELECT MAX(s.position) FROM kept_step s WHERE s.request_id = k.id)",
            "changed_at": "(SELECT MAX(s.at) FROM kept_step s WHERE s.request_id = k.id)",
        },
    )
    fill("step", {name: f"k.{name}" for name in STEP_COLUMNS})
    bring_back_the_rest()


def downgrade() -> None:
    # An older hub knows fewer deeds: the others become remarks without words, those of the hub its sender's.
    put_by()
    make_requests(
        sa.CheckConstraint(
            "(status IN ('closed', 'declined', 'withdrawn')) = (closed_at IS NOT NULL)", name="an_end_has_a_time"
        )
    )
    make_steps(OLD_DEEDS, nobody_acts=False)
    op.create_table(
        "message",
        sa.Column("step_id", sa.Integer, sa.ForeignKey("step.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("text", sa.String, nullable=False),
    )
    make_marks()
    fill(
        "coordination_request",
        {name: f"k.{name}" for name in OLD_COLUMNS}
        | {
            "status": "CASE WHEN k.status = 'rerouted' THEN 'declined' ELSE k.status END",
            "closed_at": "CASE WHEN k.status IN ('declined', 'rerouted') THEN k.answered_at ELSE k.closed_at END",
        },
    )
    known = ", ".join(f"'{one}'" for one in OLD_DEEDS)
    fill(
        "step",
        {name: f"k.{name}" for name in STEP_COLUMNS}
        | {
            "deed": f"CASE WHEN k.deed IN ({known}) THEN k.deed ELSE 'write' END",
            "code": f"CASE WHEN k.deed IN ({known}) THEN k.code ELSE '' END",
            "status_after": "CASE WHEN k.status_after = 'rerouted' THEN 'declined' ELSE k.status_after END",
            "actor_id": "COALESCE(k.actor_id,"
            " (SELECT r.sender_id FROM kept_coordination_request r WHERE r.id = k.request_id))",
        },
    )
    bring_back_the_rest()


def put_by() -> None:
    for table in TABLES:
        op.execute(f"CREATE TEMPORARY TABLE kept_{table} AS SELECT * FROM {table}")
    for table in reversed(TABLES):
        op.drop_table(table)


def fill(table: str, columns: dict[str, str]) -> None:
    """Fill a table from what was put by; each column has the expression that makes it."""
    op.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} FROM kept_{table} k")


def bring_back_the_rest() -> None:
    fill("message", {"step_id": "k.step_id", "text": "k.text"})
    fill("request_msix_id", {"request_id": "k.request_id", "msix_id": "k.msix_id"})
    fill("request_read", {name: f"k.{name}" for name in ("request_id", "user_id", "position")})
    for table in TABLES:
        op.execute(f"DROP TABLE kept_{table}")
    if op.get_bind().dialect.name == "postgresql":
        for table in ("coordination_request", "step"):
            op.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), COALESCE(MAX(id), 1)) FROM {table}")


def make_requests(end: sa.CheckConstraint, *more: sa.Column) -> None:
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
        *more,
        sa.UniqueConstraint("number"),
        sa.UniqueConstraint("sending_key"),
        sa.CheckConstraint("from_state <> to_state", name="between_two_states"),
        sa.CheckConstraint("children_count >= 0", name="children_are_counted"),
        end,
        sa.CheckConstraint("move_week BETWEEN 1 AND 5", name="week_of_a_month"),
    )
    for side in ("to_state", "from_state"):
        op.create_index(f"ix_coordination_request_{side}_status_due_on", "coordination_request", [side, "status", "due_on"])


def make_steps(deeds: tuple[str, ...], *, nobody_acts: bool) -> None:
    op.create_table(
        "step",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("request_id", sa.Integer, sa.ForeignKey("coordination_request.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("deed", sa.Enum(*deeds, name="deed", native_enum=False, create_constraint=True), nullable=False),
        sa.Column(
            "status_after",
            sa.Enum(*STATUSES, name="status_after", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer, sa.ForeignKey("user.id"), nullable=nobody_acts),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("request_id", "position"),
    )


def make_marks() -> None:
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
