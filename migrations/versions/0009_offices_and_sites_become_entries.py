"""Move the rows of offices and sites into entries; the starter files are read again, to index and date them.

The downgrade leaves the entries' rows behind: the tables of 0004 are filled from the starter files at the next start.
"""

from alembic import op

revision = "0009"
down_revision = "0008"

SHARED = """name, state_code, street, city, address_state_code, zip_code, website, source, source_date, source_date_basis,
    lat, lon, ux, uy, uz, point_basis"""
SIGHT = "CASE WHEN is_public THEN 'public' ELSE 'administrators' END"
DEFAULTS = f"'', false, {SIGHT}, false, false, true, true, ''"
DEFAULTED = "facets, only_by_county, visibility, is_demo, is_vacant, sends, receives, verified_by"


def upgrade() -> None:
    op.execute(
        f"INSERT INTO entry (entry_kind, key, office_kind, note, {SHARED}, {DEFAULTED})"
        f" SELECT 'office', key, kind, note, {SHARED}, {DEFAULTS} FROM office"
    )
    op.execute(
        f"INSERT INTO entry (entry_kind, key, site_kind, status, host_organization, offered, {SHARED}, {DEFAULTED})"
        f" SELECT 'site', key, kind, status, host_organization, offered, {SHARED}, {DEFAULTS} FROM site"
    )
    for kind, column, tables in (("phone", "phone", ("office", "site")), ("email", "email", ("office",))):
        for table in tables:
            op.execute(
                "INSERT INTO channel (entry_id, kind, value, extension, label, visibility, position, verified_by)"
                f" SELECT entry.id, '{kind}', {table}.{column}, '', '', 'public', 0, ''"
                f" FROM {table} JOIN entry ON entry.key = {table}.key WHERE {table}.{column} IS NOT NULL"
            )
    op.execute("DELETE FROM starter_file")


def downgrade() -> None:
    op.execute("DELETE FROM entry")
    op.execute("DELETE FROM starter_file")
