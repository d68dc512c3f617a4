"""People, the counties they cover, their specialties, and the audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ROLES = ("director", "coordinator", "recruiter", "site_manager", "interstate", "observer", "administrator")
SPECIALTIES = ("recruitment", "records", "credit", "pass", "testing", "summer", "youth", "health", "parents")


def upgrade() -> None:
    op.create_table(
        "user",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("password", sa.String),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("fs_uniquifier", sa.String, nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column("display_name", sa.String, nullable=False),
        sa.Column("role", sa.Enum(*ROLES, name="role", native_enum=False, create_constraint=True), nullable=False),
        sa.Column("state_code", sa.String),
        sa.Column("phone", sa.String),
        sa.Column("time_zone", sa.String, nullable=False),
        sa.Column("is_state_default", sa.Boolean, nullable=False),
        sa.Column("is_demo", sa.Boolean, nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("email"),
        sa.UniqueConstraint("fs_uniquifier"),
        sa.CheckConstraint(
            "(role IN ('observer', 'administrator')) = (state_code IS NULL)", name="state_roles_have_a_state"
        ),
        sa.CheckConstraint("email = lower(email)", name="email_is_lower_case"),
    )
    op.create_index("ix_user_state_code_role", "user", ["state_code", "role"])
    op.create_table(
        "covered_county",
        sa.Column("user_id", sa.Integer, sa.ForeignKey("user.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("county_code", sa.String, primary_key=True),
    )
    op.create_index("ix_covered_county_county_code", "covered_county", ["county_code"])
    op.create_table(
        "person_specialty",
        sa.Column("user_id", sa.Integer, sa.ForeignKey("user.id", ondelete="CASCADE"), primary_key=True),
        sa.Column(
            "specialty",
            sa.Enum(*SPECIALTIES, name="specialty", native_enum=False, create_constraint=True),
            primary_key=True,
        ),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("actor_id", sa.Integer, sa.ForeignKey("user.id", ondelete="SET NULL")),
        sa.Column("deed", sa.String, nullable=False),
        sa.Column("about", sa.String, nullable=False),
        sa.Column("detail", sa.String, nullable=False),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_audit_entry_about_id", "audit_entry", ["about", "id"])
    op.create_index("ix_audit_entry_actor_id_id", "audit_entry", ["actor_id", "id"])


def downgrade() -> None:
    for table in ("audit_entry", "person_specialty", "covered_county", "user"):
        op.drop_table(table)
