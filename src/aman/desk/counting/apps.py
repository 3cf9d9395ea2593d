"""How Django finds this part."""

from django.apps import AppConfig


class CountingConfig(AppConfig):
    """Part of the desk."""

    name = "aman.desk.counting"
    label = "counting"
    default_auto_field = "django.db.models.BigAutoField"
