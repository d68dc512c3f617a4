"""Keep the last local date for which a person's digest was looked into, so that no day of the week is left out."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("preference", sa.Column("digested_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("preference", "digested_on")
