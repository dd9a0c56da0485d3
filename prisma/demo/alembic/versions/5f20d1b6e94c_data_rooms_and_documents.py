"""virtual data rooms and documents

Revision ID: 5f20d1b6e94c
Revises: 3c9e7a54b810
Create Date: 2023-10-09 09:03:55.771204
"""
import sqlalchemy as sa
from alembic import op
from columns import (
    created, drop_enums, drop_tables, enum, flag, integer, json, key, moment, organization, rate, ref, string, text,
    timestamps, user,
)
from sqlalchemy.dialects import postgresql

revision = "5f20d1b6e94c"
down_revision = "3c9e7a54b810"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "retention_policies",
        key(),
        organization(),
        string("name", 120),
        sa.Column("keep_for", postgresql.INTERVAL(), nullable=False, server_default=sa.text("'7 years'::interval")),
        flag("is_legal_hold"),
        user("created_by_id"),
        *timestamps(),
        sa.UniqueConstraint("organization_id", "name"),
    )
    op.create_table(
        "data_rooms",
        key(),
        organization(),
        ref("deal_id", "deals"),
        string("name", 200),
        enum("status", "data_room_status", "preparing", "open", "frozen", "closed", default="preparing"),
        ref("retention_policy_id", "retention_policies", required=False, index=False),
        user("owner_id", required=True, ondelete="RESTRICT"),
        moment("opens_at"),
        moment("closes_at"),
        flag("watermark_downloads", True),
        *timestamps(),
        sa.CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
    )
    op.create_table(
        "data_room_groups",
        key(),
        ref("data_room_id", "data_rooms", index=False),
        string("name", 120),
        ref("company_id", "companies", required=False),
        created(),
        sa.UniqueConstraint("data_room_id", "name"),
    )
    op.create_table(
        "data_room_members",
        key(),
        ref("data_room_id", "data_rooms", index=False),
        ref("group_id", "data_room_groups", required=False),
        user(required=True, ondelete="CASCADE", index=True),
        user("invited_by_id"),
        moment("nda_accepted_at"),
        created(),
        sa.UniqueConstraint("data_room_id", "user_id"),
    )
    op.create_table(
        "document_types",
        key(),
        organization(required=False),
        string("code", 60),
        string("name", 120),
        sa.Column("extensions", postgresql.ARRAY(sa.Text()), nullable=False,
                  server_default=sa.text("ARRAY['pdf'::text, 'docx'::text, 'xlsx'::text]")),
        sa.UniqueConstraint("organization_id", "code"),
    )
    op.create_table(
        "documents",
        key(),
        organization(),
        ref("data_room_id", "data_rooms", required=False, index=False),
        ref("deal_id", "deals", required=False),
        ref("document_type_id", "document_types", required=False),
        string("title", 255),
        string("file_name", 255),
        string("mime_type", 127, default="application/octet-stream"),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        sa.Column("sha256", sa.CHAR(64), nullable=False),
        enum("status", "document_status", "uploading", "processing", "available", "quarantined", "archived", default="uploading"),
        enum("sensitivity", "document_sensitivity", "public", "internal", "confidential", "restricted", default="confidential"),
        user("uploaded_by_id", required=True, ondelete="RESTRICT", index=True),
        user("locked_by_id"),
        sa.Column("search_text", postgresql.TSVECTOR(),
                  sa.Computed("to_tsvector('english'::regconfig, title::text)", persisted=True), nullable=True),
        moment("deleted_at"),
        *timestamps(),
        sa.CheckConstraint("size_bytes >= 0", name="size_positive"),
    )
    op.create_index("ix_documents_data_room_id_status", "documents", ["data_room_id", "status"],
                    postgresql_where=sa.text("deleted_at IS NULL"))
    op.create_index("ix_documents_search_text", "documents", ["search_text"], postgresql_using="gin")
    op.create_index("ix_documents_sha256", "documents", ["sha256"], postgresql_using="hash")
    op.create_table(
        "document_versions",
        key(),
        ref("document_id", "documents", index=False),
        integer("version_number"),
        string("storage_key", 1024),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        user("created_by_id"),
        text("change_note"),
        created(),
        sa.UniqueConstraint("document_id", "version_number"),
        sa.CheckConstraint("version_number > 0", name="version_number_positive"),
    )
    op.create_table(
        "document_tags",
        key(),
        organization(index=False),
        string("name", 60),
        sa.UniqueConstraint("organization_id", "name"),
    )
    op.create_table(
        "document_tag_assignments",
        ref("document_id", "documents", primary_key=True),
        ref("tag_id", "document_tags", primary_key=True),
        created(),
    )
    op.create_table(
        "document_permissions",
        key(),
        ref("document_id", "documents"),
        user(index=True),
        ref("group_id", "data_room_groups", required=False, ondelete="CASCADE"),
        flag("can_view", True),
        flag("can_download"),
        flag("can_print"),
        user("granted_by_id"),
        moment("expires_at"),
        created(),
    )
    op.create_table(
        "data_room_access_rules",
        key(),
        ref("data_room_id", "data_rooms"),
        ref("group_id", "data_room_groups", required=False, ondelete="CASCADE"),
        string("path_prefix", 1024, default="/"),
        enum("effect", "access_effect", "allow", "deny", default="allow"),
        integer("priority", 100),
        created(),
    )
    op.create_table(
        "data_room_visits",
        key(),
        ref("data_room_id", "data_rooms", index=False),
        user(required=True, ondelete="CASCADE"),
        sa.Column("ip_address", postgresql.INET(), nullable=True),
        moment("entered_at", required=True, default=sa.text("now()")),
        moment("left_at"),
    )
    op.create_index("ix_data_room_visits_entered_at", "data_room_visits", ["entered_at"], postgresql_using="brin")
    op.create_table(
        "document_views",
        sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=True),
        ref("document_id", "documents"),
        user(required=True, ondelete="CASCADE"),
        integer("page_count", 0),
        integer("seconds", 0),
        moment("viewed_at", required=True, default=sa.text("now()")),
    )
    op.create_table(
        "document_comments",
        key(),
        ref("document_id", "documents"),
        ref("parent_id", "document_comments", required=False, ondelete="CASCADE"),
        user("author_id", required=True, ondelete="RESTRICT"),
        integer("page_number", required=False),
        text("body", required=True),
        user("resolved_by_id"),
        *timestamps(),
    )
    op.create_table(
        "document_redactions",
        key(),
        ref("document_version_id", "document_versions"),
        integer("page_number", 1),
        json("regions", "[]"),
        string("reason", 200),
        user("applied_by_id", required=True, ondelete="RESTRICT"),
        created(),
    )
    op.create_table(
        "signature_requests",
        key(),
        organization(),
        ref("document_id", "documents"),
        string("provider", 40, default="internal"),
        string("status", 30, default="draft"),
        user("requested_by_id", required=True, ondelete="RESTRICT"),
        moment("expires_at"),
        *timestamps(),
    )
    op.create_table(
        "document_signatures",
        key(),
        ref("signature_request_id", "signature_requests"),
        user("signer_id"),
        string("signer_email", 320),
        moment("signed_at"),
        string("certificate_serial", 128, required=False),
        created(),
    )
    op.create_table(
        "document_extractions",
        key(),
        ref("document_version_id", "document_versions"),
        string("model", 80),
        json("fields"),
        rate("confidence"),
        user("reviewed_by_id"),
        created(),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence_range"),
    )
    op.create_table(
        "watermarks",
        key(),
        organization(),
        string("name", 80),
        string("template", 255, default="{{ email }} {{ date }}"),
        sa.Column("opacity", sa.REAL(), nullable=False, server_default=sa.text("0.25")),
        created(),
    )
    op.create_table(
        "document_shares",
        key(),
        ref("document_id", "documents"),
        user("shared_by_id", required=True, ondelete="CASCADE"),
        string("token_hash", 64),
        integer("max_downloads", required=False),
        moment("expires_at", required=True),
        created(),
        sa.UniqueConstraint("token_hash"),
    )


def downgrade() -> None:
    drop_tables(
        "retention_policies", "data_rooms", "data_room_groups", "data_room_members", "document_types", "documents",
        "document_versions", "document_tags", "document_tag_assignments", "document_permissions",
        "data_room_access_rules", "data_room_visits", "document_views", "document_comments", "document_redactions",
        "signature_requests", "document_signatures", "document_extractions", "watermarks", "document_shares",
    )
    drop_enums("data_room_status", "document_status", "document_sensitivity", "access_effect")
