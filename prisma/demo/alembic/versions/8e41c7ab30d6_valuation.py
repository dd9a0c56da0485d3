"""valuation and financial models

Revision ID: 8e41c7ab30d6
Revises: 72b8e3059dfa
Create Date: 2023-12-11 11:48:20.905163
"""
import sqlalchemy as sa
from alembic import op
from columns import (
    created, day, drop_enums, drop_tables, enum, flag, integer, json, key, moment, money, organization, rate, ref,
    string, text, timestamps, user,
)

revision = "8e41c7ab30d6"
down_revision = "72b8e3059dfa"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "valuations",
        key(),
        organization(),
        ref("deal_id", "deals"),
        string("name", 160),
        enum("method", "valuation_method", "dcf", "comparables", "precedents", "lbo", "asset_based", default="dcf"),
        string("currency", 3, default="USD"),
        money("low_value"),
        money("base_value"),
        money("high_value"),
        day("valued_on", required=True),
        user("prepared_by_id", required=True, ondelete="RESTRICT"),
        user("reviewed_by_id"),
        flag("is_final"),
        *timestamps(),
        sa.CheckConstraint("low_value <= high_value", name="low_not_above_high"),
        sa.CheckConstraint("reviewed_by_id <> prepared_by_id", name="four_eyes"),
    )
    op.create_index("uq_valuations_final", "valuations", ["deal_id", "method"], unique=True,
                    postgresql_where=sa.text("is_final"))
    op.create_table(
        "valuation_scenarios",
        key(),
        ref("valuation_id", "valuations", index=False),
        string("name", 80),
        rate("probability"),
        money("value"),
        integer("position", 0),
        sa.UniqueConstraint("valuation_id", "name"),
    )
    op.create_table(
        "valuation_assumptions",
        key(),
        ref("scenario_id", "valuation_scenarios"),
        string("name", 120),
        sa.Column("value", sa.Numeric(), nullable=False),
        string("unit", 20, default="percent"),
        text("rationale"),
        user("entered_by_id"),
        *timestamps(),
    )
    op.create_table(
        "valuation_approvals",
        key(),
        ref("valuation_id", "valuations"),
        user("approver_id", required=True, ondelete="RESTRICT"),
        flag("is_approved"),
        text("comment"),
        moment("decided_at", required=True, default=sa.text("now()")),
    )
    op.create_table(
        "dcf_models",
        key(),
        ref("valuation_id", "valuations", index=False),
        rate("wacc", required=True),
        rate("terminal_growth", required=True),
        integer("projection_years", 5),
        user("built_by_id"),
        *timestamps(),
        sa.UniqueConstraint("valuation_id"),
        sa.CheckConstraint("wacc > terminal_growth", name="wacc_above_growth"),
    )
    op.create_table(
        "dcf_cash_flows",
        ref("dcf_model_id", "dcf_models", primary_key=True),
        sa.Column("year_index", sa.SmallInteger(), primary_key=True, autoincrement=False),
        money("free_cash_flow", required=True, default=0),
        rate("discount_factor"),
    )
    op.create_table(
        "comparable_sets",
        key(),
        organization(),
        ref("valuation_id", "valuations"),
        string("name", 120),
        user("created_by_id"),
        *timestamps(),
    )
    op.create_table(
        "comparable_companies",
        key(),
        ref("comparable_set_id", "comparable_sets", index=False),
        ref("company_id", "companies"),
        rate("ev_to_revenue"),
        rate("ev_to_ebitda"),
        rate("price_to_earnings"),
        flag("is_excluded"),
        sa.UniqueConstraint("comparable_set_id", "company_id"),
    )
    op.create_table(
        "precedent_transactions",
        key(),
        organization(),
        ref("target_id", "companies", required=False),
        ref("acquirer_id", "companies", required=False),
        day("announced_on", required=True),
        money("enterprise_value"),
        rate("ev_to_ebitda"),
        string("source", 200, required=False),
        user("entered_by_id"),
        created(),
        sa.CheckConstraint("target_id <> acquirer_id", name="two_parties"),
    )
    op.create_table(
        "lbo_models",
        key(),
        ref("valuation_id", "valuations", index=False),
        rate("entry_multiple", required=True),
        rate("exit_multiple", required=True),
        integer("holding_years", 5),
        rate("target_irr"),
        user("built_by_id"),
        *timestamps(),
        sa.UniqueConstraint("valuation_id"),
    )
    op.create_table(
        "debt_tranches",
        key(),
        ref("lbo_model_id", "lbo_models"),
        string("name", 80),
        integer("seniority", 1),
        money("amount", required=True),
        rate("interest_rate", required=True),
        flag("is_bullet"),
    )
    op.create_table(
        "synergies",
        key(),
        organization(),
        ref("deal_id", "deals"),
        enum("kind", "synergy_kind", "cost", "revenue", "tax", "financing"),
        string("title", 200),
        money("annual_value"),
        money("one_off_cost", required=True, default="0.00"),
        rate("confidence"),
        user("owner_id"),
        *timestamps(),
    )
    op.create_table(
        "sensitivity_tables",
        key(),
        ref("valuation_id", "valuations"),
        string("row_variable", 80),
        string("column_variable", 80),
        json("cells", "[]"),
        user("computed_by_id"),
        created(),
    )
    op.create_table(
        "financial_statements",
        key(),
        organization(),
        ref("company_id", "companies"),
        enum("statement", "statement_kind", "income", "balance_sheet", "cash_flow"),
        day("period_start", required=True),
        day("period_end", required=True),
        flag("is_audited"),
        ref("document_id", "documents", required=False),
        user("imported_by_id"),
        *timestamps(),
        sa.CheckConstraint("period_end > period_start", name="period_order"),
    )
    op.create_table(
        "financial_line_items",
        key(),
        ref("statement_id", "financial_statements", index=False),
        string("code", 40),
        string("label", 200),
        money("amount", required=True),
        integer("position", 0),
        sa.UniqueConstraint("statement_id", "code"),
    )
    op.create_table(
        "exchange_rates",
        sa.Column("base", sa.CHAR(3), primary_key=True),
        sa.Column("quote", sa.CHAR(3), primary_key=True),
        day("quoted_on", required=True, primary_key=True),
        sa.Column("rate", sa.Numeric(18, 8), nullable=False),
        sa.CheckConstraint("base <> quote", name="two_currencies"),
    )
    op.create_table(
        "market_indices",
        key(),
        string("symbol", 20),
        string("name", 160),
        sa.UniqueConstraint("symbol"),
    )
    op.create_table(
        "market_index_values",
        ref("market_index_id", "market_indices", primary_key=True),
        day("quoted_on", required=True, primary_key=True),
        sa.Column("close", sa.Float(precision=53), nullable=False),
    )


def downgrade() -> None:
    drop_tables(
        "valuations", "valuation_scenarios", "valuation_assumptions", "valuation_approvals", "dcf_models",
        "dcf_cash_flows", "comparable_sets", "comparable_companies", "precedent_transactions", "lbo_models",
        "debt_tranches", "synergies", "sensitivity_tables", "financial_statements", "financial_line_items",
        "exchange_rates", "market_indices", "market_index_values",
    )
    drop_enums("valuation_method", "synergy_kind", "statement_kind")
