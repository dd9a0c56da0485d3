"""Columns that most tables of the platform have. Keys are UUIDs that the application writes as 36 characters."""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

NOW = sa.text("now()")


def key():
    return sa.Column("id", sa.String(36), primary_key=True)


def ref(name, table, required=True, ondelete=None, index=True, primary_key=False):
    """A reference to another table's id: goes with its parent when required, is cleared otherwise."""
    ondelete = ondelete or ("CASCADE" if required else "SET NULL")
    return sa.Column(
        name, sa.String(36), sa.ForeignKey(f"{table}.id", ondelete=ondelete),
        nullable=not required, index=index and not primary_key, primary_key=primary_key,
    )


def organization(name="organization_id", required=True, index=True, primary_key=False):
    """The tenant that owns the row."""
    return ref(name, "organizations", required, index=index, primary_key=primary_key)


def user(name="user_id", required=False, ondelete=None, index=False, primary_key=False):
    return ref(name, "users", required, ondelete=ondelete, index=index, primary_key=primary_key)


def string(name, length=255, required=True, default=None, **kw):
    return sa.Column(name, sa.String(length), nullable=not required, server_default=default, **kw)


def text(name, required=False, **kw):
    return sa.Column(name, sa.Text(), nullable=not required, **kw)


def integer(name, default=None, required=True, **kw):
    return sa.Column(name, sa.Integer(), nullable=not required,
                     server_default=None if default is None else sa.text(str(default)), **kw)


def money(name, required=False, default=None, **kw):
    return sa.Column(name, sa.Numeric(18, 2), nullable=not required,
                     server_default=None if default is None else sa.text(str(default)), **kw)


def rate(name, required=False, **kw):
    return sa.Column(name, sa.Numeric(9, 4), nullable=not required, **kw)


def flag(name, default=False, **kw):
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.text("true" if default else "false"), **kw)


def moment(name, required=False, default=None, **kw):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not required, server_default=default, **kw)


def day(name, required=False, **kw):
    return sa.Column(name, sa.Date(), nullable=not required, **kw)


def json(name, default="{}", **kw):
    return sa.Column(name, postgresql.JSONB(), nullable=False, server_default=sa.text(f"'{default}'::jsonb"), **kw)


def enum(name, type_name, *values, default=None, required=True):
    """A column of a new enum type; the type is created with the table."""
    return sa.Column(name, sa.Enum(*values, name=type_name), nullable=not required, server_default=default)


def existing_enum(name, type_name, default=None, required=True):
    return sa.Column(name, postgresql.ENUM(name=type_name, create_type=False), nullable=not required,
                     server_default=default)


def created():
    return moment("created_at", required=True, default=NOW)


def timestamps():
    return created(), moment("updated_at", required=True, default=NOW)


def drop_tables(*tables):
    """Drops tables in reverse order of their creation."""
    for table in reversed(tables):
        op.drop_table(table)


def drop_enums(*names):
    for name in names:
        op.execute(f"DROP TYPE {name}")
