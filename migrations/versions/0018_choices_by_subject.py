"""Let people choose a way for each subject, letters be gathered, announcements spread, and digests be weekly, too.

`preference`, `notification` and `digest` are made anew in their new shape and filled from the old ones, since SQLite
can change no check of a table in place. Whoever had switched something off keeps it off.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

INSTANT = sa.DateTime(timezone=True)
SUBJECTS = ("agenda", "request-to-me", "request-to-office", "request-to-state", "step-on-mine", "step-on-watched", "late",
            "mention", "reply", "topic", "entry", "partners", "event", "update", "figures", "account")
OF_KINDS = {
    "request-received": "request-to-me", "request-state": "request-to-state", "request-mention": "mention",
    "request-escalated": "late", "overdue-list": "late", "topic-new": "topic", "topic-reply": "reply",
}
OF_REQUESTS = ("request-to-me", "step-on-mine", "step-on-watched", "late", "mention")


def subjects() -> sa.Enum:
    return sa.Enum(*SUBJECTS, name="subject", native_enum=False, create_constraint=True)


def ways() -> sa.Enum:
    return sa.Enum("nothing", "hub", "weekly", "daily", "at-once", name="way", native_enum=False, create_constraint=True)


def person() -> sa.ForeignKey:
    return sa.ForeignKey("user.id", ondelete="CASCADE")


def upgrade() -> None:
    make_choices()
    keep_what_was_chosen()
    times()
    for index in ("ix_notification_user_id_read_at_id", "ix_notification_user_id_about_id"):
        op.drop_index(index, "notification")
    keep_old("notification")  # before the digests, to which it points
    digests()
    notifications()
    op.create_table(
        "interest",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Integer, person(), nullable=False),
        sa.Column("kind", sa.Enum("forum", "specialty", "state", "words", name="interest_kind", native_enum=False,
                                  create_constraint=True), nullable=False),
        sa.Column("value", sa.String, nullable=False),
        sa.Column("way", ways(), nullable=False),
        sa.UniqueConstraint("user_id", "kind", "value"),
    )
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("event_key", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("subject", subjects(), nullable=False),
        sa.Column("about", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("url", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("state_code", sa.String),
        sa.Column("matter", sa.JSON, nullable=False),
        sa.Column("actor_id", sa.Integer, sa.ForeignKey("user.id", ondelete="SET NULL")),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("spread_to", sa.Integer, nullable=False),
        sa.Column("spread_at", INSTANT),
        sa.UniqueConstraint("event_key"),
    )
    op.create_index("ix_announcement_spread_at_id", "announcement", ["spread_at", "id"])


def make_choices() -> None:
    op.create_table(
        "preference_choice",
        sa.Column("user_id", sa.Integer, person(), primary_key=True),
        sa.Column("subject", subjects(), primary_key=True),
        sa.Column("way", ways(), nullable=False),
    )
    op.create_table(
        "state_choice",
        sa.Column("state_code", sa.String, primary_key=True),
        sa.Column("subject", subjects(), primary_key=True),
        sa.Column("way", ways(), nullable=False),
    )


def keep_what_was_chosen() -> None:
    off = "CASE WHEN digest = 'off' THEN 'hub' ELSE 'daily' END"
    for column, of_it in (("at_once_requests", OF_REQUESTS), ("at_once_directory", ("entry",))):
        for subject in of_it:
            choose(subject, off, f"{column} = {false()}")
    for subject in ("topic", "reply"):
        choose(subject, "'at-once'", f"at_once_board = {true()}")
        choose(subject, "'hub'", f"at_once_board = {false()} AND digest = 'off'")
    choose("agenda", "'nothing'", "digest = 'off'")


def choose(subject: str, way: str, where: str) -> None:
    op.execute(f"INSERT INTO preference_choice (user_id, subject, way) "
               f"SELECT user_id, '{subject}', {way} FROM preference WHERE {where}")


def true() -> str:
    return "1" if op.get_bind().dialect.name == "sqlite" else "true"


def false() -> str:
    return "0" if op.get_bind().dialect.name == "sqlite" else "false"


def keep_old(table: str) -> None:
    op.execute(f"CREATE TABLE old_{table} AS SELECT * FROM {table}")
    op.drop_table(table)


def times() -> None:
    op.drop_index("ix_preference_next_digest_at", "preference")
    keep_old("preference")
    op.create_table(
        "preference",
        sa.Column("user_id", sa.Integer, person(), primary_key=True),
        sa.Column("digest_hour", sa.Integer, nullable=False),
        sa.Column("weekly_day", sa.Integer, nullable=False),
        sa.Column("is_quiet_at_night", sa.Boolean, nullable=False),
        sa.Column("quiet_from", sa.Integer, nullable=False),
        sa.Column("quiet_until", sa.Integer, nullable=False),
        sa.Column("is_quiet_on_weekends", sa.Boolean, nullable=False),
        sa.Column("lets_emergencies_through", sa.Boolean, nullable=False),
        sa.Column("next_digest_at", INSTANT, nullable=False),
        sa.CheckConstraint("digest_hour BETWEEN 0 AND 23", name="hour_of_a_day"),
        sa.CheckConstraint("weekly_day BETWEEN 0 AND 6", name="day_of_a_week"),
        sa.CheckConstraint("quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23", name="quiet_hours"),
    )
    op.execute(
        "INSERT INTO preference SELECT user_id, digest_hour, 0, "
        f"{true()}, 18, 7, {true()}, {true()}, next_digest_at FROM old_preference"
    )
    op.drop_table("old_preference")
    op.create_index("ix_preference_next_digest_at", "preference", ["next_digest_at"])


def digests() -> None:
    keep_old("digest")
    op.create_table(
        "digest",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Integer, person(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("daily", "weekly", name="digest_kind", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("local_date", sa.Date, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("letter_id", sa.Integer, sa.ForeignKey("outgoing_email.id", ondelete="SET NULL")),
        sa.UniqueConstraint("user_id", "local_date"),
    )
    op.execute(
        "INSERT INTO digest (id, user_id, kind, local_date, created_at) "
        "SELECT id, user_id, kind, local_date, created_at FROM old_digest"
    )
    op.drop_table("old_digest")
    go_on_counting("digest")
    op.create_index("ix_digest_letter_id", "digest", ["letter_id"])


def go_on_counting(table: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
            f"coalesce((SELECT max(id) FROM {table}), 0) + 1, false)"
        )


def notifications() -> None:
    op.create_table(
        "notification",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("user_id", sa.Integer, person(), nullable=False),
        sa.Column("event_key", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("subject", subjects(), nullable=False),
        sa.Column("way", ways(), nullable=False),
        sa.Column("about", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("url", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("facts", sa.JSON(none_as_null=True)),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("read_at", INSTANT),
        sa.Column("mail_at", INSTANT),
        sa.Column("told_at", INSTANT),
        sa.Column("letter_id", sa.Integer, sa.ForeignKey("outgoing_email.id", ondelete="SET NULL")),
        sa.Column("digest_id", sa.Integer, sa.ForeignKey("digest.id", ondelete="SET NULL")),
        sa.UniqueConstraint("user_id", "event_key"),
    )
    cases = " ".join(f"WHEN kind = '{kind}' THEN '{subject}'" for kind, subject in OF_KINDS.items())
    subject = f"CASE {cases} WHEN kind LIKE 'request-%' THEN 'step-on-mine' ELSE 'entry' END"
    op.execute(
        "INSERT INTO notification (id, user_id, event_key, kind, subject, way, about, title, url, reason, due_on, "
        "created_at, read_at, told_at, letter_id, digest_id) "
        f"SELECT id, user_id, event_key, kind, {subject}, CASE WHEN mailed_id IS NULL THEN 'daily' ELSE 'at-once' END, "
        "about, title, url, reason, due_on, created_at, read_at, "
        "CASE WHEN mailed_id IS NULL AND digest_id IS NULL THEN NULL ELSE created_at END, mailed_id, digest_id "
        "FROM old_notification"
    )
    op.drop_table("old_notification")
    finish_notifications()


def finish_notifications() -> None:
    go_on_counting("notification")
    for columns in (["user_id", "read_at", "id"], ["user_id", "about", "id"], ["letter_id"], ["digest_id"]):
        op.create_index("ix_notification_" + "_".join(columns), "notification", columns)
    waits, untold = sa.text("mail_at IS NOT NULL"), sa.text("told_at IS NULL AND read_at IS NULL")
    op.create_index("ix_notification_mail_at", "notification", ["mail_at"], sqlite_where=waits, postgresql_where=waits)
    op.create_index("ix_notification_untold", "notification", ["user_id", "way", "id"], sqlite_where=untold,
                    postgresql_where=untold)


def downgrade() -> None:
    """Go back to three switches; what was chosen by subject is read from the subject that stands for each.

    The key of a digest stays the tighter one: one a date, of whatever kind, is what both versions write.
    """
    op.drop_table("announcement")
    op.drop_table("interest")
    old_notifications()
    op.drop_index("ix_digest_letter_id", "digest")
    with op.batch_alter_table("digest") as table:
        table.drop_column("letter_id")
        table.drop_constraint("digest_kind", type_="check")
        table.alter_column("kind", type_=sa.String, existing_type=sa.String, existing_nullable=False)
    old_preferences()
    op.drop_table("state_choice")
    op.drop_table("preference_choice")


def old_notifications() -> None:
    for name in ("mail_at", "untold", "letter_id", "digest_id"):
        op.drop_index(f"ix_notification_{name}", "notification")
    with op.batch_alter_table("notification") as table:
        for check in ("subject", "way"):
            table.drop_constraint(check, type_="check")
        table.alter_column("letter_id", new_column_name="mailed_id", existing_type=sa.Integer)
        for column in ("subject", "way", "facts", "mail_at", "told_at"):
            table.drop_column(column)


def old_preferences() -> None:
    op.drop_index("ix_preference_next_digest_at", "preference")
    keep_old("preference")
    op.create_table(
        "preference",
        sa.Column("user_id", sa.Integer, person(), primary_key=True),
        sa.Column(
            "digest",
            sa.Enum("daily", "off", name="digest_choice", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("digest_hour", sa.Integer, nullable=False),
        sa.Column("at_once_requests", sa.Boolean, nullable=False),
        sa.Column("at_once_board", sa.Boolean, nullable=False),
        sa.Column("next_digest_at", INSTANT, nullable=False),
        sa.Column("at_once_directory", sa.Boolean, nullable=False),
        sa.CheckConstraint("digest_hour BETWEEN 0 AND 23", name="hour_of_a_day"),
    )
    op.execute(
        "INSERT INTO preference (user_id, digest, digest_hour, at_once_requests, at_once_board, next_digest_at, "
        f"at_once_directory) SELECT user_id, CASE WHEN {chose('agenda', 'nothing')} THEN 'off' ELSE 'daily' END, "
        f"digest_hour, NOT ({chose('step-on-mine', 'hub', 'daily', 'weekly')}), {chose('topic', 'at-once')}, "
        f"next_digest_at, NOT ({chose('entry', 'hub', 'daily', 'weekly')}) FROM old_preference"
    )
    op.drop_table("old_preference")
    op.create_index("ix_preference_next_digest_at", "preference", ["next_digest_at"])


def chose(subject: str, *way: str) -> str:
    ways = ", ".join(f"'{one}'" for one in way)
    return (f"EXISTS (SELECT 1 FROM preference_choice WHERE preference_choice.user_id = old_preference.user_id "
            f"AND subject = '{subject}' AND way IN ({ways}))")
