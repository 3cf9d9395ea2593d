"""How Django finds this part."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Part of the desk."""

    name = "aman.desk.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
