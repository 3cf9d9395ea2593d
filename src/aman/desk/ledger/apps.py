"""How Django finds this part."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Part of the desk."""

    name = "aman.desk.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
