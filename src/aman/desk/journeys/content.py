"""What stands sealed of a journey: the arrangement, as far as it is made; and the package of it.

Promises: a package is built from the arrangement alone, which knows no name, no number and no
case; a record that does not open is damaged and never taken for an empty one.
"""

from typing import Annotated

import msgspec
from msgspec import Meta

from aman.core.handover import (
    GuidedWay,
    Handover,
    Means,
    MeetingPlace,
    Recognition,
    WhoseClock,
    Window,
)
from aman.core.keys import Secret, to_base64url
from aman.desk.casebook.content import open_case_key, read_content, write_content
from aman.desk.casebook.models import Case
from aman.desk.keys.vault import DamagedRecord, the_vault
from aman.roads.agreed import Leave

from .limits import BEGINNING_LETTERS, MOST_STEPS, STEP_LETTERS
from .models import HandOver, Journey

FILLED_TO = 2048
PACKAGE_FILLED_TO = 8192
"""The longest way by which a team leads has room in it: no size shows that there is one."""
Step = Annotated[str, Meta(min_length=1, max_length=STEP_LETTERS)]
Beginning = Annotated[str, Meta(max_length=BEGINNING_LETTERS)]


class NotYetPlanned(Exception):  # noqa: N818 - what the operator is told
    """Something of the arrangement is missing."""

    person = "This can't be done."
    operator = "The plan is not whole yet."


class People(msgspec.Struct, frozen=True):
    """How many come, how many of them are wounded, and by what means."""

    number: Annotated[int, Meta(ge=1, le=10_000)]
    wounded: Annotated[int, Meta(ge=0, le=10_000)]
    means: Means

    def __post_init__(self) -> None:
        if self.wounded > self.number:
            reason = "the wounded are among the people"
            raise ValueError(reason)


class Plan(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the caller carries in his head; after `expires` nobody goes by it.

    Before the steps: `gathers`, where people of an area come together first, `sets_out_at`, a Unix
    second, and `begins`, how they begin. `sets_out_again_at` belongs to the fall-back.
    `without_word`: an operator decided that they set out whether or not a team has taken it.
    `second_alone`: its first time was over when it was told; its steps may say hours of both.
    """

    steps: Annotated[tuple[Step, ...], Meta(min_length=1, max_length=MOST_STEPS)]
    clock: WhoseClock
    zone: str
    window: Window
    recognition: Recognition
    abort_sign: Annotated[str, Meta(min_length=1, max_length=200)]
    expires: int
    show: Annotated[str, Meta(max_length=200)] = ""
    fallback: Window | None = None
    leave: tuple[Leave, ...] = ()
    gathers: Beginning = ""
    begins: Beginning = ""
    sets_out_at: int | None = None
    sets_out_again_at: int | None = None
    without_word: bool = False
    second_alone: bool = False

    def __repr__(self) -> str:
        return "<Plan>"


class Whereabouts(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where the caller himself is, and what else a search for ways has to know.

    `within_m`: how far from there he may be. `start` is the Unix second before which he can't go,
    by the clock of `zone`; what lies `hours` after it is not looked at.
    """

    lat: Annotated[float, Meta(ge=-90, le=90)]
    lon: Annotated[float, Meta(ge=-180, le=180)]
    start: int
    zone: str
    within_m: Annotated[float, Meta(ge=0, le=20_000)] = 0.0
    hours: Annotated[int, Meta(ge=1, le=48)] = 6
    may_wait: bool = True
    slow: bool = False

    def __repr__(self) -> str:
        return "<Whereabouts>"


def to_the_minute(at: int) -> int:
    """The first whole minute that is never before it: a hazard may end at that very second."""
    return -(-at // 60) * 60


class ChosenWay(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the plan begins with, until an operator has written it; without steps: guide only.

    `before` is the plan that was written before, whose words may serve again. `set_out` is the
    Unix second at which the way begins, 0 where it is not known. `meet` is where the way begins on
    which somebody leads them.
    """

    steps: tuple[str, ...]
    zone: str
    window: Window
    expires: int
    fallback: Window | None = None
    before: Plan | None = None
    gathers: str = ""
    begins: str = ""
    set_out: int = 0
    sets_out_again_at: int | None = None
    meet: MeetingPlace | None = None

    @property
    def sets_out_at(self) -> int | None:
        """The moment that is told; None: with a guide, that is the operator's to say."""
        return to_the_minute(self.set_out) if self.steps and self.set_out else None

    def __repr__(self) -> str:
        return "<ChosenWay>"


class SentBy(msgspec.Struct, frozen=True, omit_defaults=True):
    """By which way the plan went, and to which of several people; as `outbox.answering` has it."""

    contact: int
    member: int | None = None


class Arrangement(msgspec.Struct, frozen=True, omit_defaults=True):
    """As far as it is made.

    `told`: what he was sent, line by line, as far as he has to repeat it; `repeated`: which of
    these lines he has, from 0. `beside`: what he was sent besides. `sent_by`: how the newest plan
    that he was told went.
    """

    place: MeetingPlace | None = None
    people: People | None = None
    plan: Plan | None = None
    repeated: tuple[int, ...] = ()
    asked: Whereabouts | None = None
    way: ChosenWay | None = None
    told: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    sent_by: SentBy | None = None

    def __repr__(self) -> str:
        return "<Arrangement>"

    @property
    def how_many(self) -> int:
        """Who come, as it is written down; one where nobody wrote it yet."""
        return self.people.number if self.people else 1

    @property
    def to_repeat(self) -> tuple[str, ...]:
        """What has to be ticked off; of a plan that was told when only its steps were, those."""
        return self.told or (self.plan.steps if self.plan else ())

    def package(self, name: bytes, revision: int, guide: GuidedWay | None = None) -> Handover:
        """The least that a team needs, with the way by which it leads them; `NotYetPlanned`."""
        place, people, plan = self.place, self.people, self.plan
        if place is None or people is None or plan is None:
            raise NotYetPlanned
        return Handover(
            id=to_base64url(name),
            revision=revision,
            place=place,
            window=plan.window,
            clock=plan.clock,
            people=people.number,
            means=people.means,
            recognition=plan.recognition,
            abort_sign=plan.abort_sign,
            expires=plan.expires,
            fallback=plan.fallback,
            wounded=people.wounded,
            show=plan.show,
            guide=guide,
        )


def case_key(case: Case) -> Secret:
    """The key under which all of a case stands; `VaultLocked`, `DamagedRecord`."""
    return open_case_key(the_vault(), case.number, bytes(case.key_wrap or b""))


def _place(kind: bytes, *numbers: int) -> bytes:
    return b"aman/1 " + kind + b"".join(number.to_bytes(8, "big") for number in numbers)


def read_arrangement(journey: Journey) -> Arrangement:
    """Open it."""
    raw = read_content(
        case_key(journey.case),
        _place(b"journey", journey.case_id, journey.pk),
        bytes(journey.content),
    )
    try:
        return msgspec.json.decode(raw, type=Arrangement)
    except (ValueError, msgspec.MsgspecError):
        raise DamagedRecord from None


def write_arrangement(journey: Journey, arrangement: Arrangement) -> None:
    """Seal it in its row; `journey` is saved by who changes it."""
    journey.content = write_content(
        case_key(journey.case),
        _place(b"journey", journey.case_id, journey.pk),
        msgspec.json.encode(arrangement),
        filled_to=FILLED_TO,
    )


def sealed_package(journey: Journey, package: Handover) -> bytes:
    """The package as it goes out, for the journey's history."""
    place = _place(b"hand-over", journey.case_id, journey.pk, package.revision)
    raw = msgspec.json.encode(package)
    return write_content(case_key(journey.case), place, raw, filled_to=PACKAGE_FILLED_TO)


def read_package(handover: HandOver) -> Handover:
    """What went out."""
    journey = handover.journey
    place = _place(b"hand-over", journey.case_id, journey.pk, handover.revision)
    raw = read_content(case_key(journey.case), place, bytes(handover.content))
    try:
        return msgspec.json.decode(raw, type=Handover)
    except (ValueError, msgspec.MsgspecError):
        raise DamagedRecord from None


def signed_place(handover: int, message_id: bytes) -> bytes:
    """What binds a signed word to its place."""
    return _place(b"signed word", handover) + message_id


def name_place(conversation: int) -> bytes:
    """What binds a team's name to its place."""
    return _place(b"team name", conversation)
