"""The plan in the caller's language, as he is sent it: what he reads once and then carries along.

Promises: only what was agreed; every moment of it is told by the plan's own clock; the meeting
place's degrees are not in it, because his steps lead there. Refuses to know: by which way it goes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import override

from aman.core.handover import WhoseClock, Window
from aman.desk.casebook.programme import the_programme
from aman.roads.agreed import Leave
from aman.roads.plan_sentences import LANGUAGES, clock, day, moment, sentence, whose_clock

from .content import Arrangement, NotYetPlanned, Plan


@dataclass(frozen=True, slots=True)
class ToldPlan:
    """A plan line by line.

    `repeated`: whatever differs from plan to plan, which he says back and the operator ticks off.
    `beside`: sentences that are the same in every plan; he is told them, and nobody ticks them.
    """

    heading: str
    repeated: tuple[str, ...] = field(repr=False)
    asks: tuple[str, str]
    beside: tuple[str, ...]

    @property
    def text(self) -> str:
        """As it is sent."""
        return "\n".join((self.heading, *self.repeated, *self.asks, *self.beside))


def told_plan(arrangement: Arrangement, lang: str) -> ToldPlan:
    """The whole plan; `NotYetPlanned`."""
    place, plan = arrangement.place, arrangement.plan
    if place is None or plan is None:
        raise NotYetPlanned
    lang = lang if lang in LANGUAGES else "en"
    with override(lang):
        return ToldPlan(
            heading=_("This is your plan:"),
            repeated=(*_on_the_way(plan, lang), *_there(plan, place.words, lang)),
            asks=(
                _("Please repeat all of it to us in your own words."),
                _("This you need not repeat:"),
            ),
            beside=(sentence("wrong_word", lang), sentence("no_phone_on_the_way", lang)),
        )


def plan_text(arrangement: Arrangement, lang: str) -> str:
    """The same as one text; `NotYetPlanned`."""
    return told_plan(arrangement, lang).text


def _on_the_way(plan: Plan, lang: str) -> Iterator[str]:
    if plan.gathers:
        yield plan.gathers
    if plan.sets_out_at is not None:
        yield " ".join(_start(plan, plan.sets_out_at, lang))
    if not plan.without_word:
        yield " ".join(sentence(each, lang) for each in _only_after_word(plan))
    if plan.begins:
        yield plan.begins
    yield from (f"{at}. {step}" for at, step in enumerate(plan.steps, start=1))


def _only_after_word(plan: Plan) -> Iterator[str]:
    yield "only_after_word"
    if plan.fallback is not None and not plan.second_alone:
        yield "only_after_word_again"
    if Leave.PHONE in plan.leave:
        yield "keep_phone"


def _start(plan: Plan, at: int, lang: str) -> Iterator[str]:
    """The hour, and by whose clock it and all others are: one without the other is no hour."""
    yield sentence("start", lang, time=_moment(plan, at, lang))
    if plan.second_alone:
        yield _("The first time is over. Only the second one holds.")
    yield _clock(plan, lang)


def _clock(plan: Plan, lang: str) -> str:
    return sentence("clock", lang, clock=whose_clock(_by(plan, plan.window.start), lang))


def _there(plan: Plan, words: str, lang: str) -> Iterator[str]:
    be_there = [sentence("be_there", lang, **_ends(plan, plan.window, lang))]
    if plan.sets_out_at is None:
        be_there.append(_clock(plan, lang))
    if words:
        be_there.append(_("Where they wait: %(place)s") % {"place": words})
    yield " ".join(be_there)
    ends = sentence("expires", lang, time=_moment(plan, _ending(plan.expires), lang))
    yield f"{_otherwise(plan, lang)} {ends}"
    seen = [sentence(f"leave_{each}", lang) for each in plan.leave]
    if plan.show:
        seen.append(_("Show this: %(what)s") % {"what": plan.show})
    if seen:
        yield " ".join(seen)
    first = _("You say first: “%(words)s”") % {"words": plan.recognition.they_say}
    then = _("They answer: “%(words)s”") % {"words": plan.recognition.we_say}
    yield f"{first} {then}"
    yield _("The sign that it is off: %(sign)s") % {"sign": plan.abort_sign}


def _otherwise(plan: Plan, lang: str) -> str:
    """What if he can't go at that time, or misses it."""
    if plan.fallback is None:
        return sentence("no_fall_back", lang)
    again = sentence("be_there_again", lang, **_ends(plan, plan.fallback, lang))
    if plan.sets_out_again_at is None:
        return again
    time = _moment(plan, plan.sets_out_again_at, lang)
    return f"{sentence('fall_back', lang, time=time)} {again}"


def _by(plan: Plan, at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(plan.zone))


def _ending(at: int) -> int:
    """What ends is never told to last longer; what begins never to begin before (`clock`)."""
    return at // 60 * 60


def _moment(plan: Plan, at: int, lang: str) -> str:
    return moment(_by(plan, at), lang)


def _ends(plan: Plan, window: Window, lang: str) -> dict[str, str]:
    """Both ends apart: a dash between two times is read from either side in Arabic."""
    start, end = _by(plan, window.start), _by(plan, _ending(window.until))
    until = clock(end) if day(start, lang) == day(end, lang) else moment(end, lang)
    return {"day": day(start, lang), "start": clock(start), "end": until}


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


def go_text(lang: str) -> str:
    """What he is told by itself when a team has taken it: his plan says that he waits for this."""
    with override(lang or "en"):
        return _(
            "The team waits for you. Go by your plan, at its times. "
            "If they have passed, stay and write to us."
        )


def stay_text(lang: str) -> str:
    """What he is told by itself when he would set out, and no team has taken it."""
    with override(lang or "en"):
        return _("Do not set out. Nobody waits for you. Stay where you are safe and write to us.")


def span(window: Window, clock: WhoseClock) -> str:
    """``2026-05-01 04:10–04:40`` by that clock, for operators."""
    start, end = _minute(window.start, clock), _minute(window.until, clock)
    return f"{start}–{end[-5:] if end[:10] == start[:10] else end}"


def _minute(at: int, clock: WhoseClock) -> str:
    there = datetime.fromtimestamp(at, UTC) + timedelta(minutes=clock.minutes)
    return f"{there:%Y-%m-%d %H:%M}"
