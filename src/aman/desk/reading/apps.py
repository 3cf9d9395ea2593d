"""How Django finds this part."""

from django.apps import AppConfig


class ReadingConfig(AppConfig):
    """Part of the desk."""

    name = "aman.desk.reading"
    label = "reading"
    default_auto_field = "django.db.models.BigAutoField"
