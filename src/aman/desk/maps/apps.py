"""How Django finds this part."""

from django.apps import AppConfig


class MapsConfig(AppConfig):
    """Part of the desk."""

    name = "aman.desk.maps"
    label = "maps"
    default_auto_field = "django.db.models.BigAutoField"
