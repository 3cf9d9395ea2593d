"""Which part answers which address of the desk's screens."""

from django.urls import URLPattern, URLResolver, include, path

from .assets import asset

urlpatterns: list[URLPattern | URLResolver] = [
    path("static/<path:name>", asset, name="asset"),
    path("", include("aman.desk.screens.urls")),
]
