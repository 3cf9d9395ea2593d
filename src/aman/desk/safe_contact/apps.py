"""How Django finds this part."""

from django.apps import AppConfig


class SafeContactConfig(AppConfig):
    """Part of the desk."""

    name = "aman.desk.safe_contact"
    label = "safe_contact"
    default_auto_field = "django.db.models.BigAutoField"
