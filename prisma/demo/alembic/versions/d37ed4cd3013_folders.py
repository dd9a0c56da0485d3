"""folders of a data room

Revision ID: d37ed4cd3013
Revises: 58ea862c1242
Create Date: 2025-05-19 12:08:44.551097
"""
import sqlalchemy as sa
from alembic import op
from columns import flag, integer, key, organization, ref, string, timestamps, user

revision = "d37ed4cd3013"
down_revision = "58ea862c1242"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "folders",
        key(),
        organization(),
        ref("data_room_id", "data_rooms", index=False),
        ref("parent_id", "folders", required=False, ondelete="CASCADE"),
        string("name", 255),
        string("path", 2048, default="/"),
        integer("position", 0),
        flag("is_archived"),
        user("created_by_id", required=True, ondelete="RESTRICT"),
        *timestamps(),
        sa.UniqueConstraint("data_room_id", "parent_id", "name"),
        sa.CheckConstraint("parent_id <> id", name="not_its_own_parent"),
        comment="A tree of folders in each data room",
    )


def downgrade() -> None:
    op.drop_table("folders")
