"""Addresses of the desk's screens."""

from django.urls import path

from . import casework, coming_in, history, live, staff

urlpatterns = [
    path("first/<str:secret>", coming_in.first, name="first"),
    path("join/<str:secret>", coming_in.join, name="join"),
    path("sign-in", coming_in.enter, name="sign-in"),
    path("sign-out", coming_in.leave, name="sign-out"),
    path("operators", staff.operators, name="operators"),
    path("operators/<int:number>/shut-out", staff.shut_out, name="shut-out"),
    path("audit", history.history, name="audit"),
    path("password", staff.password, name="password"),
    path("language", coming_in.language, name="language"),
    path("", casework.queue, name="queue"),
    path("now", casework.queue_now, name="queue-now"),
    path("live", live.live, name="live"),
    path("live/<int:number>", live.live, name="live-case"),
    path("case/<int:number>", casework.case, name="case"),
    path("case/<int:number>/person", casework.case, {"part": "person"}, name="person"),
    path("case/<int:number>/now", casework.case_now, name="case-now"),
    path("case/<int:number>/answer", casework.answer_case, name="answer"),
    path("case/<int:number>/take", casework.take_case, name="take"),
    path("case/<int:number>/destroy", casework.destroy_case, name="destroy"),
    path("case/<int:number>/give-back", casework.give_case_back, name="give-back"),
]
