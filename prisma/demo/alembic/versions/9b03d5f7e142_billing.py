"""plans, subscriptions, invoices and payments

Revision ID: 9b03d5f7e142
Revises: 8e41c7ab30d6
Create Date: 2024-01-22 08:15:09.340771
"""
import sqlalchemy as sa
from alembic import op
from columns import (
    created, day, drop_enums, drop_tables, enum, flag, integer, json, key, moment, money, organization, rate, ref,
    string, text, timestamps, user,
)

revision = "9b03d5f7e142"
down_revision = "8e41c7ab30d6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plans",
        key(),
        string("code", 40),
        string("name", 120),
        enum("billing_interval", "billing_interval", "month", "year", default="month"),
        money("price", required=True),
        string("currency", 3, default="USD"),
        integer("included_seats", 5),
        flag("is_public", True),
        *timestamps(),
        sa.UniqueConstraint("code"),
        sa.CheckConstraint("price >= 0", name="price_positive"),
    )
    op.create_table(
        "plan_features",
        ref("plan_id", "plans", primary_key=True),
        ref("feature_flag_id", "feature_flags", primary_key=True),
        integer("limit_value", required=False),
    )
    op.create_table(
        "tax_rates",
        key(),
        string("jurisdiction", 80),
        rate("percentage", required=True),
        day("valid_from", required=True),
        day("valid_until"),
        sa.UniqueConstraint("jurisdiction", "valid_from"),
        sa.CheckConstraint("percentage >= 0 AND percentage < 100", name="percentage_range"),
    )
    op.create_table(
        "billing_accounts",
        key(),
        organization(index=False),
        string("legal_name", 255),
        string("vat_number", 30, required=False),
        string("billing_email", 320),
        json("address"),
        user("contact_id"),
        money("credit_balance", required=True, default=0),
        *timestamps(),
        sa.UniqueConstraint("organization_id"),
    )
    op.create_table(
        "payment_methods",
        key(),
        ref("billing_account_id", "billing_accounts"),
        enum("kind", "payment_method_kind", "card", "sepa_debit", "ach_debit", "wire"),
        sa.Column("last_four", sa.CHAR(4), nullable=True),
        sa.Column("expires_month", sa.SmallInteger(), nullable=True),
        sa.Column("expires_year", sa.SmallInteger(), nullable=True),
        flag("is_default"),
        user("added_by_id"),
        created(),
        sa.CheckConstraint("expires_month BETWEEN 1 AND 12", name="expires_month_range"),
    )
    op.create_index("uq_payment_methods_default", "payment_methods", ["billing_account_id"], unique=True,
                    postgresql_where=sa.text("is_default"))
    op.create_table(
        "coupons",
        key(),
        string("code", 40),
        rate("percent_off"),
        money("amount_off"),
        integer("max_redemptions", required=False),
        moment("expires_at"),
        user("created_by_id"),
        created(),
        sa.UniqueConstraint("code"),
        sa.CheckConstraint("(percent_off IS NULL) <> (amount_off IS NULL)", name="one_discount"),
    )
    op.create_table(
        "subscriptions",
        key(),
        organization(),
        ref("plan_id", "plans", ondelete="RESTRICT"),
        enum("status", "subscription_status", "trialing", "active", "past_due", "canceled", default="trialing"),
        integer("seats", 1),
        day("current_period_start", required=True),
        day("current_period_end", required=True),
        moment("canceled_at"),
        user("canceled_by_id"),
        user("created_by_id"),
        *timestamps(),
        sa.CheckConstraint("seats > 0", name="seats_positive"),
        sa.CheckConstraint("current_period_end > current_period_start", name="period_order"),
    )
    op.create_table(
        "subscription_items",
        key(),
        ref("subscription_id", "subscriptions"),
        string("description", 200),
        integer("quantity", 1),
        money("unit_price", required=True),
        sa.Column("total", sa.Numeric(20, 2), sa.Computed("quantity * unit_price", persisted=True), nullable=True),
    )
    op.create_table(
        "coupon_redemptions",
        key(),
        ref("coupon_id", "coupons", index=False),
        organization(),
        user("redeemed_by_id"),
        created(),
        sa.UniqueConstraint("coupon_id", "organization_id"),
    )
    op.execute("CREATE SEQUENCE invoice_number_seq AS bigint START WITH 20240001 NO CYCLE")
    op.create_table(
        "invoices",
        key(),
        organization(),
        ref("billing_account_id", "billing_accounts", ondelete="RESTRICT"),
        ref("subscription_id", "subscriptions", required=False),
        sa.Column("number", sa.String(20), nullable=False,
                  server_default=sa.text("'INV-'::text || nextval('invoice_number_seq'::regclass)::text")),
        enum("status", "invoice_status", "draft", "open", "paid", "void", "uncollectible", default="draft"),
        string("currency", 3, default="USD"),
        money("subtotal", required=True, default=0),
        money("tax", required=True, default=0),
        sa.Column("total", sa.Numeric(18, 2), sa.Computed("subtotal + tax", persisted=True), nullable=True),
        day("issued_on"),
        day("due_on"),
        moment("paid_at"),
        *timestamps(),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_invoices_due", "invoices", ["due_on"], postgresql_where=sa.text("status = 'open'"))
    op.create_table(
        "invoice_lines",
        key(),
        ref("invoice_id", "invoices"),
        string("description", 300),
        sa.Column("quantity", sa.Numeric(12, 3), nullable=False, server_default=sa.text("1")),
        money("unit_price", required=True),
        ref("tax_rate_id", "tax_rates", required=False, index=False),
        integer("position", 0),
    )
    op.create_table(
        "payments",
        key(),
        ref("invoice_id", "invoices", ondelete="RESTRICT"),
        ref("payment_method_id", "payment_methods", required=False),
        money("amount", required=True),
        string("provider_reference", 120, required=False),
        string("status", 30, default="pending"),
        moment("received_at"),
        user("recorded_by_id"),
        created(),
        sa.CheckConstraint("amount > 0", name="amount_positive"),
    )
    op.create_index("uq_payments_provider_reference", "payments", ["provider_reference"], unique=True,
                    postgresql_where=sa.text("provider_reference IS NOT NULL"))
    op.create_table(
        "refunds",
        key(),
        ref("payment_id", "payments", ondelete="RESTRICT"),
        money("amount", required=True),
        text("reason"),
        user("approved_by_id"),
        created(),
    )
    op.create_table(
        "credit_notes",
        key(),
        ref("invoice_id", "invoices", ondelete="RESTRICT"),
        string("number", 20),
        money("amount", required=True),
        text("reason"),
        user("issued_by_id"),
        created(),
        sa.UniqueConstraint("number"),
    )
    op.create_table(
        "usage_meters",
        key(),
        string("code", 60),
        string("unit", 30),
        string("aggregation", 10, default="sum"),
        sa.UniqueConstraint("code"),
        sa.CheckConstraint("aggregation IN ('sum', 'max', 'last')", name="aggregation_known"),
    )
    op.create_table(
        "usage_records",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), primary_key=True),
        organization(index=False),
        ref("usage_meter_id", "usage_meters"),
        sa.Column("quantity", sa.Numeric(20, 6), nullable=False),
        moment("recorded_at", required=True, default=sa.text("now()")),
    )
    op.create_index("ix_usage_records_organization_id_recorded_at", "usage_records", ["organization_id", "recorded_at"],
                    postgresql_include=["quantity"])


def downgrade() -> None:
    op.execute("ALTER TABLE invoices ALTER COLUMN number DROP DEFAULT")
    op.execute("DROP SEQUENCE invoice_number_seq")
    drop_tables(
        "plans", "plan_features", "tax_rates", "billing_accounts", "payment_methods", "coupons", "subscriptions",
        "subscription_items", "coupon_redemptions", "invoices", "invoice_lines", "payments", "refunds", "credit_notes",
        "usage_meters", "usage_records",
    )
    drop_enums("billing_interval", "payment_method_kind", "subscription_status", "invoice_status")
