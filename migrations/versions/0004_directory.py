"""State programs, offices, PASS sites and courses, figures, loaded starter files."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

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
MEASURES = (
    "eligible_unduplicated",
    "summer_intersession_served",
    "eligible_limited_english_proficient",
    "project_child_count",
    "participants",
    "eligible_program_statement",
    "served_program_statement",
    "enrolled_program_statement",
)
FLAGS = ("reported", "approximate", "computed", "suppressed_small_n", "not_applicable", "not_available")
A_POINT_IS_WHOLE = (
    "(lat IS NULL) = (lon IS NULL) AND (lat IS NULL) = (ux IS NULL)"
    " AND (lat IS NULL) = (uy IS NULL) AND (lat IS NULL) = (uz IS NULL)"
)


def one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True)


def point() -> list[sa.schema.SchemaItem]:
    return [
        *(sa.Column(name, sa.Double) for name in ("lat", "lon", "ux", "uy", "uz")),
        sa.Column("point_basis", sa.String),
        sa.CheckConstraint(A_POINT_IS_WHOLE, name="a_point_is_whole"),
        sa.CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name="a_point_is_on_earth"),
    ]


def entry() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("state_code", sa.String, sa.ForeignKey("state_program.state_code")),
        sa.Column("street", sa.String),
        sa.Column("city", sa.String),
        sa.Column("address_state_code", sa.String),
        sa.Column("zip_code", sa.String),
        sa.Column("phone", sa.String),
        sa.Column("website", sa.String),
        sa.Column("is_public", sa.Boolean, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("source_date", sa.String),
        sa.Column("source_date_basis", one_of("source_date_basis", "printed", "inferred")),
        *point(),
    ]


def upgrade() -> None:
    op.create_table(
        "state_program",
        sa.Column("state_code", sa.String, primary_key=True),
        sa.Column("fips_code", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("sea_name", sa.String, nullable=False),
        sa.Column("sea_street", sa.String),
        sa.Column("sea_city", sa.String, nullable=False),
        sa.Column("sea_zip_code", sa.String),
        sa.Column("sea_address_source", sa.String),
        sa.Column("sea_address_date", sa.String),
        sa.Column("sea_website", sa.String, nullable=False),
        sa.Column("sea_website_seen", sa.Boolean, nullable=False),
        sa.Column("mep_page", sa.String),
        sa.Column("participation", one_of("participation", "yes", "no", "unknown"), nullable=False),
        sa.Column("status_year", sa.String, nullable=False),
        sa.Column("status_source", sa.String, nullable=False),
        sa.Column("status_note", sa.String),
        sa.Column("stream", one_of("stream", "Eastern", "Midcontinent", "Western"), nullable=False),
        sa.Column("stream_basis", sa.String, nullable=False),
        sa.Column("time_zone", sa.String, nullable=False),
        sa.Column("other_time_zones", sa.String, nullable=False),
        sa.UniqueConstraint("fips_code"),
        sa.UniqueConstraint("name"),
        *point(),
    )
    op.create_index("ix_state_program_participation_name", "state_program", ["participation", "name"])
    op.create_table(
        "office",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("kind", one_of("kind", *OFFICE_KINDS), nullable=False),
        sa.Column("email", sa.String),
        sa.Column("note", sa.String),
        sa.UniqueConstraint("key"),
        *entry(),
    )
    op.create_index("ix_office_lat_lon", "office", ["lat", "lon"])
    op.create_index("ix_office_state_code_kind", "office", ["state_code", "kind"])
    op.create_table(
        "site",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("kind", one_of("kind", *SITE_KINDS), nullable=False),
        sa.Column("host_organization", sa.String, nullable=False),
        sa.Column("offered", sa.String, nullable=False),
        sa.Column("status", one_of("status", "active when read", "historic", "unknown"), nullable=False),
        sa.UniqueConstraint("key"),
        *entry(),
    )
    op.create_index("ix_site_lat_lon", "site", ["lat", "lon"])
    op.create_index("ix_site_state_code_status", "site", ["state_code", "status"])
    op.create_table(
        "course",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("subject_basis", sa.String, nullable=False),
        sa.Column("semester", sa.String),
        sa.Column("grades", sa.String, nullable=False),
        sa.Column("credit", sa.String),
        sa.Column("units", sa.Integer, nullable=False),
        sa.Column("units_basis", sa.String, nullable=False),
        sa.Column("delivery", sa.String, nullable=False),
        sa.Column("provider", sa.String, nullable=False),
        sa.Column("state_code", sa.String, sa.ForeignKey("state_program.state_code"), nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("source_date", sa.String),
        sa.UniqueConstraint("key"),
        sa.CheckConstraint("units > 0", name="units_are_counted"),
    )
    op.create_index("ix_course_state_code_subject", "course", ["state_code", "subject"])
    op.create_table(
        "child_figure",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("state_code", sa.String, sa.ForeignKey("state_program.state_code")),
        sa.Column("school_year", sa.String),
        sa.Column("measure", one_of("measure", *MEASURES), nullable=False),
        sa.Column("population", sa.String, nullable=False),
        sa.Column("value", sa.Integer),
        sa.Column("flag", one_of("flag", *FLAGS), nullable=False),
        sa.Column("note", sa.String),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("source_date", sa.String, nullable=False),
        sa.UniqueConstraint("key"),
        sa.CheckConstraint("value >= 0", name="figures_are_counts"),
        sa.CheckConstraint(
            "(flag IN ('suppressed_small_n', 'not_applicable', 'not_available')) = (value IS NULL)",
            name="a_gap_says_why",
        ),
    )
    op.create_index("ix_child_figure_state_code_measure", "child_figure", ["state_code", "measure"])
    op.create_table(
        "starter_file",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("row_count", sa.Integer, nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    for table in ("starter_file", "child_figure", "course", "site", "office", "state_program"):
        op.drop_table(table)
