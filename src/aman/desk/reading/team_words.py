"""What teams say: their words join their own conversation, and count for what they were given.

Promises: a word joins only under the key that was enrolled with that token, by a team that two
operators have confirmed and nobody has revoked; a wrong signature, an unknown or a revoked team
joins nothing and is counted. A word counts once. What else comes with a team's token joins nothing.
"""

from dataclasses import dataclass

from aman.core.dialogue import Cover
from aman.core.envelope import BODY_BYTES, Kind, MalformedEnvelope, OpenedMessage
from aman.core.keys import from_base64url
from aman.core.team import (
    Enrol,
    TeamText,
    TeamWord,
    UnprovenWord,
    read_enrolment,
    read_word,
)
from aman.desk.casebook.models import Case
from aman.desk.journeys import words
from aman.desk.journeys.content import signed_place
from aman.desk.journeys.models import SignedWord, Team
from aman.desk.journeys.teams import enrol, team_of_code

from .joining import CallerSide, Intake
from .tallies import Count, count

SIGNED_FILLED_TO = BODY_BYTES + 4


@dataclass(slots=True)
class TeamWords:
    """What teams said in one delivery."""

    intake: Intake

    def take(self, opened: OpenedMessage) -> bool:
        """Take in what a team sent; False when it is for `Intake.join`, as every beat is."""
        conversation = self.intake.case_of_token(opened.token)
        is_teams = conversation is not None and conversation.of_team
        if opened.kind is not Kind.TEAM_WORD:
            if not is_teams or opened.kind is Kind.COVER:
                return False
            count(Count.UNSUPPORTED)
            return True
        try:
            self._take_word(conversation, opened)
        except UnprovenWord:
            count(Count.UNPROVEN)
        except MalformedEnvelope:
            count(Count.UNREADABLE)
        return True

    def _take_word(self, conversation: Case | None, opened: OpenedMessage) -> None:
        if conversation is None:
            self._enrol(opened)
            return
        team = Team.objects.filter(conversation=conversation).first()
        if team is None:
            raise UnprovenWord
        if not self.intake.is_his(conversation, opened):
            return
        word = read_word(
            opened.body.reveal(),
            key=bytes(team.key),
            hotline=self.intake.hotline,
            message_id=opened.message_id,
        )
        if team.revoked_at is not None or not (team.is_trusted or isinstance(word, Enrol)):
            raise UnprovenWord
        self.intake.heard(conversation, Cover(word.ack, word.again))
        if not self.intake.repeats(conversation, opened.message_id):
            self._hear(team, conversation, opened, word)

    def _enrol(self, opened: OpenedMessage) -> None:
        """A living code makes who signs with this key a team's, which two have yet to confirm."""
        word = read_enrolment(
            opened.body.reveal(), hotline=self.intake.hotline, message_id=opened.message_id
        )
        team = team_of_code(word.code, self.intake.now)
        conversation = None if team is None else self.intake.held(team.conversation_id)
        if team is None or conversation is None:
            raise UnprovenWord
        if not self.intake.can_be_answered(opened):
            return
        self.intake.pin(conversation, CallerSide(opened.token, opened.caller_pk, opened.reply_key))
        enrol(team, from_base64url(word.key), self.intake.tick)
        self.intake.heard(conversation, Cover(word.ack, word.again))
        self.intake.keep(conversation, Kind.TEAM_WORD, opened.message_id, b"")

    def _hear(self, team: Team, conversation: Case, opened: OpenedMessage, word: TeamWord) -> None:
        """A text stands in the team's conversation; what is about a hand-over, with its case."""
        body = opened.body.reveal() if isinstance(word, TeamText) else b""
        self.intake.keep(conversation, Kind.TEAM_WORD, opened.message_id, body)
        if isinstance(word, TeamText | Enrol):
            return
        handover = words.handover_of(team, word)
        case = None if handover is None else self.intake.held(handover.journey.case_id)
        if handover is None or case is None:
            count(Count.UNSUPPORTED)
            return
        content, batch = self.intake.sealed(
            signed_place(handover.pk, opened.message_id),
            opened.body.reveal(),
            filled_to=SIGNED_FILLED_TO,
        )
        SignedWord.objects.create(
            handover=handover,
            message_id=opened.message_id,
            received_at=self.intake.tick,
            content=content,
            counted=words.take(handover, word, self.intake.held, self.intake.tick),
            batch=batch,
        )
