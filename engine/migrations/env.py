"""Alembic's entry: runs the migrations on the engine that `engine.migrations.migrate` was given."""

from alembic import context

from engine.models import Base

LOCK = 5_341_177
"""Any number that only we use: if two servers start at once, one migrates and the other waits for it."""

engine = context.config.attributes["engine"]
with engine.connect() as connection:
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=True, transactional_ddl=True
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            # It takes as long as it takes, and so does waiting for another server that is at it.
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
            connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        context.run_migrations()
