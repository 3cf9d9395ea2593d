"""Writing into the audit, in the transaction of what is written about."""

from enum import StrEnum
from typing import Any, Protocol

from .models import AuditEntry


class Colleague(Protocol):
    """What the records ask of an operator: who he is."""

    @property
    def pk(self) -> Any:  # noqa: ANN401 - Django's own type
        """His number."""

    @property
    def name(self) -> str:
        """The name that colleagues see."""


class Action(StrEnum):
    """What stands in the audit."""

    OPENED = "opened"
    ANSWERED = "answered"
    TOOK = "took"
    GAVE_BACK = "gave back"
    SHREDDED = "shredded"
    QUEUE = "saw the queue"
    MOVED = "moved the conversation"
    MERGED = "merged"
    SEPARATED = "separated"
    REFUSED_MERGE = "refused a merge"
    COMPARED = "compared with another case"
    NAMED_ADDRESS = "wrote down a named address"
    FOUND_ADDRESS = "found the address elsewhere"
    TOOK_ADDRESS_BACK = "took back a named address"
    SENT_AGAIN = "sent again"
    LET_GO = "let go"
    WITHDREW = "withdrew"
    SAID_HARMLESS = "said: no place, no time"
    SAID_NOTHING_ABOUT = "said: nothing about him"
    WROTE_MEMBER = "wrote down a member"
    GAVE_WAY = "gave a way to a member"
    RELATED = "linked a relative"
    UNRELATED = "ended a link"
    WROTE_CONSENT = "wrote down a consent"
    READ_CONSENTS = "read consents"
    WITHDREW_CONSENT = "withdrew a consent"
    WROTE_WISH = "wrote down a wish"
    ASKED_RELEASE = "asked for a release"
    RELEASED = "released"
    REFUSED_RELEASE = "refused a release"
    SIGNED_IN = "signed in"
    SIGN_IN_FAILED = "failed to sign in"
    SIGNED_OUT = "signed out"
    INVITED = "invited"
    JOINED = "made an account"
    PASSWORD = "changed the password"  # noqa: S105 - an action's name
    SHUT_OUT = "shut out"
    MADE_SPOKESPERSON = "made a spokesperson"
    UNMADE_SPOKESPERSON = "no longer a spokesperson"
    SAW_EARLY = "saw figures before their day"
    OPENED_FIGURES = "opened the book of figures"
    ADDED_REPORT = "added a report of others"
    DESCRIBED_REPORT = "described a report of others"
    REMOVED_REPORT = "removed a report of others"
    DECIDED_CLAIM = "decided on a claim of others"
    TIED_NAMES = "tied names of others"
    UNTIED_NAMES = "untied names of others"
    SAVED_LEDGER = "saved the ledger of others"
    OPENED_COUNTS = "opened true counts"
    LOOKED_AT_FILE = "looked at a file"
    SAVED_ORIGINAL = "saved an original"
    OPENED_JOURNEY = "opened the journey"
    WROTE_JOURNEY = "wrote down the journey"
    TOLD_PLAN = "sent the plan"
    PLAN_REPEATED = "said: the plan was repeated"
    RELEASED_JOURNEY = "released the journey"
    NOT_RELEASED_JOURNEY = "did not release the journey"
    HANDED_OVER = "handed over to a team"
    SAID_SET_OUT = "said: has set out"
    SAID_GENUINE = "said: the request is genuine"
    SAID_NOT_GENUINE = "took back: genuine"
    PLANNED_ANEW = "took the journey back"
    WROTE_TO_TEAM = "wrote to a team"
    ABORTED_JOURNEY = "aborted the journey"
    MADE_TEAM = "made a team"
    COMPARED_TEAM = "compared a team's key"
    REFUSED_TEAM = "refused a team's key"
    REVOKED_TEAM = "revoked a team"
    READ_TEAM = "read a team's words"
    WROTE_HAZARDS = "wrote down hazards"
    REMOVED_HAZARDS = "removed hazards"
    WROTE_POINTS = "wrote down reception points"
    REMOVED_POINTS = "removed reception points"
    ASKED_WAYS = "asked for ways"
    CHOSE_WAY = "chose a way"
    LOOKED_AT_DANGER = "said: the way stands"


def write_down(  # noqa: PLR0913 - what an entry consists of
    operator: Colleague | None,
    action: Action,
    case_number: int | None,
    now: int,
    *,
    at_most_every: int = 0,
    about: str = "",
) -> None:
    """Add an entry; with `at_most_every` seconds not while the last one like it is younger.

    `about` is the name of another operator whom it concerns; nobody known is None.
    """
    who = operator.pk if operator else None
    same = AuditEntry.objects.filter(operator=who, action=action.value, case_number=case_number)
    if at_most_every and same.filter(at__gt=now - at_most_every, at__lte=now).exists():
        return
    AuditEntry.objects.create(
        at=now,
        operator_id=who,
        operator_name=operator.name if operator else "",
        action=action.value,
        case_number=case_number,
        about=about,
    )
