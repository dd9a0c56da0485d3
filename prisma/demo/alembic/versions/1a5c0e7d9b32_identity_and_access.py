"""identity and access: organizations, users, roles, sessions

Revision ID: 1a5c0e7d9b32
Revises:
Create Date: 2023-09-04 10:12:31.402117
"""
import sqlalchemy as sa
from alembic import op
from columns import (
    NOW, created, drop_enums, drop_tables, enum, flag, integer, json, key, moment, organization, ref, string, text,
    timestamps, user,
)
from sqlalchemy.dialects import postgresql

revision = "1a5c0e7d9b32"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organizations",
        key(),
        string("name", 200),
        string("slug", 80),
        enum("tier", "organization_tier", "trial", "team", "business", "enterprise", default="trial"),
        string("industry", 100, required=False),
        sa.Column("country", sa.CHAR(2), nullable=False, server_default="US"),
        string("time_zone", 64, default="UTC"),
        flag("is_active", True),
        moment("trial_ends_at", default=sa.text("now() + interval '14 days'")),
        *timestamps(),
        sa.UniqueConstraint("slug"),
        sa.CheckConstraint("slug ~ '^[a-z0-9-]+$'", name="slug_format"),
        comment="A firm that uses the platform: the tenant of almost everything",
    )
    op.create_table(
        "users",
        key(),
        string("email", 320),
        string("full_name", 200),
        string("password_hash", 255, required=False, comment="argon2id; NULL when the user signs in through an identity provider"),
        string("locale", 10, default="en-US"),
        enum("status", "user_status", "invited", "active", "suspended", "deleted", default="invited"),
        flag("is_superuser"),
        moment("last_login_at"),
        moment("deleted_at"),
        *timestamps(),
        comment="People. A person can be a member of several organizations",
    )
    # Addresses are unique whatever their case, among those who are still here.
    op.create_index("uq_users_email_lower", "users", [sa.text("lower(email)")], unique=True,
                    postgresql_where=sa.text("deleted_at IS NULL"))
    op.create_index("ix_users_status", "users", ["status"])
    op.create_table(
        "organization_domains",
        key(),
        organization(),
        string("domain", 253),
        moment("verified_at"),
        string("verification_token", 64),
        created(),
        sa.UniqueConstraint("domain"),
    )
    op.create_table(
        "organization_settings",
        organization(primary_key=True),
        flag("require_mfa"),
        integer("session_minutes", 480),
        string("default_currency", 3, default="USD"),
        json("branding"),
        sa.Column("allowed_ip_ranges", postgresql.ARRAY(postgresql.CIDR()), nullable=False,
                  server_default=sa.text("'{}'::cidr[]")),
        user("updated_by_id"),
        moment("updated_at", required=True, default=NOW),
        sa.CheckConstraint("session_minutes BETWEEN 5 AND 10080", name="session_minutes_range"),
    )
    op.create_table(
        "organization_memberships",
        key(),
        organization(index=False),
        user(required=True, ondelete="CASCADE", index=True),
        string("title", 120, required=False),
        enum("status", "membership_status", "pending", "active", "removed", default="active"),
        user("invited_by_id"),
        moment("joined_at", default=NOW),
        *timestamps(),
        sa.UniqueConstraint("organization_id", "user_id"),
    )
    op.create_table(
        "roles",
        key(),
        organization(required=False),
        string("name", 80),
        text("description"),
        flag("is_system", comment="Built in: offered to every organization and not editable"),
        user("created_by_id"),
        *timestamps(),
        sa.UniqueConstraint("organization_id", "name"),
    )
    op.create_table(
        "permissions",
        key(),
        string("code", 100),
        string("resource", 60),
        string("action", 40),
        text("description"),
        sa.UniqueConstraint("code"),
        sa.UniqueConstraint("resource", "action"),
    )
    op.create_table(
        "role_permissions",
        ref("role_id", "roles", primary_key=True),
        ref("permission_id", "permissions", primary_key=True),
        created(),
    )
    op.create_table(
        "membership_roles",
        ref("membership_id", "organization_memberships", primary_key=True),
        ref("role_id", "roles", primary_key=True),
        user("granted_by_id"),
        created(),
    )
    op.create_table(
        "invitations",
        key(),
        organization(),
        string("email", 320),
        ref("role_id", "roles", required=False, index=False),
        string("token_hash", 64),
        user("invited_by_id", required=True, ondelete="CASCADE"),
        user("accepted_by_id"),
        moment("expires_at", required=True, default=sa.text("now() + interval '7 days'")),
        created(),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_table(
        "user_sessions",
        key(),
        user(required=True, ondelete="CASCADE", index=True),
        organization(required=False, index=False),
        string("refresh_token_hash", 64),
        sa.Column("ip_address", postgresql.INET(), nullable=True),
        text("user_agent"),
        moment("expires_at", required=True),
        moment("revoked_at"),
        created(),
        sa.UniqueConstraint("refresh_token_hash"),
    )
    op.create_index("ix_user_sessions_live", "user_sessions", ["user_id", "expires_at"],
                    postgresql_where=sa.text("revoked_at IS NULL"))
    op.create_table(
        "user_preferences",
        user(required=True, ondelete="CASCADE", primary_key=True),
        string("theme", 10, default="system"),
        json("dashboard_layout"),
        flag("weekly_digest", True),
        moment("updated_at", required=True, default=NOW),
        sa.CheckConstraint("theme IN ('light', 'dark', 'system')", name="theme_known"),
    )
    op.create_table(
        "user_identities",
        key(),
        user(required=True, ondelete="CASCADE", index=True),
        string("provider", 40),
        string("subject", 255),
        json("claims"),
        *timestamps(),
        sa.UniqueConstraint("provider", "subject"),
    )
    op.create_table(
        "password_reset_tokens",
        key(),
        user(required=True, ondelete="CASCADE", index=True),
        string("token_hash", 64),
        moment("expires_at", required=True),
        moment("used_at"),
        created(),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_table(
        "email_verifications",
        key(),
        user(required=True, ondelete="CASCADE", index=True),
        string("email", 320),
        sa.Column("code", sa.CHAR(6), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False, server_default=sa.text("0")),
        moment("verified_at"),
        created(),
        sa.CheckConstraint("attempts <= 5", name="attempts_limit"),
    )
    op.create_table(
        "mfa_devices",
        key(),
        user(required=True, ondelete="CASCADE", index=True),
        enum("method", "mfa_method", "totp", "webauthn", "sms"),
        string("label", 80),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        moment("confirmed_at"),
        created(),
    )
    op.create_table(
        "mfa_recovery_codes",
        key(),
        user(required=True, ondelete="CASCADE", index=True),
        string("code_hash", 64),
        moment("used_at"),
        created(),
    )
    op.create_table(
        "api_keys",
        key(),
        organization(),
        user("created_by_id"),
        string("name", 120),
        sa.Column("prefix", sa.CHAR(8), nullable=False),
        string("secret_hash", 64),
        sa.Column("scopes", postgresql.ARRAY(sa.Text()), nullable=False, server_default=sa.text("'{}'::text[]")),
        moment("last_used_at"),
        moment("revoked_at"),
        created(),
        sa.UniqueConstraint("prefix"),
    )
    op.create_table(
        "login_attempts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        user(),
        string("email", 320),
        sa.Column("ip_address", postgresql.INET(), nullable=False),
        flag("succeeded"),
        created(),
    )
    op.create_index("ix_login_attempts_email_created_at", "login_attempts", [sa.text("lower(email)"), sa.text("created_at DESC")])
    op.create_table(
        "audit_logs",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=True),
        organization(index=False),
        user("actor_id", index=True),
        string("action", 100),
        string("entity_type", 60),
        string("entity_id", 36, required=False),
        json("changes"),
        sa.Column("ip_address", postgresql.INET(), nullable=True),
        moment("occurred_at", required=True, default=sa.text("clock_timestamp()")),
        comment="Append only",
    )
    op.create_index("ix_audit_logs_organization_id_occurred_at", "audit_logs", ["organization_id", sa.text("occurred_at DESC")])
    op.create_index("ix_audit_logs_changes", "audit_logs", ["changes"], postgresql_using="gin")
    op.create_table(
        "feature_flags",
        key(),
        string("code", 80),
        text("description"),
        flag("enabled_by_default"),
        created(),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "organization_feature_flags",
        organization(primary_key=True),
        ref("feature_flag_id", "feature_flags", primary_key=True),
        flag("is_enabled", True),
        user("changed_by_id"),
        created(),
    )


def downgrade() -> None:
    drop_tables(
        "organizations", "users", "organization_domains", "organization_settings", "organization_memberships", "roles",
        "permissions", "role_permissions", "membership_roles", "invitations", "user_sessions", "user_preferences",
        "user_identities", "password_reset_tokens", "email_verifications", "mfa_devices", "mfa_recovery_codes",
        "api_keys", "login_attempts", "audit_logs", "feature_flags", "organization_feature_flags",
    )
    drop_enums("organization_tier", "user_status", "membership_status", "mfa_method")
