"""notifications, email, webhooks and integrations

Revision ID: a7e6182f4cd5
Revises: 9b03d5f7e142
Create Date: 2024-03-05 13:37:51.226840
"""
import sqlalchemy as sa
from alembic import op
from columns import (
    created, drop_enums, drop_tables, enum, flag, integer, json, key, moment, organization, ref, string, text,
    timestamps, user,
)
from sqlalchemy.dialects import postgresql

revision = "a7e6182f4cd5"
down_revision = "9b03d5f7e142"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notification_templates",
        key(),
        organization(required=False),
        string("code", 80),
        string("subject", 255),
        text("body", required=True),
        string("locale", 10, default="en-US"),
        user("edited_by_id"),
        *timestamps(),
        sa.UniqueConstraint("organization_id", "code", "locale"),
    )
    op.create_table(
        "notifications",
        key(),
        organization(index=False),
        user("recipient_id", required=True, ondelete="CASCADE"),
        user("actor_id"),
        ref("template_id", "notification_templates", required=False, index=False),
        string("title", 255),
        text("body"),
        string("link", 1024, required=False),
        flag("is_read"),
        moment("read_at"),
        created(),
    )
    op.create_index("ix_notifications_unread", "notifications", ["recipient_id", sa.text("created_at DESC")],
                    postgresql_where=sa.text("NOT is_read"))
    op.create_table(
        "notification_preferences",
        user(required=True, ondelete="CASCADE", primary_key=True),
        string("topic", 80, primary_key=True),
        flag("by_email", True),
        flag("in_app", True),
        flag("by_push"),
    )
    op.create_table(
        "notification_deliveries",
        key(),
        ref("notification_id", "notifications"),
        enum("channel", "delivery_channel", "email", "in_app", "push", "slack"),
        enum("status", "delivery_status", "queued", "sent", "failed", default="queued"),
        text("error"),
        moment("sent_at"),
        created(),
    )
    op.create_table(
        "email_messages",
        key(),
        organization(),
        user("recipient_id"),
        string("to_address", 320),
        string("subject", 255),
        string("provider_message_id", 160, required=False),
        moment("sent_at"),
        created(),
    )
    op.create_table(
        "email_events",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=True),
        ref("email_message_id", "email_messages"),
        string("event", 30),
        json("payload"),
        moment("occurred_at", required=True),
    )
    op.create_table(
        "webhook_endpoints",
        key(),
        organization(),
        string("url", 2048),
        string("signing_secret", 128),
        sa.Column("event_types", postgresql.ARRAY(sa.Text()), nullable=False, server_default=sa.text("ARRAY['*'::text]")),
        flag("is_enabled", True),
        user("created_by_id"),
        *timestamps(),
        sa.CheckConstraint("url LIKE 'https://%'", name="url_https"),
    )
    op.create_table(
        "webhook_deliveries",
        key(),
        ref("endpoint_id", "webhook_endpoints", index=False),
        string("event_type", 80),
        json("payload"),
        integer("response_status", required=False),
        sa.Column("duration", postgresql.INTERVAL(), nullable=True),
        integer("attempt", 1),
        moment("next_attempt_at"),
        created(),
    )
    op.create_index("ix_webhook_deliveries_endpoint_id_created_at", "webhook_deliveries",
                    ["endpoint_id", sa.text("created_at DESC NULLS LAST")])
    op.create_table(
        "integrations",
        key(),
        string("code", 60),
        string("name", 120),
        string("category", 60, default="crm"),
        flag("is_available", True),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "integration_accounts",
        key(),
        organization(index=False),
        ref("integration_id", "integrations"),
        string("external_account", 160),
        sa.Column("encrypted_credentials", sa.LargeBinary(), nullable=True),
        string("status", 30, default="connected"),
        user("connected_by_id"),
        *timestamps(),
        sa.UniqueConstraint("organization_id", "integration_id", "external_account"),
    )
    op.create_table(
        "integration_sync_runs",
        key(),
        ref("account_id", "integration_accounts"),
        enum("status", "sync_status", "running", "succeeded", "failed", default="running"),
        integer("records_read", 0),
        integer("records_written", 0),
        text("error"),
        user("started_by_id"),
        moment("started_at", required=True, default=sa.text("now()")),
        moment("finished_at"),
    )
    op.create_table(
        "integration_mappings",
        key(),
        ref("account_id", "integration_accounts", index=False),
        string("local_field", 120),
        string("remote_field", 120),
        string("direction", 10, default="both"),
        user("updated_by_id"),
        sa.UniqueConstraint("account_id", "local_field"),
    )
    op.create_table(
        "crm_records",
        key(),
        ref("account_id", "integration_accounts", index=False),
        string("remote_id", 120),
        string("entity_type", 60),
        string("entity_id", 36),
        moment("synced_at", required=True, default=sa.text("now()")),
        sa.UniqueConstraint("account_id", "remote_id"),
    )
    op.create_table(
        "oauth_clients",
        key(),
        organization(),
        string("client_id", 64),
        string("name", 120),
        sa.Column("redirect_uris", postgresql.ARRAY(sa.Text()), nullable=False),
        user("created_by_id"),
        created(),
        sa.UniqueConstraint("client_id"),
    )
    op.create_table(
        "oauth_grants",
        key(),
        ref("oauth_client_id", "oauth_clients", index=False),
        user(required=True, ondelete="CASCADE", index=True),
        string("scope", 500, default="read"),
        moment("revoked_at"),
        created(),
        sa.UniqueConstraint("oauth_client_id", "user_id"),
    )
    op.create_table(
        "event_outbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True, start=1, cache=50), primary_key=True),
        string("topic", 120),
        string("aggregate_id", 36),
        json("payload"),
        created(),
        moment("published_at"),
    )
    op.create_index("ix_event_outbox_unpublished", "event_outbox", ["id"], postgresql_where=sa.text("published_at IS NULL"))


def downgrade() -> None:
    drop_tables(
        "notification_templates", "notifications", "notification_preferences", "notification_deliveries",
        "email_messages", "email_events", "webhook_endpoints", "webhook_deliveries", "integrations",
        "integration_accounts", "integration_sync_runs", "integration_mappings", "crm_records", "oauth_clients",
        "oauth_grants", "event_outbox",
    )
    drop_enums("delivery_channel", "delivery_status", "sync_status")
