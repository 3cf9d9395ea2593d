"""A field team's page in Python: a caller's page that signs what it says, and reads packages."""

import os
from dataclasses import dataclass, field

from aman.core.bucket import Bucket, unwrap_slots
from aman.core.dialogue import Status, read_body
from aman.core.enrolment import fingerprint
from aman.core.envelope import Kind
from aman.core.handover import Handover, TeamReply, read_team_reply
from aman.core.keys import Secret, to_base64url
from aman.core.opening import OpenedPart, open_reply
from aman.core.team import (
    Accept,
    Enrol,
    Outcome,
    RefusalReason,
    Refuse,
    TeamKeys,
    TeamOutcome,
    TeamText,
    TeamWord,
    sign_word,
)

from .front import Front
from .page import seal


@dataclass(slots=True)
class TeamPage:
    """One visit of a team: words go out at once, replies are read from the front's buckets."""

    front: Front
    keys: TeamKeys = field(default_factory=lambda: TeamKeys.derive(Secret(os.urandom(32))))
    session: str = field(default_factory=lambda: to_base64url(os.urandom(16)))
    n: int = 0
    parts: dict[int, OpenedPart] = field(default_factory=dict)
    status: Status | None = None

    @property
    def hotline(self) -> bytes:
        """Whose team it is."""
        return self.front.desk.hotline

    @property
    def fingerprint(self) -> str:
        """What both compare."""
        return fingerprint(self.hotline, self.keys.sign.public_key())

    def about(self, package: Handover) -> dict[str, object]:
        """The members of a word about a package."""
        return {**self.next(), "handover": package.id, "revision": package.revision}

    def next(self) -> dict[str, object]:
        """The members that every word has; what was read is acknowledged with it."""
        self.n += 1
        return {"session": self.session, "n": self.n, "ack": max(self.parts, default=0)}

    def enrol(self, code: str) -> bytes:
        """The first word of all."""
        key = to_base64url(self.keys.sign.public_key())
        return self.say(Enrol(**self.next(), key=key, code=code))  # type: ignore[arg-type]

    def accept(self, package: Handover) -> bytes:
        """Take it."""
        return self.say(Accept(**self.about(package)))  # type: ignore[arg-type]

    def refuse(self, package: Handover) -> bytes:
        """Do not."""
        reason = RefusalReason.TIME
        return self.say(Refuse(**self.about(package), reason=reason))  # type: ignore[arg-type]

    def tell(self, package: Handover, outcome: Outcome = Outcome.ARRIVED) -> bytes:
        """Say how it ended."""
        at, people = int(self.front.desk.clock()), package.people
        told = TeamOutcome(**self.about(package), outcome=outcome, at=at, people=people)  # type: ignore[arg-type]
        return self.say(told)

    def write(self, text: str) -> bytes:
        """Free words."""
        return self.say(TeamText(**self.next(), text=text))  # type: ignore[arg-type]

    def say(self, word: TeamWord, *, sign: TeamKeys | None = None) -> bytes:
        """Sign a word and send it; gives its message id."""
        message_id = os.urandom(16)
        self.send(message_id, self.signed(message_id, word, sign=sign))
        return message_id

    def signed(self, message_id: bytes, word: TeamWord, *, sign: TeamKeys | None = None) -> bytes:
        """The body of a word."""
        return sign_word((sign or self.keys).sign, self.hotline, message_id, word)

    def send(self, message_id: bytes, body: bytes, kind: Kind = Kind.TEAM_WORD) -> None:
        """Seal it and give it to the front."""
        epoch = self.front.epoch()
        self.front.take(seal(self.hotline, epoch, self.keys.caller, kind, body, message_id))

    def read(self) -> None:
        """Read the newest buckets."""
        manifest = self.front.signed()
        for raw in self.front.buckets:
            bucket = Bucket.read(raw, self.hotline, manifest.online_key())
            for inner in unwrap_slots(bucket, self.keys.caller.reply_key, self.hotline):
                part = open_reply(self.hotline, self.keys.caller.reply_kem, inner)
                if part.seq:
                    self.parts.setdefault(part.seq, part)
                else:
                    self.status = read_body(part.body, Status)

    def has_confirmed(self, message_id: bytes) -> bool:
        """Whether the desk says that it has a word."""
        return self.status is not None and to_base64url(message_id) in self.status.got

    @property
    def told(self) -> list[TeamReply]:
        """What the desk said, in order."""
        found, heads = [], [part for _, part in sorted(self.parts.items()) if part.part == 1]
        for head in heads:
            seqs = range(head.seq, head.seq + head.parts)
            if all(seq in self.parts for seq in seqs):
                found.append(read_team_reply(b"".join(self.parts[seq].body for seq in seqs)))
        return found

    def package(self) -> Handover:
        """The newest package."""
        return [each.handover for each in self.told if each.handover is not None][-1]
