"""The sentences that screens make of records: why a case stands where it stands, how long ago.

Promises: times are rounded down and never claim more than the minute; everything is said in the
language that is active for the operator.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil

from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _

from aman.core.programme import Programme
from aman.desk.audit.book import Action
from aman.desk.cases.records import Answer, CaseView, ConversationItem, DeskHealth, QueueRow
from aman.desk.talk.steps import CALLED

LANGUAGE_CODE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})?")
MINUTE, HOUR, DAY = 60, 3_600, 86_400
FRONT_IS_LATE_SECONDS = 60
GOING_OUT_SECONDS = 10
NEWS_COUNTED_UPTO = 9


@dataclass(frozen=True, slots=True)
class Pair:
    """A question of the programme and what was answered, both in the operator's language."""

    question: str
    answer: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing said at the edge of the screen; `bad` wants to be looked at."""

    text: str
    bad: bool = False


def language() -> str:
    """The two letters of the language that is active."""
    return (get_language() or "en")[:2]


def language_in_words(code: str) -> str:
    """The name of a language in the operator's own; an unknown code stays as it is.

    A caller writes it: anything but a code is not shown, because it could pose as our own words.
    """
    try:
        name: str = get_language_info(code)["name_translated"]
    except KeyError:
        return code if LANGUAGE_CODE.fullmatch(code) else "?"
    return name[:1].upper() + name[1:]


def span(seconds: float) -> str:
    """How long, in one unit: ``14 min``."""
    if seconds < MINUTE:
        return _("under a minute")
    if seconds < HOUR:
        n = int(seconds // MINUTE)
        return ngettext("%(n)d min", "%(n)d min", n) % {"n": n}
    if seconds < DAY:
        n = int(seconds // HOUR)
        return ngettext("%(n)d hour", "%(n)d hours", n) % {"n": n}
    n = int(seconds // DAY)
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}


def ago(seconds: float) -> str:
    """How long ago, in one unit."""
    if seconds < MINUTE:
        return _("just now")
    return _("%(span)s ago") % {"span": span(seconds)}


def too_many(seconds: float) -> str:
    """Say for how long somebody has to wait who tried too many passwords."""
    n = ceil(seconds / MINUTE)
    return ngettext(
        "Too many tries. Wait %(n)d minute, then try again. Nothing is lost.",
        "Too many tries. Wait %(n)d minutes, then try again. Nothing is lost.",
        n,
    ) % {"n": n}


def exact(at: float) -> str:
    """The moment in UTC; a browser with scripts puts the operator's own zone in its place."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def why(row: QueueRow, now: float) -> str:
    """Say why a case stands where it stands: ``urgent; waiting 14 min``."""
    if row.overdue_since is None:
        return _waiting(row, now) or _("answered; nothing new")
    late = _("should have written %(ago)s") % {"ago": ago(now - row.overdue_since)}
    return _("; ").join(filter(None, (late, _waiting(row, now))))


def _waiting(row: QueueRow, now: float) -> str:
    if row.waiting_since is None:
        return ""
    waiting = _("waiting %(span)s") % {"span": span(now - row.waiting_since)}
    return _("urgent; %(waiting)s") % {"waiting": waiting} if row.urgent else waiting


def because(row: QueueRow, programme: Programme) -> list[Pair]:
    """What was answered that makes a case urgent."""
    said = dict(row.urgent_because)
    called = [_called()] if said.pop(CALLED, None) else []
    return called + [Pair(*pair) for pair in programme.readable(said, language())]


def _called() -> Pair:
    """Who asked for a person instead of questions."""
    return Pair(_("Asked for"), _("a person"))


def pairs(
    answers: dict[str, Answer], programme: Programme, urgent: Iterable[tuple[str, str]] = ()
) -> list[Pair]:
    """The answers as the operator reads them, in the programme's order."""
    alarming = {name for name, _option in urgent}
    answers = dict(answers)
    called = [_called()] if answers.pop(CALLED, None) is not None else []
    return called + [
        Pair(*programme.readable({name: answers[name]}, language())[0], name in alarming)
        for name in _in_order(answers, programme)
    ]


def _in_order(answers: dict[str, Answer], programme: Programme) -> list[str]:
    known = [question.id for question in programme.questions if question.id in answers]
    return [*known, *(name for name in answers if name not in known)]


def reply_state(item: ConversationItem, now: float, carried_at: float) -> str:
    """How far a reply has come on the page; `carried_at`: when the courier last reached a front."""
    if item.on_page == "read":
        return _("read")
    if item.on_page == "expired":
        return _("not read within 14 days; no longer sent")
    if now - item.at < GOING_OUT_SECONDS:
        return _("going out now")
    if carried_at < item.at and now - carried_at >= FRONT_IS_LATE_SECONDS:
        return _("still here: no front can be reached")
    return _("lies ready; not read yet")


def item_key(item: ConversationItem, number: int) -> str:
    """What an item is known by on the screen of case `number`: of merged cases with its case."""
    return str(item.item) if item.case in {0, number} else f"{item.case}-{item.item}"


def since(view: CaseView, seen: Mapping[int, int] | None) -> set[str]:
    """The items that came after what somebody had seen."""
    if seen is None:
        return set()
    return {
        item_key(item, view.number)
        for item in view.items
        if item.item > seen.get(item.case, item.item)
    }


def news_counts() -> str:
    """``1 new|2 new|…``: a script shows one of them and knows no language."""
    counted = [
        ngettext("%(n)d new. Show it", "%(n)d new. Show them", n) % {"n": n}
        for n in range(1, NEWS_COUNTED_UPTO + 1)
    ]
    more = _("More than %(n)d new. Show them") % {"n": NEWS_COUNTED_UPTO}
    return "|".join([*counted, more])


def health(found: DeskHealth, now: float) -> list[Sign]:
    """What stands at the edge: fronts that are late, what did not open, alarms."""
    signs = [_front(front.name, front.heard_at, now) for front in found.fronts]
    counted = (
        (found.unopened + found.unreadable, _unopened),
        (found.mismatched, _mismatched),
        (found.skipped, _skipped),
        (found.unproven, _unproven),
        (found.team_words, _of_teams),
    )
    signs += [Sign(said(n), bad=True) for n, said in counted if n]
    signs += [Sign(alarm(code), bad=True) for code in found.alarms]
    return signs


def _front(name: str, heard_at: int | None, now: float) -> Sign:
    if heard_at is None:
        return Sign(_("front %(name)s: not heard yet") % {"name": name}, bad=True)
    if now - heard_at < FRONT_IS_LATE_SECONDS:
        return Sign(_("front %(name)s: connected") % {"name": name})
    silent = {"name": name, "span": span(now - heard_at)}
    return Sign(_("front %(name)s: silent for %(span)s; messages wait there") % silent, bad=True)


def alarm(code: str) -> str:
    """Say an alarm of the desk's keys."""
    said = {
        "epoch-clock-step": _("the clock jumped: old keys are kept until an administrator looks"),
        "epoch-overdue": _("a front was away too long: what waited there can no longer be opened"),
        "epoch-lost": _("a key file is missing: some messages can no longer be opened"),
        "line-damaged": _("a line's file can't be read: nothing goes out by that line"),
        "online-key-ending": _("the desk's signing key ends soon: the hotline must be restarted"),
    }
    return said.get(code, code)


def deed(action: str, about: str) -> str:
    """Say what stands in the audit; the name of whom it is about follows."""
    said: dict[str, str] = {
        Action.OPENED: _("case opened"),
        Action.ANSWERED: _("answer sent"),
        Action.TOOK: _("case taken"),
        Action.GAVE_BACK: _("case freed"),
        Action.SHREDDED: _("case destroyed"),
        Action.QUEUE: _("queue seen"),
        Action.SIGNED_IN: _("signed in"),
        Action.SIGN_IN_FAILED: _("sign-in failed"),
        Action.SIGNED_OUT: _("signed out"),
        Action.INVITED: _("link made for a new operator"),
        Action.JOINED: _("account made; invited by") if about else _("account made"),
        Action.PASSWORD: _("password changed"),
        Action.SHUT_OUT: _("operator shut out"),
        Action.MADE_SPOKESPERSON: _("made a spokesperson"),
        Action.UNMADE_SPOKESPERSON: _("no longer a spokesperson"),
        Action.SAW_EARLY: _("figures seen before their day"),
        Action.OPENED_FIGURES: _("private book of figures opened"),
        Action.ADDED_REPORT: _("report of others added to the ledger"),
        Action.DESCRIBED_REPORT: _("report of others described"),
        Action.REMOVED_REPORT: _("report of others removed from the ledger"),
        Action.DECIDED_CLAIM: _("claim of others decided on"),
        Action.TIED_NAMES: _("names of others tied"),
        Action.UNTIED_NAMES: _("names of others untied"),
        Action.SAVED_LEDGER: _("ledger of others saved as a file"),
        Action.OPENED_COUNTS: _("true counts opened for an auditor"),
        Action.WROTE_HAZARDS: _("hazard layer written down"),
        Action.REMOVED_HAZARDS: _("hazard layer removed"),
        **_deeds_of_lines(),
        **_deeds_of_people(),
        **_deeds_of_journeys(),
    }
    return said.get(action, action)


def _deeds_of_lines() -> dict[str, str]:
    return {
        Action.MOVED: _("other way chosen for answers"),
        Action.MERGED: _("cases merged"),
        Action.SEPARATED: _("cases separated"),
        Action.REFUSED_MERGE: _("said: not the same person"),
        Action.COMPARED: _("looked at beside another case"),
        Action.NAMED_ADDRESS: _("named address written down"),
        Action.FOUND_ADDRESS: _("named address found in another case"),
        Action.TOOK_ADDRESS_BACK: _("named address taken back"),
        Action.SENT_AGAIN: _("answer sent again"),
        Action.LET_GO: _("unsent answer left as it is"),
        Action.WITHDREW: _("answer withdrawn"),
        Action.SAID_HARMLESS: _("said: no place and no time in it"),
        Action.WROTE_WISH: _("wish about contact written down"),
        Action.ASKED_RELEASE: _("asked a colleague to release an answer"),
        Action.RELEASED: _("answer released"),
        Action.REFUSED_RELEASE: _("answer not released"),
        Action.LOOKED_AT_FILE: _("file looked at"),
        Action.SAVED_ORIGINAL: _("original file saved"),
    }


def _deeds_of_people() -> dict[str, str]:
    return {
        Action.SAID_NOTHING_ABOUT: _("said: nothing in it about the person"),
        Action.WROTE_MEMBER: _("person of the case written down"),
        Action.GAVE_WAY: _("said whose contact or page it is"),
        Action.RELATED: _("relative linked"),
        Action.UNRELATED: _("link to a relative ended"),
        Action.WROTE_CONSENT: _("consent written down"),
        Action.READ_CONSENTS: _("consents read"),
        Action.WITHDREW_CONSENT: _("consent withdrawn"),
    }


def _deeds_of_journeys() -> dict[str, str]:
    return {
        Action.OPENED_JOURNEY: _("journey looked at"),
        Action.WROTE_JOURNEY: _("journey written down"),
        Action.TOLD_PLAN: _("plan sent"),
        Action.PLAN_REPEATED: _("repeated steps ticked off"),
        Action.RELEASED_JOURNEY: _("journey released, as the first"),
        Action.NOT_RELEASED_JOURNEY: _("journey not released"),
        Action.HANDED_OVER: _("journey handed over, as the second"),
        Action.SAID_SET_OUT: _("said: has set out"),
        Action.SAID_GENUINE: _("said: the request is genuine"),
        Action.SAID_NOT_GENUINE: _("took back that the request is genuine"),
        Action.PLANNED_ANEW: _("journey taken back to plan it anew"),
        Action.WROTE_TO_TEAM: _("wrote to a team"),
        Action.ABORTED_JOURNEY: _("journey aborted"),
        Action.ASKED_WAYS: _("ways searched for"),
        Action.CHOSE_WAY: _("way chosen"),
        Action.LOOKED_AT_DANGER: _("looked at the danger: the way stands"),
        Action.WROTE_POINTS: _("list of reception points written down"),
        Action.REMOVED_POINTS: _("list of reception points removed"),
        Action.MADE_TEAM: _("team made"),
        Action.COMPARED_TEAM: _("a team's key compared"),
        Action.REFUSED_TEAM: _("a team's key refused"),
        Action.REVOKED_TEAM: _("team revoked"),
        Action.READ_TEAM: _("a team's words read"),
    }


def _unproven(n: int) -> str:
    text = ngettext("%(n)d team word did not count", "%(n)d team words did not count", n)
    return text % {"n": n}


def _of_teams(n: int) -> str:
    return ngettext("%(n)d new team word", "%(n)d new team words", n) % {"n": n}


def _unopened(n: int) -> str:
    text = ngettext("%(n)d envelope did not open", "%(n)d envelopes did not open", n)
    return text % {"n": n}


def _mismatched(n: int) -> str:
    text = ngettext("%(n)d envelope with a false key", "%(n)d envelopes with a false key", n)
    return text % {"n": n}


def _skipped(n: int) -> str:
    text = ngettext("a front left out %(n)d envelope", "a front left out %(n)d envelopes", n)
    return text % {"n": n}
