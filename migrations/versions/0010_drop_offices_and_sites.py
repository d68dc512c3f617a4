"""Take away the tables of offices and sites, whose rows are entries now."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

OFFICE_KINDS = (
    "state_mep",
    "delegated_state_operator",
    "regional_or_local_mep",
    "national",
    "interstate",
    "consortium",
)
SITE_KINDS = (
    "coordinating_and_distribution",
    "coordinating_office",
    "state_administration",
    "national_coordination",
    "user_site",
    "information_point",
)
A_POINT_IS_WHOLE = (
    "(lat IS NULL) = (lon IS NULL) AND (lat IS NULL) = (ux IS NULL)"
    " AND (lat IS NULL) = (uy IS NULL) AND (lat IS NULL) = (uz IS NULL)"
)


def one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True)


def shared() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String, nullable=False, unique=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("state_code", sa.String, sa.ForeignKey("state_program.state_code")),
        *(sa.Column(name, sa.String) for name in ("street", "city", "address_state_code", "zip_code")),
        sa.Column("phone", sa.String),
        sa.Column("website", sa.String),
        sa.Column("is_public", sa.Boolean, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("source_date", sa.String),
        sa.Column("source_date_basis", one_of("source_date_basis", "printed", "inferred")),
        *(sa.Column(name, sa.Double) for name in ("lat", "lon", "ux", "uy", "uz")),
        sa.Column("point_basis", sa.String),
        sa.CheckConstraint(A_POINT_IS_WHOLE, name="a_point_is_whole"),
        sa.CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name="a_point_is_on_earth"),
    ]


def upgrade() -> None:
    op.drop_table("site")
    op.drop_table("office")


def downgrade() -> None:
    op.create_table(
        "office",
        *shared(),
        sa.Column("kind", one_of("kind", *OFFICE_KINDS), nullable=False),
        sa.Column("email", sa.String),
        sa.Column("note", sa.String),
    )
    op.create_index("ix_office_lat_lon", "office", ["lat", "lon"])
    op.create_index("ix_office_state_code_kind", "office", ["state_code", "kind"])
    op.create_table(
        "site",
        *shared(),
        sa.Column("kind", one_of("kind", *SITE_KINDS), nullable=False),
        sa.Column("host_organization", sa.String, nullable=False),
        sa.Column("offered", sa.String, nullable=False),
        sa.Column("status", one_of("status", "active when read", "historic", "unknown"), nullable=False),
    )
    op.create_index("ix_site_lat_lon", "site", ["lat", "lon"])
    op.create_index("ix_site_state_code_status", "site", ["state_code", "status"])
