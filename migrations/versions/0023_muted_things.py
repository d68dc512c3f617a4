"""Let a person mute one request or topic: it stands in the inbox, and no letter tells of it."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "muted_thing",
        sa.Column("user_id", sa.Integer, sa.ForeignKey("user.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("about", sa.String, primary_key=True),
    )


def downgrade() -> None:
    op.drop_table("muted_thing")
