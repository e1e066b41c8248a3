"""How Alembic runs here: always on a connection that ``shared.database.migrate`` has opened."""

from alembic import context

from shared.database.full_text import is_declared
from shared.schema import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    include_name=is_declared,
    transactional_ddl=False,
)
context.run_migrations()
