"""The words of journeys and teams: stages, what happened, what a team said.

Promises: only a journey that a team's signature ended is called by the programme's own word.
"""

from math import ceil

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from aman.core.handover import Means, Window
from aman.desk.casebook.programme import the_programme
from aman.desk.journeys.by_itself import GO, STAY
from aman.desk.journeys.content import Plan
from aman.desk.journeys.needs import JourneyState, Need
from aman.desk.journeys.states import Event, Note, SignedEvent, Stage
from aman.desk.journeys.texts import span
from aman.roads.agreed import Leave


def stage(code: str) -> str:
    """Where a journey is; arrived in the programme's own word."""
    said = {
        Stage.ASKED: _("begun"),
        Stage.WAYS_FOUND: _("ways found"),
        Stage.CHOSEN: _("planned, not told yet"),
        Stage.TOLD: _("told, not repeated yet"),
        Stage.REPEATED: _("agreed: every step repeated"),
        Stage.RELEASED: _("waits for a second operator"),
        Stage.HANDED_OVER: _("sent to the team, not taken yet"),
        Stage.ACKNOWLEDGED: _("the team has taken it"),
        Stage.SET_OUT_UNTAKEN: _("on the way, no team has taken it"),
        Stage.SET_OUT: _("on the way"),
        Stage.ARRIVED: _arrived(),
        Stage.DID_NOT_COME: _("the team says: did not come"),
        Stage.CHANGED: _("the team says: it went differently"),
        Stage.LOST_CONTACT: _("the team says: lost contact"),
        Stage.HARMED: _("the team says: somebody was harmed"),
        Stage.ABORTED: _("aborted"),
        Stage.RECALLED: _("aborted; the team is told"),
        Stage.EXPIRED: _("expired: this plan no longer holds"),
        Stage.OVERDUE: _("expired: no word from the team"),
    }
    return said[Stage(code)]


def needs(state: JourneyState, now: float) -> list[str]:
    """What it needs next, the most urgent first."""
    ends = 0 if state.ends_at is None else max(0, ceil((state.ends_at - now) / 60))
    said = {
        Need.BEGINNING: _begins(state, now),
        Need.CHANGED: _("the danger on the way has changed"),
        Need.NO_WORD: _("no word from the team"),
        Need.UNTOLD: _untold(state),
        Need.HARMED: _("answer the person: somebody was harmed"),
        Need.OUTCOME: _("find out: %(what)s") % {"what": _ended(state)},
        Need.REFUSED: _("the team refused: plan anew"),
        Need.SECOND: _("a second person must release"),
        Need.ENDING: ngettext("the plan ends in %(n)d min", "the plan ends in %(n)d min", ends)
        % {"n": ends},
        Need.SILENT: _("the team has not taken it yet"),
    }
    return [said[each] for each in state.needs]


def _ended(state: JourneyState) -> str:
    """What is not as it should be, of an end that a team has signed."""
    said = {
        Stage.DID_NOT_COME: _("nobody came"),
        Stage.LOST_CONTACT: _("the team lost contact"),
        Stage.CHANGED: _("it went differently"),
        Stage.ABORTED: _("the team called it off"),
    }
    of_them = {"n": state.arrived or 0, "all": state.people}
    return said.get(state.stage, _("arrived: %(n)d of %(all)d") % of_them)


def outcome(state: JourneyState | None) -> str:
    """The same as sentences, with what to do; empty while nothing is to be found out."""
    if state is None or Need.OUTCOME not in state.needs:
        return ""
    said = {
        Stage.DID_NOT_COME: _("The team waited, and nobody came. Find out where they are."),
        Stage.LOST_CONTACT: _("The team has lost contact with them. Find out where they are."),
        Stage.CHANGED: _("The team says: it went differently. Ask the team and the person."),
        Stage.ABORTED: _("The team called it off. Tell the person what to do now."),
    }
    fewer = _("Arrived: %(n)d of %(all)d. Find out where the others are.")
    of_them = {"n": state.arrived or 0, "all": state.people}
    stays = _("This stays in the queue until you have written to the person.")
    return f"{said.get(state.stage, fewer % of_them)} {stays}"


def _untold(state: JourneyState) -> str:
    """What the person has to know."""
    said = {
        GO: _("tell the person: the team waits"),
        STAY: _("tell the person: do not set out, nobody waits"),
    }
    return said.get(state.untold, _("tell the person: the plan no longer holds"))


def _begins(state: JourneyState, now: float) -> str:
    """When they set out, or are awaited, and what is missing for it."""
    missing = {
        Stage.TOLD: _("not repeated yet"),
        Stage.REPEATED: _("not released yet"),
        Stage.RELEASED: _("not released yet"),
        Stage.HANDED_OVER: _("no team has taken it"),
        Stage.SET_OUT_UNTAKEN: _("no team has taken it"),
    }.get(state.stage, _("not told yet"))
    seconds = (state.begins_at or 0) - now
    said = {"n": ceil(abs(seconds) / 60), "missing": missing}
    if state.stage is Stage.SET_OUT_UNTAKEN:
        return _("set out %(n)d min ago: %(missing)s") % said
    if seconds > 0:
        return _("begins in %(n)d min: %(missing)s") % said
    return _("should have begun %(n)d min ago: %(missing)s") % said


def _arrived() -> str:
    """What the programme calls it; the desk's own word where it says nothing."""
    named = the_programme().arrived
    return named.get((get_language() or "en")[:2]) or named.get("en") or _("arrived, confirmed")


def event(code: str) -> str:
    """One line of a journey's history."""
    said: dict[str, str] = {
        Event.BEGAN: _("journey begun"),
        Event.FOUND_WAYS: _("ways found"),
        Event.WROTE_PLAN: _("plan written"),
        Event.TOLD: _("plan sent to the person"),
        Event.REPEATED: _("every step repeated"),
        Event.RELEASED: _("released by the first operator"),
        Event.NOT_RELEASED: _("not released"),
        Event.HANDED_OVER: _("handed over by the second operator"),
        Event.SET_OUT: _("has set out"),
        Event.ABORT: _("aborted"),
        Event.EXPIRED: _("its time is over"),
        Event.PLANNED_ANEW: _("taken back, to plan it anew"),
        Note.SAID: _("the desk told the person that it no longer holds"),
        Note.SAID_GO: _("the desk told the person that the team waits"),
        Note.SAID_STAY: _("the desk told the person not to set out"),
        Note.WITHOUT_WORD: _("decided: they set out without our word"),
        Note.NOT_SAID: _("the desk could not tell the person"),
        Note.GENUINE: _("request found genuine"),
        Note.NOT_GENUINE: _("taken back: request found genuine"),
        Note.DANGER_CHANGED: _("the danger on the way has changed"),
        Note.DANGER_AS_BEFORE: _("the danger on the way is as before"),
        Note.LOOKED_AT_DANGER: _("looked at the danger: the way stands"),
        SignedEvent.ACCEPTED: _("the team takes it"),
        SignedEvent.REFUSED: _("the team can't"),
        SignedEvent.ARRIVED: _arrived(),
        SignedEvent.DID_NOT_COME: _("the team says: did not come"),
        SignedEvent.ABORTED: _("the team says: aborted"),
        SignedEvent.CHANGED: _("the team says: it went differently"),
        SignedEvent.LOST_CONTACT: _("the team says: lost contact"),
        SignedEvent.HARMED: _("the team says: somebody was harmed"),
    }
    return said.get(code, code)


def says(code: str) -> str:
    """What a signed word says; empty for one that can't be read."""
    said = {
        "seen": _("has seen it"),
        "accept": _("takes it"),
        "refuse": _("can't take it"),
        "arrived": _("arrived"),
        "did_not_come": _("did not come"),
        "aborted": _("aborted"),
        "changed": _("went differently"),
        "lost_contact": _("lost contact"),
        "harmed": _("somebody was harmed"),
        "": _("This word can't be read any more."),
    }
    return said.get(code, code)


def because(code: str) -> str:
    """Why a team can't take it."""
    said = {
        "place": _("because of the place"),
        "time": _("because of the time"),
        "danger": _("because of danger"),
        "means": _("because of the means"),
        "other": _("for another reason"),
    }
    return said.get(code, code)


def means(code: str) -> str:
    """How the people come; a choice of a form, so said when it is shown."""
    said = {
        Means.FOOT: gettext_lazy("on foot"),
        Means.CAR: gettext_lazy("by car"),
        Means.OTHER: gettext_lazy("otherwise"),
    }
    return said[Means(code)]  # type: ignore[return-value]  # a lazy text is one when it is shown


def left(code: str) -> str:
    """What a person can leave behind; a choice of a form, so said when it is shown."""
    said = {
        Leave.WEAPON: gettext_lazy("weapon"),
        Leave.AMMUNITION: gettext_lazy("ammunition"),
        Leave.PHONE: gettext_lazy("phone"),
        Leave.BAG: gettext_lazy("bag"),
    }
    return said[Leave(code)]  # type: ignore[return-value]  # a lazy text is one when it is shown


def left_behind(plan: Plan) -> str:
    """All of it, in a row."""
    return " · ".join(str(left(each)) for each in plan.leave)


def window(plan: Plan) -> str:
    """When the team waits, by the plan's own clock."""
    return span(plan.window, plan.clock)


def fallback(plan: Plan) -> str:
    """When it waits once more; empty when it does not."""
    again: Window | None = plan.fallback
    return "" if again is None else span(again, plan.clock)
