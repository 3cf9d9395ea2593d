from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lines", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="proof",
            field=models.CharField(default="sealed", max_length=16),
        ),
        migrations.AddField(
            model_name="instruction",
            name="notice",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="PassedWords",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_digest", models.BinaryField(max_length=32)),
                ("line", models.CharField(max_length=64)),
                ("strength", models.CharField(max_length=16)),
                ("at", models.BigIntegerField()),
                ("is_told", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("token_digest", "line"), name="passed_once")
                ],
            },
        ),
    ]
