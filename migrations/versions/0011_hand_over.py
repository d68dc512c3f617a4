"""Let a step of a request be a hand-over.

SQLite makes the table anew, and dropping the old one empties the messages that hang on it, so they are put by meanwhile.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

DEEDS = (
    "send", "acknowledge", "ask", "answer", "write", "record_outcome", "confirm", "dispute", "decline", "withdraw",
)  # fmt: skip
STATUSES = (
    "draft", "sent", "acknowledged", "in_progress", "waiting", "resolved", "not_located", "declined", "rerouted",
    "closed", "withdrawn",
)  # fmt: skip


def upgrade() -> None:
    only((*DEEDS, "hand_over"))


def downgrade() -> None:
    # What an older hub cannot read becomes a remark without words.
    op.execute("UPDATE step SET deed = 'write', code = '' WHERE deed = 'hand_over'")
    only(DEEDS)


def only(deeds: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE TEMPORARY TABLE kept_message AS SELECT * FROM message")
        with op.batch_alter_table("step", copy_from=step(), recreate="always") as batch:
            batch.create_check_constraint("deed", one_of(deeds))
        op.execute("INSERT INTO message SELECT * FROM kept_message")
        op.execute("DROP TABLE kept_message")
    else:
        op.drop_constraint("deed", "step", type_="check")
        op.create_check_constraint("deed", "step", one_of(deeds))


def one_of(deeds: tuple[str, ...]) -> sa.ColumnElement[bool]:
    return sa.column("deed").in_(deeds)


def step() -> sa.Table:
    """The table of 0005 without the check on its deed."""
    return sa.Table(
        "step",
        sa.MetaData(naming_convention=op.get_context().opts["target_metadata"].naming_convention),
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("request_id", sa.Integer, sa.ForeignKey("coordination_request.id", ondelete="CASCADE"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("deed", sa.String(14), nullable=False),
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
