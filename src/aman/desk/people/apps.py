"""How Django finds this part."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Part of the desk."""

    name = "aman.desk.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
