"""Alembic environment of the M&A platform. Offline only: the SQL is reviewed and run by the release process.

After a change of a revision: PYTHONDONTWRITEBYTECODE=1 alembic upgrade head --sql > ../upgrade-head.sql
"""
import sqlalchemy as sa
from alembic import context

# The same convention as the application's models, so that constraints have names that a later revision can use.
NAMING_CONVENTION = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}

if not context.is_offline_mode():
    raise SystemExit("Render the SQL instead: alembic upgrade head --sql")

context.configure(
    dialect_name="postgresql",
    target_metadata=sa.MetaData(naming_convention=NAMING_CONVENTION),
    literal_binds=True,
    dialect_opts={"paramstyle": "named"},
)
with context.begin_transaction():
    context.run_migrations()
