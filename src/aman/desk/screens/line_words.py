"""The sentences that screens make of lines: how strong, how far an answer came, why it was refused.

Promises: what a line or a sender says in a word of his own is shown as that, without the letters
that turn a text around. Everything is said in the language that is active for the operator.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aman.core.line_dialogue import MUST_WRITE_FIRST
from aman.core.strength import Strength
from aman.desk.cases.contacts import LineHealth, ProposalView
from aman.desk.lines.states import Stage
from aman.desk.outbox.sensitive import Kind
from aman.desk.safe_contact.rules import Broken

from .words import Sign, span

_NAMES = {
    "telegram": "Telegram",
    "whatsapp": "WhatsApp",
    "signal": "Signal",
    "matrix": "Matrix",
    "xmpp": "XMPP",
    "sms": "SMS",
}
KILOBYTE, MEGABYTE = 1024, 1024 * 1024
_REPLACED = "\N{REPLACEMENT CHARACTER}"
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_ODD = {"Cc", "Cf", "Zl", "Zp", "Co", "Cs"}
_OF_WAYS = {"page": Strength.SEALED, "form": Strength.ENDPOINT}


@dataclass(frozen=True, slots=True)
class Said:
    """How strong a way is: `level` of five, in few words, and in a sentence or two."""

    level: int
    short: str
    longer: str


def line_name(line: str) -> str:
    """What a way is called."""
    if line == "page":
        return _("Page")
    if line == "form":
        return _("Form")
    return _("Email") if line == "email" else _NAMES.get(line, line)


def strength_of(via: str, strength: str) -> str:
    """How strong a way is: the page and its form always are as strong as they are."""
    return _OF_WAYS.get(via, strength)


def strength(code: str) -> Said:
    """Say who can read what passes there."""
    said = {
        Strength.SEALED: (
            _("only this desk can read it"),
            _("It is sealed on the person's own device. Nobody on the way can read it."),
        ),
        Strength.ENDPOINT: (
            _("only our own machine sees it on the way"),
            _("It travels encrypted. Our own machine for this line reads it in passing."),
        ),
        Strength.SERVERS: (
            _("the servers on the way can read this"),
            _("The servers on both sides can read it and keep it."),
        ),
        Strength.PROVIDER: (
            _("the company can read this"),
            _("The company can read it, keep it and hand it over."),
        ),
        Strength.NETWORK: (
            _("every phone network can read this"),
            _("Every phone network on the way can read it. So can whoever listens."),
        ),
    }
    known = list(Strength)
    if code not in said:
        removed = _("The desk does not know this line any more. Nothing goes out by it.")
        return Said(0, _("this line was removed"), removed)
    code = Strength(code)
    return Said(len(known) - known.index(code), *said[code])


def stage(state: str) -> str:
    """How far an answer has come through a line."""
    said = {
        Stage.WAITING: _("waits here for the line"),
        Stage.ACCEPTED: _("sent; not known yet whether it arrived"),
        Stage.DELIVERED: _("arrived on the device"),
        Stage.READ: _("read"),
        Stage.FAILED: _("not sent; it may work later"),
        Stage.REFUSED: _("not sent; it will not work this way"),
        Stage.UNCERTAIN: _("not certain whether it was sent"),
        Stage.WITHDRAWN: _("withdrawn"),
        Stage.EXPIRED: _("not sent; it waited too long"),
        Stage.SENT_AGAIN: _("sent once more"),
        Stage.LET_GO: _("left as it is"),
        Stage.HELD: _("held back"),
    }
    return said[Stage(state)]


def meaning(state: str) -> str:
    """What an operator should know before he decides."""
    if state == Stage.UNCERTAIN:
        return _("The line broke while sending. Sent again, it may arrive twice.")
    return _("The person has not got it by this way.")


def reason(word: str) -> str:
    """A line's own word for what is wrong, in the operator's language where it is known."""
    said = {
        "": "",
        MUST_WRITE_FIRST: _("the person must write first"),
        "template not set": _("no neutral text is set for it"),
        "template refused": _("the provider does not know its neutral text"),
        "too late": _("it came too late to be sent"),
        "blocked": _("the person blocked this line"),
        "no such address": _("there is no such address any more"),
        "too long": _("the text is too long for this line"),
        "too large": _("larger than 5 MB, so it was not taken"),
        "not fetched": _("it could not be fetched"),
        "not readable": _("it could not be fetched"),
        "rate limit": _("the provider asks to wait"),
        "too many": _("the provider asks to wait"),
        "refused": _("the provider refused it"),
        "refused for now": _("the provider refused it for now"),
        "not reachable": _("the provider can't be reached"),
        "away": _("the provider can't be reached"),
        "no answer": _("the provider did not answer"),
        "broken": _("the connection broke"),
        "no pulse": _("its test message did not come back"),
        "token refused": _("the provider does not let the line in"),
        "not let in": _("the provider does not let the line in"),
        "fetched elsewhere": _("somebody else fetches with the same account"),
        "not allowed": _("the provider refused it"),
        "our number is refused": _("the provider refused it"),
        "refused without a reason": _("the provider refused it"),
        "mailbox full": _("the mailbox is full"),
        "not reached": _("the device was not reached"),
        "not delivered": _("the device was not reached"),
        "server fault": _("the provider has a fault"),
        "the service failed": _("the provider has a fault"),
        "stopped in between": _("the line stopped while sending"),
        "in part": _("only a part was sent"),
        "captcha needed": _("the provider asks for a proof by hand"),
        "other": _("the line names no reason that is known here"),
    }
    return said.get(word, inert(word))


def inert(text: str) -> str:
    """A name from outside: letters that turn, hide or break a text are shown as a sign.

    Joiners stay: Persian is written with them.
    """
    return "".join(_REPLACED if _is_odd(letter) else letter for letter in text)


def _is_odd(letter: str) -> bool:
    return letter not in _JOINERS and unicodedata.category(letter) in _ODD


def size(count: int) -> str:
    """How large a file is."""
    if count < MEGABYTE:
        return _("%(n)d kB") % {"n": max(1, round(count / KILOBYTE))}
    return _("%(n)s MB") % {"n": f"{count / MEGABYTE:.1f}"}


def found(kinds: Iterable[Kind]) -> str:
    """What a text seems to hold."""
    said = {
        Kind.TIME: _("a time"),
        Kind.DATE: _("a date"),
        Kind.COORDINATES: _("coordinates"),
        Kind.NUMBER: _("a number of a road, a house or a phone"),
        Kind.LANDMARK: _("a landmark"),
    }
    return _("; ").join(said[kind] for kind in kinds)


def broken(rule: Broken) -> str:
    """Which of the person's rules something would break."""
    said = {
        Broken.NEVER: _("The person asked never to be written to through a line."),
        Broken.CONTACT: _("The person did not allow this way."),
        Broken.HOURS: _("The person asked for other hours."),
        Broken.WORDING: _("The person asked for other words."),
        Broken.OPENING: _("Nobody has written from this address yet."),
    }
    return said[rule]


def proposal(proposed: ProposalView, number: int) -> str:
    """Why two cases may be one person's, as seen from case `number`."""
    said = {"line": line_name(proposed.line), "one": proposed.one, "other": proposed.other}
    if proposed.other == number:
        return _("Who wrote by %(line)s in case %(one)d gave this case's nine words.") % said
    if proposed.one == number:
        return _("Who wrote here by %(line)s gave the nine words of case %(other)d.") % said
    return _("Who wrote by %(line)s in case %(one)d gave case %(other)d's nine words.") % said


def health(lines: Iterable[LineHealth], now: float) -> list[Sign]:
    """How the lines are: those that work in one sign, every other one by itself."""
    known = tuple(lines)
    working = [line_name(line.name) for line in known if line.state == "ok"]
    signs = [_down(line, now) for line in known if line.state != "ok"]
    if working:
        said = ngettext("line working: %(names)s", "lines working: %(names)s", len(working))
        signs.insert(0, Sign(said % {"names": _(", ").join(working)}))
    return signs


def _down(line: LineHealth, now: float) -> Sign:
    name = line_name(line.name)
    if line.fault == "mail not read":  # it works, but for that
        said = _("%(name)s: a mail could not be read; look in the mailbox") % {"name": name}
    elif line.state == "fault":
        said = _("%(name)s: does not work: %(reason)s") % {
            "name": name,
            "reason": reason(line.fault),
        }
    elif line.state == "silent" and line.pulse_at is not None:
        said = _("%(name)s: silent for %(span)s") % {
            "name": name,
            "span": span(now - line.pulse_at),
        }
    elif line.state == "silent":
        said = _("%(name)s: silent") % {"name": name}
    else:
        said = _("%(name)s: not heard yet") % {"name": name}
    return Sign(said, bad=True)
