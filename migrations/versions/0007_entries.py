"""Entries: offices, people in roles and PASS sites in one table, what hangs on them, and how they are kept right."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

VISIBILITIES = ("public", "members", "administrators")
WAYS = ("source", "phone", "link", "self", "visit", "import")
TABLES = (
    "state_fact",
    "entry",
    "channel",
    "entry_county",
    "entry_specialty",
    "entry_language",
    "entry_course",
    "closure",
    "import_batch",
    "entry_change",
    "suggestion",
    "claim",
    "check_letter",
    "check_stop",
    "partner_state",
)


def one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True)


def upgrade() -> None:
    op.create_table(
        "state_fact",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("state_code", sa.String, nullable=False),
        sa.Column("kind", one_of("kind", "mep", "pass", "stream"), nullable=False),
        sa.Column("value", sa.String, nullable=False),
        sa.Column("as_of", sa.String, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind <> 'stream' OR value IN ('Eastern', 'Midcontinent', 'Western')", name="streams_are_three"
        ),
        sa.CheckConstraint(
            "kind = 'stream' OR value IN ('yes', 'no', 'unknown')", name="participation_is_yes_no_unknown"
        ),
        sa.ForeignKeyConstraint(["state_code"], ["state_program.state_code"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("state_code", "kind", "value", "as_of"),
    )
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("entry_kind", one_of("entry_kind", "office", "contact", "site"), nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("state_code", sa.String),
        sa.Column("street", sa.String),
        sa.Column("city", sa.String),
        sa.Column("address_state_code", sa.String),
        sa.Column("zip_code", sa.String),
        sa.Column("website", sa.String),
        sa.Column("note", sa.String),
        sa.Column("cell", sa.Integer),
        sa.Column("facets", sa.String, nullable=False),
        sa.Column("only_by_county", sa.Boolean, nullable=False),
        sa.Column("visibility", one_of("visibility", *VISIBILITIES), nullable=False),
        sa.Column("season_starts", sa.Integer),
        sa.Column("season_ends", sa.Integer),
        sa.Column("due_on", sa.Date),
        sa.Column("is_demo", sa.Boolean, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True)),
        sa.Column("replaced_on", sa.Date),
        sa.Column(
            "office_kind",
            one_of(
                "office_kind",
                "state_mep",
                "delegated_state_operator",
                "regional_or_local_mep",
                "national",
                "interstate",
                "consortium",
            ),
        ),
        sa.Column(
            "role",
            one_of(
                "role",
                "director",
                "id_and_r",
                "msix_data",
                "secondary_credit",
                "pass_coordinator",
                "recruiter",
                "parents",
                "health",
                "youth",
                "summer",
                "interstate",
            ),
        ),
        sa.Column("title", sa.String),
        sa.Column("is_vacant", sa.Boolean, nullable=False),
        sa.Column("sends", sa.Boolean, nullable=False),
        sa.Column("receives", sa.Boolean, nullable=False),
        sa.Column(
            "site_kind",
            one_of(
                "site_kind",
                "coordinating_and_distribution",
                "coordinating_office",
                "state_administration",
                "national_coordination",
                "user_site",
                "information_point",
            ),
        ),
        sa.Column("status", one_of("status", "active when read", "historic", "unknown")),
        sa.Column("host_organization", sa.String),
        sa.Column("offered", sa.String),
        sa.Column("partial_credit", sa.String),
        sa.Column("transcript_route", sa.String),
        sa.Column("fee", sa.String),
        sa.Column("parent_id", sa.Integer),
        sa.Column("fallback_id", sa.Integer),
        sa.Column("replaced_by_id", sa.Integer),
        sa.Column("keeper_id", sa.Integer),
        sa.Column("lat", sa.Double),
        sa.Column("lon", sa.Double),
        sa.Column("ux", sa.Double),
        sa.Column("uy", sa.Double),
        sa.Column("uz", sa.Double),
        sa.Column("point_basis", sa.String),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("source_date", sa.String),
        sa.Column("source_date_basis", one_of("source_date_basis", "printed", "inferred")),
        sa.Column("verified_on", sa.Date),
        sa.Column("verified_how", one_of("verified_how", *WAYS)),
        sa.Column("verified_by", sa.String, nullable=False),
        sa.CheckConstraint("(entry_kind = 'contact') = (role IS NOT NULL)", name="a_contact_has_a_role"),
        sa.CheckConstraint(
            "(entry_kind = 'office') = (office_kind IS NOT NULL)", name="an_office_has_its_kind"
        ),
        sa.CheckConstraint("(entry_kind = 'site') = (site_kind IS NOT NULL)", name="a_site_has_its_kind"),
        sa.CheckConstraint("(entry_kind = 'site') = (status IS NOT NULL)", name="a_site_has_a_status"),
        sa.CheckConstraint(
            "(lat IS NULL) = (lon IS NULL) AND (lat IS NULL) = (ux IS NULL) AND (lat IS NULL) = (uy IS NULL) AND (lat IS NULL) = (uz IS NULL)",
            name="a_point_is_whole",
        ),
        sa.CheckConstraint(
            "(replaced_by_id IS NULL) OR (replaced_on IS NOT NULL)", name="a_successor_has_its_day"
        ),
        sa.CheckConstraint("(season_starts IS NULL) = (season_ends IS NULL)", name="a_season_is_whole"),
        sa.CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name="a_point_is_on_earth"),
        sa.CheckConstraint(
            "replaced_by_id <> id AND fallback_id <> id AND parent_id <> id", name="not_its_own_relative"
        ),
        sa.CheckConstraint(
            "season_starts BETWEEN 101 AND 1231 AND season_ends BETWEEN 101 AND 1231",
            name="a_season_is_of_days",
        ),
        sa.ForeignKeyConstraint(["fallback_id"], ["entry.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["keeper_id"], ["user.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["parent_id"], ["entry.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["replaced_by_id"], ["entry.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["state_code"], ["state_program.state_code"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index(
        "ix_entry_around",
        "entry",
        [
            "cell",
            "ux",
            "uy",
            "uz",
            "visibility",
            "replaced_on",
            "verified_on",
            "season_starts",
            "season_ends",
            "state_code",
            "facets",
            "id",
        ],
    )
    op.create_index("ix_entry_state_code_only_by_county", "entry", ["state_code", "only_by_county"])
    op.create_index("ix_entry_due_on", "entry", ["due_on"])
    op.create_index("ix_entry_keeper_id", "entry", ["keeper_id"])
    op.create_index("ix_entry_parent_id", "entry", ["parent_id"])
    op.create_index(
        "ix_entry_of_state",
        "entry",
        [
            "state_code",
            "entry_kind",
            "visibility",
            "replaced_on",
            "verified_on",
            "season_starts",
            "season_ends",
            "office_kind",
            "name",
            "facets",
            "id",
        ],
    )
    op.create_table(
        "channel",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("entry_id", sa.Integer, nullable=False),
        sa.Column("kind", one_of("kind", "phone", "fax", "email"), nullable=False),
        sa.Column("value", sa.String, nullable=False),
        sa.Column("extension", sa.String, nullable=False),
        sa.Column("label", sa.String, nullable=False),
        sa.Column("visibility", one_of("visibility", *VISIBILITIES), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("bounced_at", sa.DateTime(timezone=True)),
        sa.Column("bounced_letter_id", sa.Integer),
        sa.Column("wrong_on", sa.Date),
        sa.Column("verified_on", sa.Date),
        sa.Column("verified_how", one_of("verified_how", *WAYS)),
        sa.Column("verified_by", sa.String, nullable=False),
        sa.CheckConstraint("kind <> 'email' OR extension = ''", name="addresses_have_no_extension"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("entry_id", "kind", "value", "extension"),
    )
    op.create_index("ix_channel_kind_value", "channel", ["kind", "value"])
    op.create_table(
        "entry_county",
        sa.Column("entry_id", sa.Integer, nullable=False),
        sa.Column("county_code", sa.String, nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entry_id", "county_code"),
    )
    op.create_index("ix_entry_county_county_code", "entry_county", ["county_code"])
    op.create_table(
        "entry_specialty",
        sa.Column("entry_id", sa.Integer, nullable=False),
        sa.Column(
            "specialty",
            one_of(
                "specialty",
                "recruitment",
                "records",
                "credit",
                "pass",
                "testing",
                "summer",
                "youth",
                "health",
                "parents",
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entry_id", "specialty"),
    )
    op.create_table(
        "entry_language",
        sa.Column("entry_id", sa.Integer, nullable=False),
        sa.Column("language_code", sa.String, nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entry_id", "language_code"),
    )
    op.create_table(
        "entry_course",
        sa.Column("entry_id", sa.Integer, nullable=False),
        sa.Column("course_id", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entry_id", "course_id"),
    )
    op.create_table(
        "closure",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("entry_id", sa.Integer, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name="closures_run_forward"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_closure_entry_id", "closure", ["entry_id"])
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("file_name", sa.String, nullable=False),
        sa.Column("header", sa.JSON, nullable=False),
        sa.Column("mapping", sa.JSON, nullable=False),
        sa.Column("rows", sa.JSON, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("source_date", sa.String, nullable=False),
        sa.Column("empties", sa.Boolean, nullable=False),
        sa.Column("status", one_of("status", "uploaded", "applied", "reverted"), nullable=False),
        sa.Column("outcome", sa.JSON, nullable=False),
        sa.Column("by_id", sa.Integer),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True)),
        sa.Column("reverted_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_import_batch_by_id_id", "import_batch", ["by_id", "id"])
    op.create_table(
        "entry_change",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("entry_id", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer),
        sa.Column("actor_words", sa.String, nullable=False),
        sa.Column("deed", sa.String, nullable=False),
        sa.Column("fields", sa.JSON, nullable=False),
        sa.Column("batch_id", sa.Integer),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_entry_change_batch_id", "entry_change", ["batch_id"])
    op.create_index("ix_entry_change_entry_id_id", "entry_change", ["entry_id", "id"])
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("token", sa.String, nullable=False),
        sa.Column("entry_id", sa.Integer, nullable=False),
        sa.Column(
            "wrong", one_of("wrong", "phone", "email", "address", "person", "closed", "other"), nullable=False
        ),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("user_id", sa.Integer),
        sa.Column("visitor_hash", sa.String, nullable=False),
        sa.Column("status", one_of("status", "waiting", "accepted", "declined"), nullable=False),
        sa.Column("answer", sa.String, nullable=False),
        sa.Column("answered_by_id", sa.Integer),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(status = 'waiting') = (answered_at IS NULL)", name="an_answer_has_its_time"),
        sa.ForeignKeyConstraint(["answered_by_id"], ["user.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token"),
    )
    op.create_index("ix_suggestion_entry_id", "suggestion", ["entry_id"])
    op.create_index("ix_suggestion_status_id", "suggestion", ["status", "id"])
    op.create_index("ix_suggestion_visitor_hash_created_at", "suggestion", ["visitor_hash", "created_at"])
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("entry_id", sa.Integer, nullable=False),
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("status", one_of("status", "waiting", "granted", "refused"), nullable=False),
        sa.Column("decided_by_id", sa.Integer),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("entry_id", "user_id"),
    )
    op.create_index("ix_claim_status_id", "claim", ["status", "id"])
    op.create_table(
        "check_letter",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("entry_id", sa.Integer, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("step_days", sa.Integer, nullable=False),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("entry_id", "due_on", "step_days"),
    )
    op.create_index("ix_check_letter_address_sent_at", "check_letter", ["address", "sent_at"])
    op.create_table(
        "check_stop",
        sa.Column("entry_id", sa.Integer, nullable=False),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entry_id", "address"),
    )
    op.create_table(
        "partner_state",
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("state_code", sa.String, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["state_code"], ["state_program.state_code"]),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "state_code"),
    )
    op.add_column(
        "preference", sa.Column("at_once_directory", sa.Boolean, nullable=False, server_default=sa.true())
    )


def downgrade() -> None:
    with op.batch_alter_table("preference") as batch:
        batch.drop_column("at_once_directory")
    for table in reversed(TABLES):
        op.drop_table(table)
