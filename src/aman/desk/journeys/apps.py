"""How Django finds this part."""

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    """Part of the desk."""

    name = "aman.desk.journeys"
    label = "journeys"
    default_auto_field = "django.db.models.BigAutoField"
