"""pipeline templates and their stages

Revision ID: dc2c0f69c1b1
Revises: c3a7b4bbf913
Create Date: 2025-07-14 11:20:59.304816
"""
import sqlalchemy as sa
from alembic import op
from columns import drop_tables, flag, integer, key, organization, ref, string, text, timestamps, user

revision = "dc2c0f69c1b1"
down_revision = "c3a7b4bbf913"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pipeline_templates",
        key(),
        organization(index=False),
        string("name", 120),
        text("description"),
        flag("is_default"),
        user("created_by_id"),
        *timestamps(),
        sa.UniqueConstraint("organization_id", "name"),
    )
    op.create_index("uq_pipeline_templates_default", "pipeline_templates", ["organization_id"], unique=True,
                    postgresql_where=sa.text("is_default"))
    op.create_table(
        "pipeline_template_stages",
        key(),
        ref("template_id", "pipeline_templates", index=False),
        string("name", 80),
        integer("position"),
        sa.Column("win_probability", sa.SmallInteger(), nullable=False, server_default=sa.text("0")),
        integer("target_days", 14),
        user("default_owner_id"),
        *timestamps(),
        sa.UniqueConstraint("template_id", "position"),
        sa.CheckConstraint("win_probability BETWEEN 0 AND 100", name="win_probability_range"),
    )


def downgrade() -> None:
    drop_tables("pipeline_templates", "pipeline_template_stages")
