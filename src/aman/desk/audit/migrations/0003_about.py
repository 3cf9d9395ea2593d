"""An entry may concern a colleague, and may be by somebody unknown.

SQLite makes the table anew for this and forgets what refused changes: that is put back.
"""

from importlib import import_module
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import StateApps

_REFUSALS = import_module("aman.desk.audit.migrations.0002_append_only").SQLITE


def refuse_again(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make SQLite's triggers once more."""
    del apps
    if schema_editor.connection.vendor == "sqlite":
        for statement in _REFUSALS:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    """A name beside the operator's, and an operator who may be missing."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("audit", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField(
            model_name="auditentry",
            name="about",
            field=models.CharField(default="", max_length=64),
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="operator",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(refuse_again),
    ]
