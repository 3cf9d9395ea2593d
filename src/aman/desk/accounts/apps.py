"""How Django finds this part."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Part of the desk."""

    name = "aman.desk.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
