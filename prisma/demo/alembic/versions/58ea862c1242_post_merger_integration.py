"""post-merger integration and the assistant

Revision ID: 58ea862c1242
Revises: e04d7f1b92ac
Create Date: 2025-02-03 09:51:16.738402
"""
import sqlalchemy as sa
from alembic import op
from columns import (
    created, day, drop_enums, drop_tables, enum, existing_enum, integer, json, key, money, organization, ref, string,
    text, timestamps, user,
)

revision = "58ea862c1242"
down_revision = "e04d7f1b92ac"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pmi_programs",
        key(),
        organization(),
        ref("deal_id", "deals", index=False),
        string("name", 160),
        day("day_one", required=True),
        user("sponsor_id", required=True, ondelete="RESTRICT"),
        user("manager_id"),
        *timestamps(),
        sa.UniqueConstraint("deal_id"),
        comment="Integration of two companies after the deal is closed",
    )
    op.create_table(
        "pmi_workstreams",
        key(),
        ref("program_id", "pmi_programs", index=False),
        string("name", 120),
        enum("health", "pmi_health", "green", "amber", "red", default="green"),
        user("lead_id", index=True),
        *timestamps(),
        sa.UniqueConstraint("program_id", "name"),
    )
    op.create_table(
        "pmi_milestones",
        key(),
        ref("workstream_id", "pmi_workstreams"),
        string("title", 200),
        day("planned_on", required=True),
        day("reached_on"),
        user("owner_id"),
        *timestamps(),
    )
    op.create_table(
        "pmi_risks",
        key(),
        ref("workstream_id", "pmi_workstreams"),
        string("title", 200),
        existing_enum("severity", "risk_severity", default="medium"),
        text("mitigation"),
        user("owner_id"),
        *timestamps(),
    )
    op.create_table(
        "pmi_synergy_targets",
        key(),
        ref("program_id", "pmi_programs"),
        ref("synergy_id", "synergies", required=False),
        money("target_value", required=True),
        day("target_on", required=True),
        user("owner_id"),
        created(),
    )
    op.create_table(
        "pmi_synergy_actuals",
        key(),
        ref("synergy_target_id", "pmi_synergy_targets", index=False),
        day("period", required=True),
        money("realized_value", required=True, default=0),
        user("reported_by_id"),
        created(),
        sa.UniqueConstraint("synergy_target_id", "period"),
    )
    op.create_table(
        "pmi_status_reports",
        key(),
        ref("program_id", "pmi_programs"),
        integer("week"),
        existing_enum("health", "pmi_health", default="green"),
        text("summary", required=True),
        user("author_id"),
        created(),
        sa.UniqueConstraint("program_id", "week"),
    )
    op.create_table(
        "ai_conversations",
        key(),
        organization(),
        user(required=True, ondelete="CASCADE", index=True),
        ref("deal_id", "deals", required=False),
        string("title", 200, required=False),
        string("model", 80),
        *timestamps(),
    )
    op.create_table(
        "ai_messages",
        key(),
        ref("conversation_id", "ai_conversations"),
        string("role", 20),
        text("content", required=True),
        integer("tokens", 0),
        json("citations", "[]"),
        created(),
        sa.CheckConstraint("role IN ('system', 'user', 'assistant', 'tool')", name="role_known"),
    )


def downgrade() -> None:
    drop_tables(
        "pmi_programs", "pmi_workstreams", "pmi_milestones", "pmi_risks", "pmi_synergy_targets",
        "pmi_synergy_actuals", "pmi_status_reports", "ai_conversations", "ai_messages",
    )
    drop_enums("pmi_health")
