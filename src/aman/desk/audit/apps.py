"""How Django finds this part."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Part of the desk."""

    name = "aman.desk.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
