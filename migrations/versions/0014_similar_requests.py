"""Find requests that look like one about to be sent: by the two states, type and county."""

from alembic import op

revision = "0014"
down_revision = "0013"

NAME = "ix_coordination_request_alike"


def upgrade() -> None:
    op.create_index(NAME, "coordination_request", ["from_state", "to_state", "type_code", "to_county_code"])


def downgrade() -> None:
    op.drop_index(NAME, "coordination_request")
