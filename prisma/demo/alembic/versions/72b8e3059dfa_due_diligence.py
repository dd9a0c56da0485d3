"""due diligence: checklists, requests, findings

Revision ID: 72b8e3059dfa
Revises: 5f20d1b6e94c
Create Date: 2023-11-02 17:21:44.063518
"""
import sqlalchemy as sa
from alembic import op
from columns import (
    created, day, drop_enums, drop_tables, enum, existing_enum, flag, integer, json, key, moment, money, organization,
    ref, string, text, timestamps, user,
)

revision = "72b8e3059dfa"
down_revision = "5f20d1b6e94c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "diligence_templates",
        key(),
        organization(required=False),
        string("name", 160),
        text("description"),
        flag("is_published"),
        user("created_by_id"),
        *timestamps(),
    )
    op.create_table(
        "diligence_template_items",
        key(),
        ref("template_id", "diligence_templates"),
        ref("parent_id", "diligence_template_items", required=False, ondelete="CASCADE", index=False),
        string("title", 300),
        text("guidance"),
        integer("position", 0),
    )
    op.create_table(
        "diligence_workstreams",
        key(),
        organization(),
        ref("deal_id", "deals"),
        string("name", 120),
        user("lead_id"),
        user("deputy_id"),
        day("due_on"),
        *timestamps(),
        sa.UniqueConstraint("deal_id", "name"),
    )
    op.create_table(
        "diligence_checklists",
        key(),
        organization(),
        ref("deal_id", "deals"),
        ref("template_id", "diligence_templates", required=False),
        ref("workstream_id", "diligence_workstreams", required=False),
        string("name", 160),
        user("created_by_id"),
        *timestamps(),
    )
    op.create_table(
        "diligence_items",
        key(),
        ref("checklist_id", "diligence_checklists"),
        string("title", 300),
        enum("status", "diligence_status", "not_started", "requested", "in_review", "complete", "not_applicable",
             default="not_started"),
        user("assignee_id", index=True),
        user("completed_by_id"),
        moment("completed_at"),
        integer("position", 0),
        *timestamps(),
        sa.CheckConstraint("(status = 'complete') = (completed_at IS NOT NULL)", name="completed_at_when_complete"),
    )
    op.create_table(
        "diligence_item_documents",
        ref("item_id", "diligence_items", primary_key=True),
        ref("document_id", "documents", primary_key=True),
        user("linked_by_id"),
        created(),
    )
    op.create_table(
        "diligence_requests",
        key(),
        organization(),
        ref("deal_id", "deals"),
        ref("item_id", "diligence_items", required=False),
        string("reference", 30),
        string("title", 300),
        text("details"),
        existing_enum("priority", "risk_severity", default="medium"),
        user("requested_by_id", required=True, ondelete="RESTRICT"),
        user("assigned_to_id", index=True),
        day("due_on"),
        moment("closed_at"),
        *timestamps(),
        sa.UniqueConstraint("deal_id", "reference"),
    )
    op.create_table(
        "diligence_request_responses",
        key(),
        ref("request_id", "diligence_requests"),
        user("responder_id", required=True, ondelete="RESTRICT"),
        text("body", required=True),
        ref("document_id", "documents", required=False),
        created(),
    )
    op.create_table(
        "diligence_questions",
        key(),
        ref("deal_id", "deals"),
        ref("workstream_id", "diligence_workstreams", required=False),
        user("asked_by_id", required=True, ondelete="RESTRICT"),
        text("question", required=True),
        flag("is_public"),
        moment("asked_at", required=True, default=sa.text("now()")),
    )
    op.create_table(
        "diligence_answers",
        key(),
        ref("question_id", "diligence_questions"),
        user("answered_by_id", required=True, ondelete="RESTRICT"),
        text("answer", required=True),
        user("approved_by_id"),
        created(),
    )
    op.create_table(
        "diligence_findings",
        key(),
        organization(),
        ref("deal_id", "deals"),
        ref("item_id", "diligence_items", required=False),
        string("title", 300),
        text("description"),
        existing_enum("severity", "risk_severity", default="low"),
        money("financial_impact"),
        user("found_by_id"),
        user("owner_id"),
        flag("is_deal_breaker"),
        *timestamps(),
    )
    op.create_index("ix_diligence_findings_open_critical", "diligence_findings", ["deal_id"],
                    postgresql_where=sa.text("severity = 'critical' AND is_deal_breaker"))
    op.create_table(
        "diligence_finding_mitigations",
        key(),
        ref("finding_id", "diligence_findings"),
        text("action", required=True),
        user("owner_id"),
        day("due_on"),
        moment("done_at"),
        created(),
    )
    op.create_table(
        "diligence_reviewers",
        key(),
        ref("workstream_id", "diligence_workstreams", index=False),
        user(required=True, ondelete="CASCADE", index=True),
        flag("is_external"),
        created(),
        sa.UniqueConstraint("workstream_id", "user_id"),
    )
    op.create_table(
        "diligence_reports",
        key(),
        organization(),
        ref("deal_id", "deals"),
        string("title", 200),
        json("sections", "[]"),
        ref("document_id", "documents", required=False),
        user("author_id"),
        moment("published_at"),
        *timestamps(),
    )
    op.create_table(
        "expert_sessions",
        key(),
        ref("deal_id", "deals"),
        string("expert_name", 160),
        string("topic", 200),
        user("booked_by_id"),
        moment("starts_at", required=True),
        integer("minutes", 60),
        money("fee"),
        created(),
    )
    op.create_table(
        "compliance_checks",
        key(),
        organization(),
        ref("company_id", "companies"),
        enum("check_type", "compliance_check_type", "sanctions", "pep", "adverse_media", "beneficial_owner", "tax"),
        string("outcome", 30, default="pending"),
        json("evidence"),
        user("performed_by_id"),
        moment("performed_at"),
        created(),
    )
    op.create_table(
        "regulatory_filings",
        key(),
        organization(),
        ref("deal_id", "deals"),
        string("authority", 120),
        string("jurisdiction", 80),
        string("docket", 60, required=False),
        day("filed_on"),
        day("cleared_on"),
        user("owner_id"),
        *timestamps(),
        sa.CheckConstraint("cleared_on >= filed_on", name="cleared_after_filing"),
    )
    op.create_table(
        "litigation_matters",
        key(),
        ref("company_id", "companies"),
        string("caption", 300),
        string("court", 160, required=False),
        money("exposure"),
        existing_enum("severity", "risk_severity", default="medium"),
        user("recorded_by_id"),
        *timestamps(),
    )


def downgrade() -> None:
    drop_tables(
        "diligence_templates", "diligence_template_items", "diligence_workstreams", "diligence_checklists",
        "diligence_items", "diligence_item_documents", "diligence_requests", "diligence_request_responses",
        "diligence_questions", "diligence_answers", "diligence_findings", "diligence_finding_mitigations",
        "diligence_reviewers", "diligence_reports", "expert_sessions", "compliance_checks", "regulatory_filings",
        "litigation_matters",
    )
    drop_enums("diligence_status", "compliance_check_type")
