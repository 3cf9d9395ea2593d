"""The database itself refuses to change or delete what has happened to a journey."""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import StateApps

SQLITE = [
    """CREATE TRIGGER journey_event_never_changed BEFORE UPDATE ON journeys_journeyevent
       BEGIN SELECT RAISE(ABORT, 'what happened is never changed'); END""",
    """CREATE TRIGGER journey_event_never_deleted BEFORE DELETE ON journeys_journeyevent
       BEGIN SELECT RAISE(ABORT, 'what happened is never deleted'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION journey_event_refuses() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'what happened is never changed'; END $$""",
    """CREATE TRIGGER journey_event_never_changed BEFORE UPDATE OR DELETE ON journeys_journeyevent
       FOR EACH ROW EXECUTE FUNCTION journey_event_refuses()""",
    """CREATE TRIGGER journey_event_never_emptied BEFORE TRUNCATE ON journeys_journeyevent
       FOR EACH STATEMENT EXECUTE FUNCTION journey_event_refuses()""",
]


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers in place."""
    del apps
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """There is no way back: a history that can be opened for changes is none."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("journeys", "0001_initial")]
    operations: ClassVar[list[Operation]] = [migrations.RunPython(guard)]
