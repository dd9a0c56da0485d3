"""harden after launch: longer columns, clearer names, missing indexes

Revision ID: c90a2e48d573
Revises: b4f8937c60e1
Create Date: 2024-06-27 10:44:13.680295
"""
import sqlalchemy as sa
from alembic import op
from columns import flag, organization, ref, string, user

revision = "c90a2e48d573"
down_revision = "b4f8937c60e1"
branch_labels = None
depends_on = None

UPDATED_AT_TABLES = ("organizations", "users", "companies", "deals", "documents", "tasks", "subscriptions", "invoices")


def upgrade() -> None:
    # "Interactions" came to mean clicks as well.
    op.rename_table("interactions", "contact_interactions")
    for name in ("pk_{}", "fk_{}_organization_id", "fk_{}_contact_id", "fk_{}_deal_id", "fk_{}_user_id"):
        op.execute(
            "ALTER TABLE contact_interactions RENAME CONSTRAINT "
            f"{name.format('interactions')} TO {name.format('contact_interactions')}"
        )
    for column in ("organization_id", "contact_id", "deal_id"):
        op.execute(f"ALTER INDEX ix_interactions_{column} RENAME TO ix_contact_interactions_{column}")

    op.alter_column("deals", "value", new_column_name="deal_value")
    op.alter_column("companies", "website", type_=sa.String(2048), existing_type=sa.String(512))
    op.alter_column("invoice_lines", "description", type_=sa.Text(), existing_type=sa.String(300))
    op.alter_column("document_views", "seconds", type_=sa.BigInteger(), existing_type=sa.Integer())
    op.alter_column("contacts", "first_name", existing_type=sa.String(100), nullable=True)
    op.alter_column("webhook_endpoints", "signing_secret", existing_type=sa.String(128),
                    server_default=sa.text("encode(sha256((clock_timestamp())::text::bytea), 'hex'::text)"))

    op.add_column("users", organization("default_organization_id", required=False, index=False))
    op.add_column("users", user("manager_id"))
    op.add_column("users", string("avatar_url", 1024, required=False))
    op.add_column("documents", ref("superseded_by_id", "documents", required=False, index=False))
    op.add_column("deals", flag("is_starred"))
    op.add_column("data_rooms", user("closed_by_id"))
    op.add_column("api_keys", user("revoked_by_id"))

    op.create_index("ix_documents_organization_id_status", "documents", ["organization_id", "status"])
    op.create_index("ix_deals_expected_close_date", "deals", ["expected_close_date"],
                    postgresql_where=sa.text("archived_at IS NULL AND closed_on IS NULL"))
    op.create_index("ix_deal_stage_history_changed_at", "deal_stage_history", [sa.text("changed_at DESC")])
    op.create_check_constraint("employee_count_believable", "companies", "employee_count < 5000000")
    op.drop_constraint(op.f("ck_buyer_list_entries_priority_range"), "buyer_list_entries", type_="check")
    op.create_check_constraint("priority_range", "buyer_list_entries", "priority BETWEEN 1 AND 10")

    op.execute("""
CREATE FUNCTION touch_updated_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$""")
    for table in UPDATED_AT_TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_touch_updated_at BEFORE UPDATE ON {table} "
            "FOR EACH ROW WHEN (NEW.updated_at = OLD.updated_at) EXECUTE FUNCTION touch_updated_at()"
        )


def downgrade() -> None:
    raise NotImplementedError("The renames cannot be undone while the released application runs; restore a backup.")
