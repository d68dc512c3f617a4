"""Note which notifications are urgent, were held, or are told again, and what the letter of an announcement says."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

MARKS = ("is_urgent", "is_held", "is_told_again")


def upgrade() -> None:
    for name in MARKS:
        op.add_column("notification", sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("announcement", sa.Column("facts", sa.JSON))


def downgrade() -> None:
    op.drop_column("announcement", "facts")
    for name in reversed(MARKS):
        op.drop_column("notification", name)
