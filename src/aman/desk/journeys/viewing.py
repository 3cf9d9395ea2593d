"""What operators see of journeys and teams, opened.

Promises: a damaged record is said to be damaged and stops no other. Refuses to know: who looks;
`cases.journeys` writes that down.
"""

from dataclasses import dataclass, field

import msgspec
from django.db.models import Max

from aman.core.enrolment import fingerprint
from aman.core.handover import Handover
from aman.core.signing import SIGNATURE_BYTES
from aman.core.team import TeamOutcome, TeamWord
from aman.desk.casebook.content import read_content
from aman.desk.casebook.models import Case
from aman.desk.keys.vault import DamagedRecord
from aman.desk.marks.once import counted_of
from aman.desk.running import the_desk
from aman.figures.measures import MeasureId

from .content import (
    Arrangement,
    case_key,
    name_place,
    read_arrangement,
    read_package,
    signed_place,
)
from .life import journeys_of
from .models import HandOver, Journey, JourneyEvent, SignedWord, Team
from .states import CAN_BE_PLANNED_ANEW, Note, Stage
from .teams import key_digest
from .watched import Watched, read_watched


@dataclass(frozen=True, slots=True)
class WordView:
    """What a team signed: `word` None when its record is damaged; `hex` is it as it came."""

    at: int
    team: str = field(repr=False)
    fingerprint: str
    counted: bool
    word: TeamWord | None = field(repr=False)
    hex: str = field(repr=False)

    @property
    def says(self) -> str:
        """Its kind, and of an outcome which."""
        if isinstance(self.word, TeamOutcome):
            return self.word.outcome.value
        return "" if self.word is None else str(self.word.__struct_config__.tag)


@dataclass(frozen=True, slots=True)
class HandOverView:
    """A package that went out, to whom, and who the two were."""

    team: str = field(repr=False)
    package: Handover | None = field(repr=False)
    revision: int
    released_by: str
    second: str
    at: int
    seen_at: int | None
    withdrawn_at: int | None


@dataclass(frozen=True, slots=True)
class EventView:
    """One line of the history."""

    at: int
    event: str
    by: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class WatchedView:
    """The way that was chosen: `watched` is None when its record is damaged.

    `changed_at`: since then something about it is worse and nobody has said that it stands;
    `rests_on` names the state of hazards and points by which it was judged.
    """

    watched: Watched | None = field(repr=False)
    changed_at: int | None
    rests_on: str


@dataclass(frozen=True, slots=True)
class JourneyView:
    """A journey; `arrangement` is None when its record is damaged.

    `untold_since`: since then the person goes by a plan that does not hold, and nobody answered.
    `not_found_genuine`: how many of those who come were never counted as found genuine.
    """

    number: int
    case: int
    stage: Stage
    arrangement: Arrangement | None = field(repr=False)
    expires_at: int | None
    released_by: int | None
    released_by_name: str
    handovers: tuple[HandOverView, ...]
    words: tuple[WordView, ...] = field(repr=False)
    events: tuple[EventView, ...] = field(repr=False)
    untold_since: int | None = None
    untold: str = ""
    not_found_genuine: int = 0
    way: WatchedView | None = None

    @property
    def genuine(self) -> EventView | None:
        """Who noted last that the request is genuine, unless that was taken back."""
        notes = [each for each in self.events if each.event in {Note.GENUINE, Note.NOT_GENUINE}]
        return notes[-1] if notes and notes[-1].event == Note.GENUINE else None

    @property
    def can_be_planned_anew(self) -> bool:
        """Whether what its team has can be taken back and changed."""
        return self.stage in CAN_BE_PLANNED_ANEW


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team; `fingerprint` is empty before it used its code. `compared_by`: who compared first."""

    number: int
    name: str = field(repr=False)
    made_at: int
    code_until: int | None
    fingerprint: str
    key: str
    compared_by: int | None
    compared_by_name: str
    second_name: str
    confirmed_at: int | None
    revoked_at: int | None
    heard_at: int
    unread: int


def journey_views(cases: tuple[int, ...]) -> tuple[JourneyView, ...]:
    """The journeys of one person, the newest first; `VaultLocked`."""
    answered = Case.objects.filter(number__in=cases).aggregate(at=Max("answered_at"))["at"] or 0
    there = journeys_of(cases).select_related("released_by")
    return tuple(_journey(each, answered) for each in there)


def _journey(journey: Journey, answered_at: int) -> JourneyView:
    handovers = journey.handovers.select_related(
        "team__conversation", "released_by", "second", "journey__case"
    )
    words = SignedWord.objects.filter(handover__journey=journey, batch__isnull=True)
    words = words.select_related("handover__team__conversation", "handover__journey__case")
    events = JourneyEvent.objects.filter(journey_number=journey.pk).order_by("pk")
    names = {each.pk: _name(each) for each in Team.objects.select_related("conversation")}
    arrangement = _arrangement(journey)
    people, since = (arrangement or Arrangement()).how_many, journey.untold_since
    return JourneyView(
        number=journey.pk,
        case=journey.case_id,
        stage=Stage(journey.stage),
        arrangement=arrangement,
        expires_at=journey.expires_at,
        released_by=journey.released_by_id,
        released_by_name=journey.released_by.name if journey.released_by else "",
        handovers=tuple(_handover(each, names) for each in handovers.order_by("pk")),
        words=tuple(_word(each, names) for each in words.order_by("pk")),
        events=tuple(
            EventView(each.at, each.event, each.operator_name or names.get(each.team or 0, ""))
            for each in events
        ),
        untold_since=since if since is not None and answered_at <= since else None,
        untold=journey.untold,
        not_found_genuine=max(0, people - counted_of(journey.case_id, MeasureId.VERIFIED)),
        way=_way(journey),
    )


def _way(journey: Journey) -> WatchedView | None:
    row = getattr(journey, "watched", None)
    if row is None:
        return None
    try:
        return WatchedView(read_watched(journey), row.changed_at, row.rests_on)
    except DamagedRecord:
        return WatchedView(None, row.changed_at, row.rests_on)


def _arrangement(journey: Journey) -> Arrangement | None:
    try:
        return read_arrangement(journey)
    except DamagedRecord:
        return None


def _handover(handover: HandOver, names: dict[int, str]) -> HandOverView:
    try:
        package = read_package(handover)
    except DamagedRecord:
        package = None
    return HandOverView(
        team=names.get(handover.team_id, ""),
        package=package,
        revision=handover.revision,
        released_by=handover.released_by.name,
        second=handover.second.name,
        at=handover.at,
        seen_at=handover.seen_at,
        withdrawn_at=handover.withdrawn_at,
    )


def _word(word: SignedWord, names: dict[int, str]) -> WordView:
    team = word.handover.team
    place = signed_place(word.handover_id, bytes(word.message_id))
    said, body = None, b""
    try:
        body = read_content(case_key(word.handover.journey.case), place, bytes(word.content))
        said = msgspec.json.decode(body[SIGNATURE_BYTES:], type=TeamWord)
    except (DamagedRecord, ValueError, msgspec.MsgspecError):
        said = None
    return WordView(
        at=word.received_at,
        team=names.get(team.pk, ""),
        fingerprint=fingerprint(the_desk().hotline, bytes(team.key)),
        counted=word.counted,
        word=said,
        hex=(bytes(word.message_id) + body).hex() if body else "",
    )


def team_views() -> tuple[TeamView, ...]:
    """All teams, the newest first; `VaultLocked`."""
    every = Team.objects.select_related("conversation", "first_by", "second_by").order_by("-pk")
    return tuple(_team(each) for each in every)


def _team(team: Team) -> TeamView:
    key = bytes(team.key)
    return TeamView(
        number=team.pk,
        name=_name(team),
        made_at=team.made_at,
        code_until=team.code_until,
        fingerprint=fingerprint(the_desk().hotline, key) if key else "",
        key=key_digest(team) if key else "",
        compared_by=team.first_by_id,
        compared_by_name=team.first_by.name if team.first_by else "",
        second_name=team.second_by.name if team.second_by else "",
        confirmed_at=team.confirmed_at,
        revoked_at=team.revoked_at,
        heard_at=team.conversation.heard_at,
        unread=team.conversation.arrivals.filter(opened_at__isnull=True).count(),
    )


def _name(team: Team) -> str:
    """What operators call it; empty when the record is damaged."""
    try:
        place = name_place(team.conversation_id)
        return read_content(case_key(team.conversation), place, bytes(team.name)).decode()
    except (DamagedRecord, UnicodeDecodeError):
        return ""
