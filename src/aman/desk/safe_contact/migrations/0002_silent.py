"""What an earlier desk kept as "never" becomes "says nothing by itself", for every wish there is.

Which of them hold a rule stands sealed: until it is written anew, each is taken to.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def be_silent(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Take every wish for a rule."""
    apps.get_model("safe_contact", "Wish").objects.update(silent=True)


class Migration(migrations.Migration):
    dependencies = [
        ("safe_contact", "0001_initial"),
    ]

    operations = [
        migrations.RenameField(model_name="wish", old_name="never", new_name="silent"),
        migrations.RunPython(be_silent, migrations.RunPython.noop),
    ]
