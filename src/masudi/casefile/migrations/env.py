"""Alembic runs this for every migration: on the connection that `masudi.casefile.migrate` hands over."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
