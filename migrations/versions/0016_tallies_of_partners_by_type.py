"""Let a tally be about one type with one partner, and find what changed since the last count without reading all.

The table is made anew, since SQLite cannot drop a check; what stood in it is counted again within minutes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.drop_table("tally")
    make_tallies()
    op.create_index("ix_coordination_request_changed_at", "coordination_request", ["changed_at"])


def downgrade() -> None:
    op.drop_index("ix_coordination_request_changed_at", "coordination_request")
    op.drop_table("tally")
    make_tallies(sa.CheckConstraint("partner = '' OR type_code = ''", name="one_thing_at_a_time"))


def make_tallies(*checks: sa.CheckConstraint) -> None:
    op.create_table(
        "tally",
        sa.Column("state_code", sa.String, primary_key=True),
        sa.Column("season", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("way", way(), primary_key=True),
        sa.Column("partner", sa.String, primary_key=True),
        sa.Column("type_code", sa.String, primary_key=True),
        sa.Column("requests", sa.Integer, nullable=False),
        sa.Column("acknowledge_median", sa.Float),
        sa.Column("answer_median", sa.Float),
        sa.Column("overdue", sa.Integer, nullable=False),
        sa.Column("unanswered_moves", sa.Integer, nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        *checks,
    )


def way() -> sa.Enum:
    return sa.Enum("sent", "received", name="way", native_enum=False, create_constraint=True)
