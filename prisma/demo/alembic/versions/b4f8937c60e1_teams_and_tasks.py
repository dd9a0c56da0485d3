"""teams, tasks, calendar and saved searches

Revision ID: b4f8937c60e1
Revises: a7e6182f4cd5
Create Date: 2024-04-16 16:02:28.517306
"""
import sqlalchemy as sa
from alembic import op
from columns import (
    created, drop_enums, drop_tables, enum, existing_enum, flag, integer, json, key, moment, organization, ref, string,
    text, timestamps, user,
)

revision = "b4f8937c60e1"
down_revision = "a7e6182f4cd5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "teams",
        key(),
        organization(index=False),
        string("name", 120),
        text("description"),
        user("lead_id"),
        ref("parent_id", "teams", required=False),
        user("created_by_id"),
        *timestamps(),
        sa.UniqueConstraint("organization_id", "name"),
    )
    op.create_table(
        "team_members",
        ref("team_id", "teams", primary_key=True),
        user(required=True, ondelete="CASCADE", primary_key=True),
        flag("is_manager"),
        user("added_by_id"),
        created(),
    )
    op.create_table(
        "tasks",
        key(),
        organization(),
        ref("deal_id", "deals", required=False, ondelete="CASCADE"),
        ref("team_id", "teams", required=False),
        string("title", 255),
        text("description"),
        enum("status", "task_status", "open", "in_progress", "blocked", "done", "canceled", default="open"),
        existing_enum("priority", "risk_severity", default="medium"),
        user("assignee_id", index=True),
        user("created_by_id"),
        moment("due_at"),
        moment("completed_at"),
        integer("position", 0),
        *timestamps(),
    )
    op.create_index("ix_tasks_open_due_at", "tasks", ["assignee_id", "due_at"],
                    postgresql_where=sa.text("status NOT IN ('done', 'canceled')"))
    op.create_table(
        "task_dependencies",
        ref("task_id", "tasks", primary_key=True),
        ref("depends_on_id", "tasks", primary_key=True),
        created(),
        sa.CheckConstraint("task_id <> depends_on_id", name="not_itself"),
    )
    op.create_table(
        "task_comments",
        key(),
        ref("task_id", "tasks"),
        user("author_id", required=True, ondelete="RESTRICT"),
        text("body", required=True),
        *timestamps(),
    )
    op.create_table(
        "task_checklist_items",
        key(),
        ref("task_id", "tasks"),
        string("label", 255),
        flag("is_done"),
        user("done_by_id"),
        integer("position", 0),
    )
    op.create_table(
        "task_watchers",
        ref("task_id", "tasks", primary_key=True),
        user(required=True, ondelete="CASCADE", primary_key=True),
        created(),
    )
    op.create_table(
        "attachments",
        key(),
        organization(),
        user("uploaded_by_id"),
        string("entity_type", 60),
        string("entity_id", 36),
        ref("document_id", "documents"),
        created(),
    )
    op.create_index("ix_attachments_entity", "attachments", ["entity_type", "entity_id"])
    op.create_table(
        "calendar_events",
        key(),
        organization(),
        ref("deal_id", "deals", required=False),
        user("organizer_id", required=True, ondelete="CASCADE"),
        string("title", 255),
        string("location", 255, required=False),
        moment("starts_at", required=True),
        moment("ends_at", required=True),
        *timestamps(),
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )
    op.create_table(
        "calendar_event_attendees",
        key(),
        ref("event_id", "calendar_events"),
        user(),
        ref("contact_id", "contacts", required=False, ondelete="CASCADE"),
        string("response", 20, default="needs_action"),
    )
    op.create_table(
        "meeting_notes",
        key(),
        ref("event_id", "calendar_events"),
        user("author_id", required=True, ondelete="RESTRICT"),
        text("body", required=True),
        json("action_items", "[]"),
        *timestamps(),
    )
    op.create_table(
        "mentions",
        key(),
        user("mentioned_id", required=True, ondelete="CASCADE", index=True),
        user("mentioned_by_id"),
        string("entity_type", 60),
        string("entity_id", 36),
        created(),
    )
    op.create_table(
        "saved_searches",
        key(),
        organization(),
        user(required=True, ondelete="CASCADE"),
        string("name", 120),
        string("scope", 40, default="deals"),
        json("criteria"),
        flag("is_shared"),
        *timestamps(),
    )
    op.create_table(
        "feed_entries",
        key(),
        organization(index=False),
        user("actor_id"),
        string("verb", 60),
        string("entity_type", 60),
        string("entity_id", 36),
        json("details"),
        created(),
    )
    op.create_index("ix_feed_entries_organization_id_created_at", "feed_entries", ["organization_id", sa.text("created_at DESC")])


def downgrade() -> None:
    drop_tables(
        "teams", "team_members", "tasks", "task_dependencies", "task_comments", "task_checklist_items",
        "task_watchers", "attachments", "calendar_events", "calendar_event_attendees", "meeting_notes", "mentions",
        "saved_searches", "feed_entries",
    )
    drop_enums("task_status")
