"""Addresses of the queue and of a case."""

from django.urls import path

from . import live, views

urlpatterns = [
    path("", views.queue, name="queue"),
    path("now", views.queue_now, name="queue-now"),
    path("live", live.live, name="live"),
    path("live/<int:number>", live.live, name="live-case"),
    path("case/<int:number>", views.case, name="case"),
    path("case/<int:number>/person", views.case, {"part": "person"}, name="person"),
    path("case/<int:number>/now", views.case_now, name="case-now"),
    path("case/<int:number>/answer", views.answer_case, name="answer"),
    path("case/<int:number>/take", views.take_case, name="take"),
    path("case/<int:number>/give-back", views.give_case_back, name="give-back"),
]
