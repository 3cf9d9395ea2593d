"""Addresses of coming in and going out."""

from django.urls import path

from . import views

urlpatterns = [
    path("first/<str:secret>", views.first, name="first"),
    path("join/<str:secret>", views.join, name="join"),
    path("sign-in", views.enter, name="sign-in"),
    path("sign-out", views.leave, name="sign-out"),
    path("operators", views.operators, name="operators"),
    path("language", views.language, name="language"),
]
