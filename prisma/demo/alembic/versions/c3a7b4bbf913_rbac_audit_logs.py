"""audit log of roles and permissions

Revision ID: c3a7b4bbf913
Revises: d37ed4cd3013
Create Date: 2025-06-02 18:33:05.912446
"""
import sqlalchemy as sa
from alembic import op
from columns import json, key, moment, organization, ref, string, user
from sqlalchemy.dialects import postgresql

revision = "c3a7b4bbf913"
down_revision = "d37ed4cd3013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rbac_audit_logs",
        key(),
        organization(index=False),
        user("actor_id", index=True),
        user("subject_id"),
        ref("role_id", "roles", required=False, index=False),
        string("action", 60),
        json("before"),
        json("after"),
        sa.Column("ip_address", postgresql.INET(), nullable=True),
        moment("occurred_at", required=True, default=sa.text("now()")),
        sa.CheckConstraint("action IN ('grant', 'revoke', 'create', 'update', 'delete')", name="action_known"),
    )
    op.create_index("ix_rbac_audit_logs_organization_id_occurred_at", "rbac_audit_logs",
                    ["organization_id", sa.text("occurred_at DESC")])


def downgrade() -> None:
    op.drop_table("rbac_audit_logs")
