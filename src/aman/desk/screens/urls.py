"""Addresses of the desk's screens."""

from django.urls import path

from . import (
    answering,
    attachments,
    casework,
    coming_in,
    history,
    live,
    naming,
    people,
    person,
    staff,
)

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
    path("case/<int:number>/answer", answering.answer_case, name="answer"),
    path("case/<int:number>/release/<int:asked>", answering.decide_release, name="release"),
    *(
        path(
            f"case/<int:number>/way/<int:instruction>/{decision}",
            answering.decide_way,
            {"decision": decision},
            name=decision,
        )
        for decision in answering.DECISIONS
    ),
    path("case/<int:number>/move", person.move, name="move"),
    path("case/<int:number>/proposal/<int:proposal>", person.decide_proposal, name="proposal"),
    path("case/<int:number>/separate", person.separate, name="separate"),
    path("case/<int:number>/wish", person.wish, name="wish"),
    path("case/<int:number>/name", naming.name, name="name"),
    path("case/<int:number>/take-back", naming.take_back, name="take-back"),
    path("case/<int:number>/merge", naming.merge, name="merge"),
    path("case/<int:number>/member", people.member, name="member"),
    path("case/<int:number>/member/<int:of>", people.member, name="one-member"),
    path("case/<int:number>/whose", people.whose, name="whose"),
    path("case/<int:number>/relate", people.relate, name="relate"),
    path("case/<int:number>/relation/<int:link>", people.relation, name="relation"),
    path(
        "case/<int:number>/relation/<int:link>/withdraw", people.withdraw, name="withdraw-consent"
    ),
    path("case/<int:number>/relation/<int:link>/end", people.end, name="end-relation"),
    path("case/<int:number>/file/<int:item>/<int:place>", attachments.file, name="file"),
    path("case/<int:number>/file/<int:item>/<int:place>/shown", attachments.shown, name="shown"),
    path("case/<int:number>/file/<int:item>/<int:place>/save", attachments.save, name="save"),
    path("case/<int:number>/take", casework.take_case, name="take"),
    path("case/<int:number>/destroy", casework.destroy_case, name="destroy"),
    path("case/<int:number>/give-back", casework.give_case_back, name="give-back"),
]
