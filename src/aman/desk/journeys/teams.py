"""Field teams: made by an administrator, enrolled by a one-time code, confirmed by two, revoked.

Promises: a code is shown once, kept as a hash, works once and for a day; a team gets nothing and
no word of it counts before two different operators have compared its key, nor after it is revoked.
"""

from collections.abc import Collection
from hashlib import sha256
from secrets import token_bytes
from typing import Protocol

from django.db import transaction

from aman.core.enrolment import make_code
from aman.core.handover import Standing, TeamReply
from aman.desk.audit.book import Action, Colleague, write_down
from aman.desk.casebook.beginning import begin
from aman.desk.casebook.content import write_content
from aman.desk.casebook.holding import hold
from aman.desk.casebook.models import Case, note_change
from aman.desk.casebook.ticks import tick_of
from aman.desk.keys.vault import VaultLocked, the_vault

from .content import case_key, name_place
from .models import Team
from .replies import lay_ready

CODE_SECONDS = 24 * 3600
NAME_LETTERS = 60
_NAME_FILLED_TO = 256


class NoSuchTeam(LookupError):  # noqa: N818 - what the operator is told
    """There is no such team, or it is not confirmed (any more)."""

    person = "This can't be done."
    operator = "This team is not there, or not confirmed. Choose another one."


class AnotherMustCompare(Exception):  # noqa: N818 - what the operator is told
    """Two different operators compare a team's key."""

    person = "This can't be done."
    operator = "You compared this key already. A second operator has to compare it too."


class NotAdministrator(Exception):  # noqa: N818 - what he is
    """A team is made and revoked by an administrator."""

    person = "Only an administrator can do this."
    operator = "An operator without the right wanted to change teams."


class TeamMaker(Colleague, Protocol):
    """What making a team asks of an operator beside his name."""

    @property
    def is_administrator(self) -> bool:
        """Whether he may."""


@transaction.atomic
def make_team(operator: TeamMaker, name: str, now: int) -> str:
    """Make a team; gives its one-time code, which nobody sees again. `ValueError` without a name.

    Raises `NotAdministrator`, `VaultLocked`.
    """
    _refuse_others(operator)
    name = name.strip()
    if not 0 < len(name) <= NAME_LETTERS:
        reason = "a team has a name"
        raise ValueError(reason)
    vault, code = the_vault(), make_code(token_bytes(16))
    if not vault.is_open:
        raise VaultLocked
    conversation = begin(vault, tick_of(now), of_team=True)
    conversation.save()
    number = conversation.number
    sealed = write_content(
        case_key(conversation), name_place(number), name.encode(), filled_to=_NAME_FILLED_TO
    )
    Team.objects.create(
        conversation=conversation,
        name=sealed,
        made_at=now,
        code_digest=digest_of(code),
        code_until=now + CODE_SECONDS,
    )
    write_down(operator, Action.MADE_TEAM, None, now)
    note_change()
    return code


@transaction.atomic
def confirm(operator: Colleague, number: int, compared: str, now: int) -> bool:
    """Say that the fingerprint is the team's; gives whether that was the second time.

    `compared` is the fingerprint that the operator saw. `NoSuchTeam`, `AnotherMustCompare`.
    """
    team, conversation = _held(number)
    if not team.key or team.revoked_at is not None or team.confirmed_at is not None:
        raise NoSuchTeam
    if compared != key_digest(team):
        raise NoSuchTeam
    if team.first_by_id is None:
        team.first_by_id = operator.pk
    elif team.first_by_id == operator.pk:
        raise AnotherMustCompare
    else:
        team.second_by_id, team.confirmed_at = operator.pk, now
        reply = TeamReply(at=tick_of(now), standing=Standing.CONFIRMED)
        lay_ready(conversation, operator.pk, reply)
    team.save()
    write_down(operator, Action.COMPARED_TEAM, None, now)
    note_change()
    return team.confirmed_at is not None


@transaction.atomic
def refuse(operator: Colleague, number: int, now: int) -> None:
    """The fingerprints differ: this key is nobody's. `NoSuchTeam` once it is confirmed."""
    team, conversation = _held(number)
    if not team.key or team.confirmed_at is not None or team.revoked_at is not None:
        raise NoSuchTeam
    _end(operator, team, conversation, (Standing.REFUSED, Action.REFUSED_TEAM), now)


@transaction.atomic
def revoke(operator: TeamMaker, number: int, now: int) -> None:
    """Its words join nothing from now on; `NoSuchTeam`, `NotAdministrator`."""
    _refuse_others(operator)
    team, conversation = _held(number)
    if team.revoked_at is not None:
        raise NoSuchTeam
    _end(operator, team, conversation, (Standing.REVOKED, Action.REVOKED_TEAM), now)


def _end(
    operator: Colleague,
    team: Team,
    conversation: Case,
    ended: tuple[Standing, Action],
    now: int,
) -> None:
    team.revoked_at, team.code_digest = now, None
    team.save()
    lay_ready(conversation, operator.pk, TeamReply(at=tick_of(now), standing=ended[0]))
    write_down(operator, ended[1], None, now)
    note_change()


def enrol(team: Team, key: bytes, now: int) -> None:
    """Its code was used: this is its key, which two have yet to compare."""
    team.key, team.enrolled_at = key, now
    team.code_digest = team.code_until = None
    team.save()


def team_of_code(code: str, now: int) -> Team | None:
    """Whose living one-time code this is."""
    there = Team.objects.filter(code_digest=digest_of(code), code_until__gt=now)
    return there.filter(revoked_at__isnull=True).select_related("conversation").first()


def conversations_of_codes(codes: Collection[str]) -> set[int]:
    """The conversations that a delivery with these codes may change."""
    digests = [digest_of(code) for code in codes]
    found = Team.objects.filter(code_digest__in=digests)
    return set(found.values_list("conversation_id", flat=True))


def digest_of(code: str) -> bytes:
    """As which a code is kept."""
    return sha256(b"aman/1 team code" + code.encode()).digest()


def key_digest(team: Team) -> str:
    """Names the key that an operator saw, so that he confirms no other."""
    return sha256(bytes(team.key)).hexdigest()


def _held(number: int) -> tuple[Team, Case]:
    conversation = Team.objects.filter(pk=number).values_list("conversation_id", flat=True).first()
    held = hold([] if conversation is None else [conversation])
    if conversation is None or conversation not in held:
        raise NoSuchTeam
    return Team.objects.select_for_update().get(pk=number), held[conversation]


def _refuse_others(operator: TeamMaker) -> None:
    if not operator.is_administrator:
        raise NotAdministrator
