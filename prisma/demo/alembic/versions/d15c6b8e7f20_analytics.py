"""reports, dashboards and the tenant policy

Revision ID: d15c6b8e7f20
Revises: c90a2e48d573
Create Date: 2024-09-12 14:29:37.094518
"""
import sqlalchemy as sa
from alembic import op
from columns import (
    created, day, drop_enums, drop_tables, enum, flag, integer, json, key, moment, organization, ref, string, text,
    timestamps, user,
)

revision = "d15c6b8e7f20"
down_revision = "c90a2e48d573"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_definitions",
        key(),
        organization(required=False),
        string("name", 160),
        text("query_template", required=True),
        json("parameters", "[]"),
        user("owner_id"),
        *timestamps(),
    )
    op.create_table(
        "report_runs",
        key(),
        ref("report_definition_id", "report_definitions"),
        user("requested_by_id"),
        enum("status", "report_run_status", "queued", "running", "finished", "failed", default="queued"),
        integer("row_count", required=False),
        moment("started_at"),
        moment("finished_at"),
        created(),
    )
    op.create_table(
        "dashboards",
        key(),
        organization(),
        string("name", 120),
        flag("is_default"),
        user("owner_id"),
        *timestamps(),
    )
    op.create_table(
        "dashboard_widgets",
        key(),
        ref("dashboard_id", "dashboards"),
        ref("report_definition_id", "report_definitions", required=False),
        string("widget_type", 40),
        json("layout"),
        integer("position", 0),
    )
    op.create_table(
        "kpi_snapshots",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), primary_key=True),
        organization(),
        string("metric", 80),
        sa.Column("value", sa.Numeric(), nullable=False),
        day("measured_on", required=True),
        sa.UniqueConstraint("organization_id", "metric", "measured_on"),
    )
    op.create_table(
        "exports",
        key(),
        organization(),
        user("requested_by_id", required=True, ondelete="CASCADE"),
        string("format", 10, default="csv"),
        string("storage_key", 1024, required=False),
        sa.Column("bytes", sa.BigInteger(), nullable=True),
        moment("expires_at", default=sa.text("now() + interval '1 day'")),
        created(),
    )

    op.execute("""
CREATE VIEW v_deal_pipeline AS
SELECT o.slug AS organization, d.number, d.name, d.stage, d.deal_value, d.currency, d.probability,
       round(d.deal_value * d.probability / 100.0, 2) AS weighted_value,
       u.full_name AS owner, c.name AS target_company, d.expected_close_date
FROM deals d
JOIN organizations o ON o.id = d.organization_id
JOIN users u ON u.id = d.owner_id
LEFT JOIN companies c ON c.id = d.target_company_id
WHERE d.archived_at IS NULL""")
    op.execute("COMMENT ON VIEW v_deal_pipeline IS 'Open deals with the value weighted by probability'")
    op.execute("""
CREATE VIEW v_member_directory AS
SELECT o.slug AS organization, u.full_name, u.email, m.title, m.joined_at,
       (SELECT count(*) FROM tasks t WHERE t.assignee_id = u.id AND t.status <> 'done') AS open_tasks
FROM organization_memberships m
JOIN organizations o ON o.id = m.organization_id
JOIN users u ON u.id = m.user_id
WHERE m.status = 'active' AND u.deleted_at IS NULL""")
    op.execute("""
CREATE VIEW v_data_room_activity WITH (security_barrier = true) AS
SELECT r.id AS data_room_id, r.name, count(DISTINCT v.user_id) AS visitors, max(v.entered_at) AS last_visit
FROM data_rooms r
LEFT JOIN data_room_visits v ON v.data_room_id = r.id
GROUP BY r.id, r.name""")
    op.execute("""
CREATE VIEW v_overdue_invoices AS
SELECT b.legal_name, i.number, i.total, i.currency, CURRENT_DATE - i.due_on AS days_overdue
FROM invoices i
JOIN billing_accounts b ON b.id = i.billing_account_id
WHERE i.status = 'open' AND i.due_on < CURRENT_DATE""")
    op.execute("""
CREATE MATERIALIZED VIEW mv_pipeline_by_stage AS
SELECT o.slug AS organization, d.stage, count(*) AS deals, sum(d.deal_value) AS total_value,
       count(DISTINCT d.owner_id) AS owners
FROM deals d
JOIN organizations o ON o.id = d.organization_id
WHERE d.archived_at IS NULL
GROUP BY o.slug, d.stage""")
    op.create_index("uq_mv_pipeline_by_stage", "mv_pipeline_by_stage", ["organization", "stage"], unique=True)

    op.execute("ALTER TABLE deals ENABLE ROW LEVEL SECURITY")
    op.execute("""
CREATE POLICY deals_of_tenant ON deals
    USING (organization_id = current_setting('app.organization_id', true))""")
    op.execute("COMMENT ON POLICY deals_of_tenant ON deals IS 'The application sets app.organization_id for each request'")


def downgrade() -> None:
    op.execute("DROP POLICY deals_of_tenant ON deals")
    op.execute("ALTER TABLE deals DISABLE ROW LEVEL SECURITY")
    op.execute("DROP MATERIALIZED VIEW mv_pipeline_by_stage")
    for view in ("v_overdue_invoices", "v_data_room_activity", "v_member_directory", "v_deal_pipeline"):
        op.execute(f"DROP VIEW {view}")
    drop_tables("report_definitions", "report_runs", "dashboards", "dashboard_widgets", "kpi_snapshots", "exports")
    drop_enums("report_run_status")
