"""Forums, topics, posts and read marks."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "forum",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("slug", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("description", sa.String, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("is_for_announcements", sa.Boolean, nullable=False),
        sa.UniqueConstraint("slug"),
    )
    op.create_table(
        "topic",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("forum_id", sa.Integer, sa.ForeignKey("forum.id"), nullable=False),
        sa.Column("author_id", sa.Integer, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.Column("post_count", sa.Integer, nullable=False),
        sa.Column("last_post_at", instant, nullable=False),
        sa.Column("last_poster_id", sa.Integer, sa.ForeignKey("user.id"), nullable=False),
        sa.CheckConstraint("post_count >= 1", name="a_topic_has_a_post"),
    )
    op.create_index("ix_topic_forum_id_last_post_at_id", "topic", ["forum_id", "last_post_at", "id"])
    op.create_table(
        "post",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("topic_id", sa.Integer, sa.ForeignKey("topic.id", ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("author_id", sa.Integer, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("html", sa.String, nullable=False),
        sa.Column("renderer_version", sa.Integer, nullable=False),
        sa.Column("created_at", instant, nullable=False),
        sa.UniqueConstraint("topic_id", "number"),
    )
    op.create_table(
        "topic_read",
        sa.Column("topic_id", sa.Integer, sa.ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("user.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("last_read_number", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    for table in ("topic_read", "post", "topic", "forum"):
        op.drop_table(table)
