"""How Django finds this part."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """Part of the desk."""

    name = "aman.desk.publication"
    label = "publication"
    default_auto_field = "django.db.models.BigAutoField"
