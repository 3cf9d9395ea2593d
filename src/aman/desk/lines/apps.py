"""How Django finds this part."""

from django.apps import AppConfig


class LinesConfig(AppConfig):
    """Part of the desk."""

    name = "aman.desk.lines"
    label = "lines"
    default_auto_field = "django.db.models.BigAutoField"
