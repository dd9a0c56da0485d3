"""the tenant on child tables, and who changed a row last

Revision ID: e04d7f1b92ac
Revises: d15c6b8e7f20
Create Date: 2024-11-21 16:17:42.806153
"""
from alembic import op
from columns import organization, user

revision = "e04d7f1b92ac"
down_revision = "d15c6b8e7f20"
branch_labels = None
depends_on = None

# Row security needs the tenant on the row itself; joining up to the deal for each row was too slow.
CHILD_TABLES = (
    "deal_notes", "deal_members", "deal_milestones", "deal_risks", "deal_stage_history", "letters_of_intent",
    "term_sheets", "company_financials", "data_room_members", "document_versions", "document_permissions",
    "document_comments", "document_views", "diligence_items", "diligence_questions", "diligence_answers",
    "expert_sessions", "valuation_scenarios", "webhook_deliveries", "integration_sync_runs", "payments",
    "task_comments", "calendar_event_attendees", "report_runs",
)
EDITED_TABLES = (
    "companies", "contacts", "deals", "documents", "tasks", "valuations", "data_rooms", "invoices", "plans",
)


def upgrade() -> None:
    for table in CHILD_TABLES:
        op.add_column(table, organization(required=False))
    for table in EDITED_TABLES:
        op.add_column(table, user("updated_by_id"))


def downgrade() -> None:
    for table in EDITED_TABLES:
        op.drop_column(table, "updated_by_id")
    for table in CHILD_TABLES:
        op.drop_column(table, "organization_id")
