"""Which part answers which address of the desk's screens."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from .assets import asset

urlpatterns: list[URLPattern | URLResolver] = [
    path("static/<path:name>", asset, name="asset"),
]
# The screens of a part come with its `urls`.
urlpatterns += [
    path("", include(f"aman.desk.{part}.urls"))
    for part in ("accounts", "cases")
    if find_spec(f"aman.desk.{part}.urls")
]
