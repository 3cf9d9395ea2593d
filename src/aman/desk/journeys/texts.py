"""The plan in the caller's language, as he is sent it: what he reads once and then carries along.

Promises: only what was agreed; the meeting place's degrees are not in it, because his steps lead
there. Refuses to know: by which way it goes.
"""

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from aman.core.handover import WhoseClock, Window
from aman.desk.casebook.programme import the_programme

from .content import Arrangement, NotYetPlanned


def plan_text(arrangement: Arrangement, lang: str) -> str:
    """The whole plan; `NotYetPlanned`."""
    place, plan = arrangement.place, arrangement.plan
    if place is None or plan is None:
        raise NotYetPlanned
    with override(lang or "en"):
        lines = [_("This is your plan:")]
        lines += [f"{at}. {step}" for at, step in enumerate(plan.steps, start=1)]
        if place.words:
            lines.append(_("Where they wait: %(place)s") % {"place": place.words})
        when = _("Be there on %(day)s from %(start)s until %(end)s.")
        lines.append(when % _moments(plan.window, plan.clock))
        if plan.fallback is not None:
            then = _("If that fails: on %(day)s from %(start)s until %(end)s.")
            lines.append(then % _moments(plan.fallback, plan.clock))
        lines.append(_("These times follow the clock of %(place)s.") % {"place": plan.clock.name})
        lines.append(_("You say first: “%(words)s”") % {"words": plan.recognition.they_say})
        lines.append(_("They answer: “%(words)s”") % {"words": plan.recognition.we_say})
        if plan.show:
            lines.append(_("Show this: %(what)s") % {"what": plan.show})
        lines.append(_("The sign that it is off: %(sign)s") % {"sign": plan.abort_sign})
        end = moment(plan.expires, plan.clock)
        lines.append(_("After %(time)s this plan no longer holds. Then do not go.") % {"time": end})
        lines.append(_("Please repeat every step to us in your own words."))
    return "\n".join(lines)


def abort_text(lang: str) -> str:
    """What a caller is told when it is off."""
    with override(lang or "en"):
        return _("The plan is off. Do not go. Stay where you are safe and write to us.")


def over_text(lang: str) -> str:
    """What he is told by itself when the plan's time is over: the programme's words, or these."""
    with override(lang or "en"):
        own = _("What we agreed no longer holds. Do not go by it. Write to us when it is safe.")
    return the_programme().plan_over.get(lang) or own


def wait_text(lang: str) -> str:
    """What he is told by itself when it is planned anew: the programme's words, or these."""
    with override(lang or "en"):
        own = _("What we agreed has changed. Do not go by it. Wait for our next message.")
    return the_programme().plan_changed.get(lang) or own


def moment(at: int, clock: WhoseClock) -> str:
    """``2026-05-01 04:10`` by that clock."""
    there = datetime.fromtimestamp(at, UTC) + timedelta(minutes=clock.minutes)
    return f"{there:%Y-%m-%d %H:%M}"


def _moments(window: Window, clock: WhoseClock) -> dict[str, str]:
    """Both ends apart: a dash between two times is read from either side in Arabic."""
    start, end = moment(window.start, clock), moment(window.until, clock)
    day, there = start.split()
    return {"day": day, "start": there, "end": end.split()[1] if end[:10] == day else end}


def span(window: Window, clock: WhoseClock) -> str:
    """``2026-05-01 04:10–04:40`` by that clock."""
    start, end = moment(window.start, clock), moment(window.until, clock)
    return f"{start}–{end[-5:] if end[:10] == start[:10] else end}"
