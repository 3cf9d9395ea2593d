"""How Django finds this part."""

from django.apps import AppConfig


class MarksConfig(AppConfig):
    """Part of the desk."""

    name = "aman.desk.marks"
    label = "marks"
    default_auto_field = "django.db.models.BigAutoField"
