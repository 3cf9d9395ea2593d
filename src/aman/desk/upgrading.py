"""Bringing the database to what this version expects, before anything uses it.

Promises: what is in order is not touched; each step is one transaction, so that a loss of power
between two leaves a database that the next start takes further; a database of a newer version is
refused unchanged.
"""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class NewerDatabase(Exception):  # noqa: N818 - says what is wrong
    """A newer version made it."""

    def __init__(self) -> None:
        super().__init__(
            "this database was made by a newer version: start that one, or bring back "
            "the copy from before the upgrade. Nothing was changed."
        )


def upgrade_database() -> None:
    """Bring the configured database up to date; raises NewerDatabase."""
    executor = MigrationExecutor(connection)
    if executor.loader.applied_migrations.keys() - executor.loader.disk_migrations.keys():
        raise NewerDatabase
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
