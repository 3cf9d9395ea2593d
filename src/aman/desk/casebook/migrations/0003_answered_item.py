from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casebook", "0002_first_seq"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="answered_item",
            field=models.BigIntegerField(default=0),
        ),
    ]
