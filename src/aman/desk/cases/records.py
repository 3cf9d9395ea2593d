"""What the screens get to see of a case: plain values, no models, no keys.

Promises: nothing here can be followed back into the database. Times are Unix seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from aman.core.line_dialogue import AttachedFile, ContactCard, Place
from aman.desk.journeys.needs import JourneyState

Answer = str | int | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One case in the queue, need first.

    `waiting_since` is None once everything that came is answered. `reason_code` says why the row
    stands where it stands: ``overdue``, ``urgent``, ``waiting`` or ``answered``; `urgent_because`
    are the (question id, option id) pairs that declared it. `excerpt` is how the newest begins.

    `via` is the way of the newest message, as `ConversationItem` has it. `overdue_since` is when
    the person should have written at the latest and did not. `journey`: where it
    is, and what it needs next.
    """

    number: int
    lang: str
    waiting_since: int | None
    last_at: int
    unread: int
    urgent: bool
    on_page_now: bool
    taken_by: str | None
    reason_code: str
    excerpt: str = field(repr=False)
    urgent_because: tuple[tuple[str, str], ...] = ()
    via: str = ""
    overdue_since: int | None = None
    journey: JourneyState | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """One way that an answer went through a line: `state` is a stage of `desk.lines.states`.

    `instruction` is the number to withdraw it, to send it again or to let it go by; `reason` is
    the line's own word. `strength` is empty when the desk does not know the line any more.
    `template`: the line's neutral text went in place of the answer.
    """

    instruction: int
    contact: int
    line: str
    strength: str
    state: str
    state_at: int
    reason: str = ""
    template: bool = False


@dataclass(frozen=True, slots=True)
class ConversationItem:
    """One thing that was said, parts joined.

    `item` is the number to give back as `seen_upto`. Of a message: `via` is ``page``, ``form`` or
    a line's name; `gap_before` says that messages numbered before this one have not come (yet);
    `missing_parts` that a piece in the middle of it has not; `is_new` that nobody at the desk had
    opened it before; `damaged` that its record does not open any more. Of a reply: `by` wrote it,
    `state` is ``waiting`` (not acknowledged yet), ``read`` (the caller's page acknowledged all of
    it, at `read_at`) or ``expired`` (14 days have passed without that), or, where it went through
    lines, what all its `ways` and the page come to (``desk.lines.states.combined``); `on_page` is
    what it is on the page alone, empty when it went to no page.

    Through a line there are also: `strength` and `contact` of who wrote; `files`, `place`, `cards`;
    `edits`, the item that this message replaces (0: one that has not come), which stands unchanged
    where it stood and is `edited`. `case` is the number of the case in which it was said, `member`
    who of several people said it, or for whom it was; None where there is one, or nobody knows.
    `by_itself`: the desk said it when that for which `by` had it ready had happened.
    """

    kind: str
    item: int
    at: int
    text: str = field(repr=False)
    lang: str = ""
    answers: dict[str, Answer] = field(default_factory=dict, repr=False)
    via: str = "page"
    by: str | None = None
    state: str = ""
    read_at: int | None = None
    gap_before: bool = False
    missing_parts: bool = False
    is_new: bool = False
    damaged: bool = False
    strength: str = ""
    contact: int | None = None
    files: tuple[AttachedFile, ...] = field(default=(), repr=False)
    place: Place | None = field(default=None, repr=False)
    cards: tuple[ContactCard, ...] = field(default=(), repr=False)
    edits: int | None = None
    edited: bool = False
    case: int = 0
    member: int | None = None
    ways: tuple[Way, ...] = ()
    on_page: str = ""
    by_itself: bool = False


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case. `last_item_id` is what the reply box hands back as `seen_upto`.

    Of cases that were merged `number` is the first; `seen_upto` has the last item of each.
    `unopened` messages wait that nobody has opened; when the case was opened there are none.
    """

    number: int
    lang: str
    items: tuple[ConversationItem, ...]
    others_looking: tuple[str, ...]
    last_item_id: int
    urgent: bool
    urgent_because: tuple[tuple[str, str], ...]
    on_page_now: bool
    heard_at: int
    taken_by: str | None
    acked: int
    unopened: int = 0
    answers: dict[str, Answer] = field(default_factory=dict, repr=False)
    seen_upto: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FrontHealth:
    """When a front last handed over, and when it last handed over all that it had."""

    name: str
    heard_at: int | None
    emptied_at: int | None


@dataclass(frozen=True, slots=True)
class DeskHealth:
    """Counts of what could not become part of a case, and of what waits.

    `unopened`: envelopes that no living key opens; `mismatched`: another key for a known token;
    `unreadable`: opened, but no message; `unsupported`: of a kind, or with a line's token, that
    the desk does not take; `skipped`: numbers that a front left out; `dropped`: parts of files
    that no message announced, or that were too many; `unproven`: of a team nobody knows or trusts,
    or wrongly signed. `team_words`: what teams wrote and nobody has read.
    """

    unopened: int
    mismatched: int
    unreadable: int
    unsupported: int
    skipped: int
    dropped: int
    unproven: int
    team_words: int
    cases: int
    unread_replies: int
    unfiled: int
    fronts: tuple[FrontHealth, ...]
    alarms: tuple[str, ...] = ()
