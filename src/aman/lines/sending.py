"""One turn of sending: what waits at the front is opened, sent once, reported and forgotten.

Promises: an instruction that may have left is never sent again, whatever happened to this process;
its report is repeated until the desk has it; of one address nothing overtakes; nothing leaves after
the moment until which it may, whoever held it back or shows it again. What a provider did not take
is tried again ever more seldom. Keeps ids only.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from sqlite3 import IntegrityError

from aman.core.envelope import MalformedEnvelope
from aman.core.instruction import Piece, joined
from aman.core.keys import Secret, to_base64url
from aman.core.line_dialogue import LineReport, Outgoing, State, read_outgoing
from aman.core.opening import open_instruction
from aman.core.ports import Announce, Clock, unheard

from .connector import LastingFault, Outcome, PassingFault, Sender, Sent, UnknownOutcome
from .front import Front
from .patience import LONGEST_SECONDS, pause
from .posting import Posting, Speaker
from .record import Record

TELL_AGAIN_SECONDS = 10
FIRST_PAUSE = 1.0
TURN_SECONDS = 60.0
"""No sending begins later in a turn: one that is cut off by its end is one that nobody knows of."""
TOO_LATE = "too late"


@dataclass(frozen=True, slots=True)
class Outbox:
    """What a line has to send, and the record of what became of it."""

    front: Front
    hotline: bytes
    speaker: Speaker
    token: Secret
    record: Record
    posting: Posting
    clock: Clock
    announce: Announce = unheard
    longest_pause: float = LONGEST_SECONDS
    _until: dict[bytes, int] = field(default_factory=dict)
    """Of what was fetched last: until when each may leave."""

    def close(self) -> None:
        """Close the connections to the front, and the record."""
        self.front.close()
        self.posting.close()
        self.record.close()

    def fetch(self) -> list[tuple[bytes, Outgoing]]:
        """What is to be sent now; on the way it reports what is not reported yet.

        Oldest first, but whom something often did not reach comes after the others: nobody waits
        behind those who take long to fail. What rests is left out, and with it what comes after it
        to the same address.
        """
        self.posting.believe()  # so that a report can be sealed whatever happens to the front
        self.record.forget(int(self.clock()))
        self._until.clear()
        fresh, held_up = [], set()
        faults: dict[str, int] = {}
        for instruction, content in self._opened():
            known = self.record.known(instruction)
            if known is None:
                message = self._to_send(instruction, content)
                if message is None:
                    continue
                if self.record.rests(instruction, self.clock()):
                    held_up.add(message.to)
                faults.setdefault(message.to, self.record.faults(instruction))
                if message.to not in held_up:
                    self._until[instruction] = message.until
                    fresh.append((instruction, message))
            elif known.report is None:
                self.told(instruction, UnknownOutcome("stopped in between"))
            elif self.clock() - known.told_at >= TELL_AGAIN_SECONDS:
                self._tell(instruction, known.report)
        return sorted(fresh, key=lambda each: faults[each[1].to])

    def _to_send(self, instruction: bytes, content: Secret) -> Outgoing | None:
        """What it says; None, and the desk is told, when it is nothing or must not leave now."""
        try:
            message = read_outgoing(content.reveal())
        except MalformedEnvelope:
            self.begin(instruction)
            self.told(instruction, LastingFault("not understood"))
            return None
        if self._is_over(message.until):
            self.begin(instruction)
            self.told(instruction, LastingFault(TOO_LATE))
            return None
        return message

    def _is_over(self, until: int) -> bool:
        return bool(until) and self.clock() > until

    def _opened(self) -> Iterator[tuple[bytes, Secret]]:
        pieces = []
        for sealed in self.front.instructions(self.speaker.line, self.token):
            try:
                opened = open_instruction(
                    self.hotline, self.speaker.seed, self.speaker.line, sealed
                )
                pieces.append(Piece.read(opened.reveal()))
            except MalformedEnvelope:
                continue  # random bytes fill the list up to a power of two
        yield from joined(pieces).items()

    def begin(self, instruction: bytes) -> bool:
        """Write down that it is about to leave; False when it may not: any more, or once more."""
        is_over = self._is_over(self._until.pop(instruction, 0))
        try:
            self.record.begin(instruction, int(self.clock()))
        except IntegrityError:
            return False
        self.announce("line: begun")
        if is_over:  # others took long to leave
            self.told(instruction, LastingFault(TOO_LATE))
        return not is_over

    def told(self, instruction: bytes, outcome: Outcome) -> None:
        """Write down what became of it, then tell the desk."""
        self.announce("line: sent")
        if isinstance(outcome, PassingFault):
            self.record.take_back(instruction)
            self._rest(instruction, outcome.after)
            return
        report = self.posting.seal(self._report(instruction, outcome))
        self.record.end(instruction, report)
        self.announce("line: ended")
        self._tell(instruction, report)

    def _rest(self, instruction: bytes, after: float | None) -> None:
        """By the provider's own word, or longer each time."""
        if after is None:
            faults = self.record.faults(instruction) + 1
            after = pause(FIRST_PAUSE, faults, self.longest_pause)
        self.record.rest(instruction, self.clock(), after)

    def _tell(self, instruction: bytes, report: bytes) -> None:
        self.posting.store(report)
        self.record.told(instruction, int(self.clock()))
        self.announce("line: reported")

    def _report(
        self, instruction: bytes, outcome: Sent | LastingFault | UnknownOutcome
    ) -> LineReport:
        line, name = self.speaker.line, to_base64url(instruction)
        if isinstance(outcome, Sent):
            return LineReport(line, name, outcome.state, provider_id=outcome.provider_id)
        if isinstance(outcome, LastingFault):
            return LineReport(line, name, State.FAILED, outcome.reason, lasting=True)
        return LineReport(line, name, State.UNCERTAIN, str(outcome)[:64])


@dataclass(slots=True)
class Turn:
    """Sends what waits; gives how many seconds the provider asked to be left alone."""

    outbox: Outbox
    sender: Sender
    since_start: Callable[[], float] = time.monotonic
    _held_up: set[str] = field(default_factory=set)

    def run(self) -> float:
        """One turn. May raise `FrontAway`: the next turn goes on."""
        ends = self.since_start() + TURN_SECONDS
        for instruction, message in self.outbox.fetch():
            if self.since_start() > ends:
                break
            if message.to in self._held_up or not self.outbox.begin(instruction):
                continue
            outcome = self._sent(instruction, message)
            self.outbox.told(instruction, outcome)
            if isinstance(outcome, PassingFault):
                if outcome.after is not None:
                    return outcome.after
                self._held_up.add(message.to)
        return 0.0

    def _sent(self, instruction: bytes, message: Outgoing) -> Outcome:
        try:
            return self.sender.send(instruction, message)
        except (PassingFault, LastingFault, UnknownOutcome) as fault:
            return fault
        except Exception as fault:  # noqa: BLE001 - whatever it was, it may have left
            return UnknownOutcome(type(fault).__name__)
