"""How Django finds this part."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Part of the desk."""

    name = "aman.desk.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
