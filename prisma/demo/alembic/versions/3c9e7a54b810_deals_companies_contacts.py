"""deal pipeline, companies and contacts

Revision ID: 3c9e7a54b810
Revises: 1a5c0e7d9b32
Create Date: 2023-09-18 15:40:02.118930
"""
import sqlalchemy as sa
from alembic import op
from columns import (
    created, day, drop_enums, drop_tables, enum, flag, integer, json, key, moment, money, organization, rate, ref,
    string, text, timestamps, user,
)
from sqlalchemy.dialects import postgresql

revision = "3c9e7a54b810"
down_revision = "1a5c0e7d9b32"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE SEQUENCE deal_number_seq START WITH 1000 INCREMENT BY 1 CACHE 10")
    op.create_table(
        "deal_sources",
        key(),
        organization(),
        string("name", 120),
        flag("is_active", True),
        created(),
        sa.UniqueConstraint("organization_id", "name"),
    )
    op.create_table(
        "deal_stages",
        key(),
        organization(index=False),
        string("name", 80),
        integer("position"),
        sa.Column("win_probability", sa.SmallInteger(), nullable=False, server_default=sa.text("0")),
        flag("is_terminal"),
        *timestamps(),
        sa.UniqueConstraint("organization_id", "position", name="uq_deal_stages_position", deferrable=True, initially="DEFERRED"),
        sa.CheckConstraint("win_probability BETWEEN 0 AND 100", name="win_probability_range"),
    )
    op.create_table(
        "companies",
        key(),
        organization(),
        string("name", 255),
        string("legal_name", 255, required=False),
        string("registration_number", 64, required=False),
        sa.Column("country", sa.CHAR(2), nullable=True),
        string("website", 512, required=False),
        integer("employee_count", required=False),
        integer("founded_year", required=False),
        text("description"),
        ref("parent_id", "companies", required=False),
        user("owner_id"),
        *timestamps(),
        sa.CheckConstraint("employee_count >= 0", name="employee_count_positive"),
    )
    op.create_index("ix_companies_name_lower", "companies", ["organization_id", sa.text("lower(name)")])
    op.create_table(
        "deals",
        key(),
        organization(),
        sa.Column("number", sa.BigInteger(), nullable=False, server_default=sa.text("nextval('deal_number_seq'::regclass)")),
        string("name", 255),
        string("code_name", 80, required=False, comment="Used in every outgoing message until the deal is announced"),
        enum("kind", "deal_kind", "acquisition", "merger", "divestiture", "minority_stake", "joint_venture", default="acquisition"),
        enum("stage", "deal_stage", "sourcing", "screening", "nda", "loi", "due_diligence", "negotiation", "signed",
             "closed", "lost", default="sourcing"),
        ref("stage_id", "deal_stages", required=False),
        ref("target_company_id", "companies", required=False, ondelete="RESTRICT"),
        ref("source_id", "deal_sources", required=False),
        user("owner_id", required=True, ondelete="RESTRICT", index=True),
        user("created_by_id"),
        money("value"),
        string("currency", 3, default="USD"),
        sa.Column("probability", sa.SmallInteger(), nullable=False, server_default=sa.text("10")),
        day("expected_close_date"),
        day("closed_on"),
        flag("is_confidential", True),
        json("custom_fields"),
        moment("archived_at"),
        *timestamps(),
        sa.UniqueConstraint("number"),
        sa.CheckConstraint("probability BETWEEN 0 AND 100", name="probability_range"),
        sa.CheckConstraint("value >= 0", name="value_positive"),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name="currency_format"),
    )
    op.execute("ALTER SEQUENCE deal_number_seq OWNED BY deals.number")
    op.create_index("ix_deals_organization_id_stage", "deals", ["organization_id", "stage"],
                    postgresql_where=sa.text("archived_at IS NULL"))
    op.create_index("ix_deals_custom_fields", "deals", ["custom_fields"], postgresql_using="gin")
    op.create_table(
        "deal_stage_history",
        key(),
        ref("deal_id", "deals"),
        sa.Column("from_stage", postgresql.ENUM(name="deal_stage", create_type=False), nullable=True),
        sa.Column("to_stage", postgresql.ENUM(name="deal_stage", create_type=False), nullable=False),
        user("changed_by_id"),
        text("reason"),
        moment("changed_at", required=True, default=sa.text("now()")),
    )
    op.create_table(
        "deal_members",
        key(),
        ref("deal_id", "deals", index=False),
        user(required=True, ondelete="CASCADE", index=True),
        enum("role", "deal_role", "lead", "analyst", "legal", "finance", "observer", default="analyst"),
        user("added_by_id"),
        created(),
        sa.UniqueConstraint("deal_id", "user_id"),
    )
    op.create_table(
        "deal_activities",
        key(),
        organization(index=False),
        ref("deal_id", "deals", index=False),
        user("actor_id", index=True),
        string("activity_type", 60),
        string("subject", 255, required=False),
        json("payload"),
        moment("occurred_at", required=True, default=sa.text("now()")),
    )
    op.create_index("ix_deal_activities_deal_id_occurred_at", "deal_activities", ["deal_id", sa.text("occurred_at DESC")])
    op.create_table(
        "deal_notes",
        key(),
        ref("deal_id", "deals"),
        user("author_id", required=True, ondelete="RESTRICT"),
        text("body", required=True),
        flag("is_pinned"),
        *timestamps(),
        sa.CheckConstraint("length(btrim(body)) > 0", name="body_not_blank"),
    )
    op.create_table(
        "deal_tags",
        key(),
        organization(),
        string("name", 60),
        string("color", 7, default="#64748b"),
        sa.UniqueConstraint("organization_id", "name"),
        sa.CheckConstraint("color ~ '^#[0-9a-f]{6}$'", name="color_format"),
    )
    op.create_table(
        "deal_tag_assignments",
        ref("deal_id", "deals", primary_key=True),
        ref("tag_id", "deal_tags", primary_key=True),
        user("assigned_by_id"),
        created(),
    )
    op.create_table(
        "deal_milestones",
        key(),
        ref("deal_id", "deals"),
        string("title", 200),
        day("due_on", required=True),
        day("reached_on"),
        user("owner_id"),
        integer("position", 0),
        *timestamps(),
    )
    op.create_table(
        "deal_risks",
        key(),
        ref("deal_id", "deals"),
        string("title", 200),
        text("description"),
        enum("severity", "risk_severity", "low", "medium", "high", "critical", default="medium"),
        sa.Column("likelihood", sa.SmallInteger(), nullable=False, server_default=sa.text("3")),
        user("owner_id"),
        user("raised_by_id"),
        moment("resolved_at"),
        *timestamps(),
        sa.CheckConstraint("likelihood BETWEEN 1 AND 5", name="likelihood_range"),
    )
    op.create_table(
        "deal_competitors",
        key(),
        ref("deal_id", "deals"),
        ref("company_id", "companies"),
        money("expected_bid"),
        text("notes"),
        created(),
        sa.UniqueConstraint("deal_id", "company_id"),
    )
    op.create_table(
        "company_aliases",
        key(),
        ref("company_id", "companies", index=False),
        string("alias", 255),
        sa.UniqueConstraint("company_id", "alias"),
    )
    op.create_table(
        "company_financials",
        key(),
        ref("company_id", "companies"),
        integer("fiscal_year"),
        string("currency", 3, default="USD"),
        money("revenue"),
        money("ebitda"),
        money("net_income"),
        money("net_debt"),
        sa.Column("ebitda_margin", sa.Numeric(9, 4),
                  sa.Computed("CASE WHEN revenue <> 0 THEN ebitda / revenue END", persisted=True), nullable=True),
        user("entered_by_id"),
        *timestamps(),
        sa.UniqueConstraint("company_id", "fiscal_year"),
    )
    op.create_table(
        "contacts",
        key(),
        organization(),
        string("first_name", 100),
        string("last_name", 100),
        string("email", 320, required=False),
        string("phone", 40, required=False),
        string("job_title", 150, required=False),
        user("owner_id"),
        text("notes"),
        *timestamps(),
    )
    op.create_index("ix_contacts_email_lower", "contacts", [sa.text("lower(email)")], postgresql_where=sa.text("email IS NOT NULL"))
    op.create_table(
        "company_contacts",
        ref("company_id", "companies", primary_key=True),
        ref("contact_id", "contacts", primary_key=True),
        flag("is_primary"),
        created(),
    )
    op.create_table(
        "deal_companies",
        key(),
        ref("deal_id", "deals", index=False),
        ref("company_id", "companies"),
        enum("party", "deal_party", "target", "buyer", "seller", "adviser", "lender"),
        created(),
        sa.UniqueConstraint("deal_id", "company_id", "party"),
    )
    op.create_table(
        "deal_contacts",
        key(),
        ref("deal_id", "deals", index=False),
        ref("contact_id", "contacts"),
        string("role", 80, required=False),
        user("introduced_by_id"),
        created(),
        sa.UniqueConstraint("deal_id", "contact_id"),
    )
    op.create_table(
        "interactions",
        key(),
        organization(),
        ref("contact_id", "contacts"),
        ref("deal_id", "deals", required=False),
        user(required=True, ondelete="RESTRICT"),
        enum("channel", "interaction_channel", "email", "call", "meeting", "message", default="email"),
        string("subject", 255, required=False),
        text("summary"),
        moment("happened_at", required=True),
        created(),
    )
    op.create_table(
        "buyer_lists",
        key(),
        organization(),
        ref("deal_id", "deals"),
        string("name", 120),
        user("created_by_id"),
        *timestamps(),
    )
    op.create_table(
        "buyer_list_entries",
        key(),
        ref("buyer_list_id", "buyer_lists", index=False),
        ref("company_id", "companies"),
        integer("priority", 3),
        string("status", 30, default="identified"),
        user("assigned_to_id"),
        moment("contacted_at"),
        sa.UniqueConstraint("buyer_list_id", "company_id"),
        sa.CheckConstraint("priority BETWEEN 1 AND 5", name="priority_range"),
    )
    op.create_table(
        "ndas",
        key(),
        organization(),
        ref("deal_id", "deals"),
        ref("company_id", "companies", required=False),
        flag("is_mutual", True),
        day("signed_on"),
        day("expires_on"),
        user("sent_by_id"),
        *timestamps(),
        sa.CheckConstraint("expires_on > signed_on", name="expires_after_signing"),
    )
    op.create_table(
        "letters_of_intent",
        key(),
        ref("deal_id", "deals"),
        integer("revision_number", 1),
        money("offer_value", required=True),
        string("currency", 3, default="USD"),
        integer("exclusivity_days", 0),
        user("submitted_by_id"),
        user("approved_by_id"),
        moment("submitted_at"),
        *timestamps(),
        sa.UniqueConstraint("deal_id", "revision_number"),
        sa.CheckConstraint("approved_by_id <> submitted_by_id", name="four_eyes"),
    )
    op.create_table(
        "term_sheets",
        key(),
        ref("deal_id", "deals"),
        string("title", 200),
        json("terms", "[]"),
        string("status", 30, default="draft"),
        user("drafted_by_id"),
        day("valid_until"),
        *timestamps(),
    )
    op.create_table(
        "deal_fees",
        key(),
        ref("deal_id", "deals"),
        string("fee_type", 40),
        money("amount"),
        rate("percentage"),
        ref("payable_to_id", "companies", required=False, index=False),
        created(),
        sa.CheckConstraint("num_nonnulls(amount, percentage) >= 1", name="amount_or_percentage"),
    )


def downgrade() -> None:
    op.execute("ALTER TABLE deals ALTER COLUMN number DROP DEFAULT")
    drop_tables(
        "deal_sources", "deal_stages", "companies", "deals", "deal_stage_history", "deal_members", "deal_activities",
        "deal_notes", "deal_tags", "deal_tag_assignments", "deal_milestones", "deal_risks", "deal_competitors",
        "company_aliases", "company_financials", "contacts", "company_contacts", "deal_companies", "deal_contacts",
        "interactions", "buyer_lists", "buyer_list_entries", "ndas", "letters_of_intent", "term_sheets", "deal_fees",
    )
    drop_enums("deal_kind", "deal_stage", "deal_role", "risk_severity", "deal_party", "interaction_channel")
