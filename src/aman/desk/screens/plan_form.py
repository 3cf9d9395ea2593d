"""The form of a plan: what the person carries in his head, and when each of it happens.

Promises: what is typed is kept when it holds a mistake; moments that can't all be true are refused
in words, and so are hours in the steps that the plan's own moments have left behind.
Refuses to know: whose journey it is.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from aman.core.handover import Recognition, WhoseClock, Window
from aman.desk.journeys.content import Arrangement, ChosenWay, Plan
from aman.desk.journeys.limits import BEGINNING_LETTERS, MOST_STEPS, STEP_LETTERS
from aman.roads.agreed import Leave

from .clock_forms import MINUTES, ByAClock, Moment
from .journey_words import left

_WORDS, _SAID = 200, 100
_HOUR: Final = re.compile(r"(?<![\d:.])(\d{1,2})[:.](\d{2})(?![\d:.]\d|\d)")
"""An hour as somebody types it, in any digits."""
_OF_THE_WAY: Final = (
    "sets_out", "opens", "closes", "sets_out_again", "again_opens", "again_closes"
)  # fmt: skip
_MOMENTS: Final = (*_OF_THE_WAY, "expires")
_HOLDS: Final = "hours_hold"


def line(**attributes: str) -> forms.TextInput:
    """One line, in any language."""
    return forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", **attributes})


def lines(rows: int) -> forms.Textarea:
    """Several, in any language."""
    return forms.Textarea(attrs={"dir": "auto", "rows": rows})


class PlanForm(ByAClock):
    """What the person carries in his head."""

    zone = forms.CharField(
        label=_("Whose clock everybody follows"),
        help_text=_("The nearest large city in English, for example Europe/Kyiv."),
        max_length=40,
        widget=line(dir="ltr", list="zones"),
    )
    gathers = forms.CharField(
        label=_("Where all come first"),
        help_text=_("Only if they are not sure where they are: a landmark, and until when."),
        max_length=BEGINNING_LETTERS,
        required=False,
        widget=lines(2),
    )
    sets_out = Moment(label=_("They set out"), required=False)
    without_word = forms.BooleanField(
        label=_("They set out even if no team has taken it"),
        help_text=_("Only if they can't read us by then. Else they wait for our word."),
        required=False,
    )
    begins = forms.CharField(
        label=_("How they begin"),
        help_text=_("Where they stand, and which way they go. No hours here."),
        max_length=BEGINNING_LETTERS,
        required=False,
        widget=lines(2),
    )
    steps = forms.CharField(
        label=_("Steps, one in each line, seven at most"),
        help_text=_("In the person's language, by landmarks, from where the person is."),
        max_length=MOST_STEPS * (STEP_LETTERS + 2),
        widget=lines(7),
    )
    hours_hold = forms.BooleanField(label=_("The hours in the steps are right"), required=False)
    opens = Moment(label=_("The team waits from"))
    closes = Moment(label=_("The team waits until"))
    sets_out_again = Moment(label=_("If they can't then, they set out"), required=False)
    again_opens = Moment(label=_("If that fails, from"), required=False)
    again_closes = Moment(label=_("If that fails, until"), required=False)
    they_say = forms.CharField(label=_("The person says first"), max_length=_SAID, widget=line())
    we_say = forms.CharField(label=_("The team answers"), max_length=_SAID, widget=line())
    show = forms.CharField(
        label=_("What the person shows from afar"),
        max_length=_WORDS,
        required=False,
        widget=line(),
    )
    leave = forms.MultipleChoiceField(
        label=_("What they leave behind"),
        required=False,
        choices=[(each.value, left(each)) for each in Leave],
        initial=[Leave.WEAPON.value, Leave.AMMUNITION.value],
        widget=forms.CheckboxSelectMultiple,
    )
    abort_sign = forms.CharField(
        label=_("The sign that it is off"), max_length=_WORDS, widget=line()
    )
    expires = Moment(label=_("After this moment the plan no longer holds"))

    def __init__(self, *args: Any, **words: Any) -> None:  # noqa: ANN401 - Django's own words
        super().__init__(*args, **words)
        self._asks_of_hours = self.fields[_HOLDS]
        if not self.data.get(_HOLDS):
            del self.fields[_HOLDS]  # asked only once there is something to look at

    def clean_steps(self) -> tuple[str, ...]:
        """At most seven, each not too long."""
        typed = (each.strip() for each in self.cleaned_data["steps"].splitlines())
        steps = tuple(each for each in typed if each)
        if len(steps) > MOST_STEPS:
            raise forms.ValidationError(_("Nobody remembers more than seven steps. Join some."))
        if any(len(each) > STEP_LETTERS for each in steps):
            raise forms.ValidationError(_("A step is too long. Shorten it."))
        return steps

    def clean_gathers(self) -> str:
        """One line, as it is told."""
        return " ".join(self.cleaned_data["gathers"].split())

    def clean_begins(self) -> str:
        """One line, as it is told."""
        return " ".join(self.cleaned_data["begins"].split())

    def clean(self) -> dict[str, Any]:
        """Moments by that clock, in an order that makes sense, and hours that fit them."""
        said = self.cleaned_data
        for name in _MOMENTS:
            if said.get(name) and "zone" in said:
                said[name] = self.at(said[name])
        self._in_order("opens", "closes", _("The window closes before it opens."))
        self._in_order("again_opens", "again_closes", _("The window closes before it opens."))
        self._in_order("closes", "again_opens", _("The second window opens before the first ends."))
        if bool(said.get("again_opens")) != bool(said.get("again_closes")):
            self.add_error("again_closes", _("Write both moments, or none."))
        self._setting_out(said)
        last = "again_closes" if said.get("again_closes") else "closes"
        self._not_before(last, "expires", _("The plan ends before the team stops waiting."))
        words = [str(said.get(name, "")).strip().casefold() for name in ("they_say", "we_say")]
        if words[0] and words[0] == words[1]:
            self.add_error("we_say", _("The same words on both sides prove nothing. Change one."))
        if not self.errors and not said.get(_HOLDS):
            self._ask_of_hours(said)
        return said

    def _setting_out(self, said: dict[str, Any]) -> None:
        late = _("They set out after the team has stopped waiting.")
        self._in_order("sets_out", "closes", late, at="sets_out")
        self._in_order("sets_out_again", "again_closes", late, at="sets_out_again")
        self._in_order("sets_out", "sets_out_again", _("This is not later than the first time."))
        if said.get("sets_out_again") and not said.get("again_opens"):
            self.add_error("again_opens", _("Say when the team waits then."))
        elif said.get("again_opens") and said.get("sets_out") and not said.get("sets_out_again"):
            unsaid = _("Say when they set out then. Otherwise nobody tells them.")
            self.add_error("sets_out_again", unsaid)

    def _in_order(self, first: str, second: str, mistake: Any, at: str = "") -> None:  # noqa: ANN401 - lazy
        before, after = self.cleaned_data.get(first), self.cleaned_data.get(second)
        if isinstance(before, int) and isinstance(after, int) and before >= after:
            self.add_error(at or second, mistake)

    def _not_before(self, first: str, second: str, mistake: Any) -> None:  # noqa: ANN401 - lazy
        before, after = self.cleaned_data.get(first), self.cleaned_data.get(second)
        if isinstance(before, int) and isinstance(after, int) and before > after:
            self.add_error(second, mistake)

    def _ask_of_hours(self, said: dict[str, Any]) -> None:
        """Whether hours in the steps still hold, where they may be those of before."""
        found = dict.fromkeys([*self._left_behind(said), *_outside(said)])
        if not found:
            return
        hours = ", ".join(f"{hour:02}:{minute:02}" for hour, minute in found)
        look = _("Look at these hours in the steps: %(hours)s. The plan has other times.")
        mend = _("Mend the steps, or tick that their hours are right.")
        self.fields[_HOLDS] = self._asks_of_hours
        self.order_fields(type(self).base_fields)
        self.add_error("steps", [forms.ValidationError(look, params={"hours": hours}), mend])

    def _left_behind(self, said: dict[str, Any]) -> Iterator[tuple[int, int]]:
        """Hours that stood in the words before, when the plan had other moments."""
        moved = said["zone"] != self.initial.get("zone") or any(
            (_typed(said[name], said["zone"]) if said.get(name) else "")
            != self.initial.get(name, "")
            for name in _OF_THE_WAY
        )
        if moved and self.initial.get("steps"):
            before = set(_hours(self.initial["steps"], self.initial.get("gathers", "")))
            now = _hours(*said["steps"], said["gathers"], said["begins"])
            yield from (each for each in now if each in before)

    def refuse_past(self, now: int) -> bool:
        """Whether it begins and ends in the future; else it says so."""
        for name in ("sets_out", "expires"):
            if self.cleaned_data[name] is not None and self.cleaned_data[name] <= now:
                self.add_error(name, _("This moment is over."))
        return not self.errors

    def plan(self) -> Plan:
        """What is to be kept."""
        said = self.cleaned_data
        again = said["again_opens"] and Window(said["again_opens"], said["again_closes"])
        there = datetime.fromtimestamp(said["opens"], ZoneInfo(said["zone"])).utcoffset()
        minutes = int((there or timedelta()).total_seconds() // 60)
        return Plan(
            steps=said["steps"],
            clock=WhoseClock(minutes, said["zone"]),
            zone=said["zone"],
            window=Window(said["opens"], said["closes"]),
            recognition=Recognition(said["they_say"], said["we_say"]),
            abort_sign=said["abort_sign"],
            expires=said["expires"],
            show=said["show"],
            fallback=again or None,
            leave=tuple(Leave(each) for each in said["leave"]),
            gathers=said["gathers"],
            begins=said["begins"],
            sets_out_at=said["sets_out"],
            sets_out_again_at=said["sets_out_again"],
            without_word=said["without_word"],
        )


def _hours(*texts: str) -> Iterator[tuple[int, int]]:
    for text in texts:
        for hour, minute in _HOUR.findall(text):
            if int(hour) < 24 and int(minute) < 60:  # noqa: PLR2004 - what a clock has
                yield int(hour), int(minute)


def _outside(said: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """Hours of the steps that lie between no setting out and the end of the last window."""
    start, end = said.get("sets_out"), said.get("again_closes") or said["closes"]
    if start is None:
        return
    zone = ZoneInfo(said["zone"])
    there = datetime.fromtimestamp(start, UTC).astimezone(zone)
    for hour, minute in _hours(*said["steps"]):
        at = there.replace(hour=hour, minute=minute)
        if at < there:
            at += timedelta(days=1)
        if at.timestamp() > end:
            yield hour, minute


def plan_typed(arrangement: Arrangement) -> dict[str, Any]:
    """What was written down of the plan, or the chosen way of it, as the form has it."""
    plan = arrangement.plan
    if plan is not None:
        return _written(plan) | _agreed(plan) | {"without_word": plan.without_word}
    way = arrangement.way
    if way is not None:
        return _written(way) | (_agreed(way.before) if way.before else {})
    return {}


def _written(plan: Plan | ChosenWay) -> dict[str, Any]:
    """Where and when."""
    again = plan.fallback
    moments = {
        "sets_out": plan.sets_out_at,
        "opens": plan.window.start,
        "closes": plan.window.until,
        "sets_out_again": plan.sets_out_again_at,
        "again_opens": again.start if again else None,
        "again_closes": again.until if again else None,
        "expires": plan.expires,
    }
    return {
        "zone": plan.zone,
        "gathers": plan.gathers,
        "begins": plan.begins,
        "steps": "\n".join(plan.steps),
    } | {name: _typed(at, plan.zone) for name, at in moments.items() if at is not None}


def _agreed(plan: Plan) -> dict[str, Any]:
    """Words and signs, which serve again on another way."""
    return {
        "they_say": plan.recognition.they_say,
        "we_say": plan.recognition.we_say,
        "show": plan.show,
        "leave": [each.value for each in plan.leave],
        "abort_sign": plan.abort_sign,
    }


def _typed(at: int, zone: str) -> str:
    return datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone)).strftime(MINUTES)
