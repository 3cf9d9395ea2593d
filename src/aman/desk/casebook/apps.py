"""How Django finds this part."""

from django.apps import AppConfig


class CasebookConfig(AppConfig):
    """Part of the desk."""

    name = "aman.desk.casebook"
    label = "casebook"
    default_auto_field = "django.db.models.BigAutoField"
