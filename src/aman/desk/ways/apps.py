"""How Django finds this part."""

from django.apps import AppConfig


class WaysConfig(AppConfig):
    """Part of the desk."""

    name = "aman.desk.ways"
    label = "ways"
    default_auto_field = "django.db.models.BigAutoField"
