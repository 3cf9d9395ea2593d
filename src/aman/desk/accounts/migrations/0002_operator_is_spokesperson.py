"""Who may see figures before their day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Nobody does until an administrator says so."""

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="operator",
            name="is_spokesperson",
            field=models.BooleanField(default=False),
        ),
    ]
