"""What lines tell of what they were to send: reports, and the providers' receipts.

Promises: repeated, late or shuffled, they lead to the same; a line speaks of its own instructions
alone; a receipt that comes before the report it belongs to is kept for a day.
"""

from aman.core.keys import from_base64url
from aman.core.line_dialogue import (
    ID_BYTES,
    MUST_WRITE_FIRST,
    LineReceipt,
    LineReport,
    State,
)
from aman.desk.keys.lines import AddressKey

from .instructions import knock, move
from .models import EarlyReceipt, Instruction
from .states import Event, in_own_words, told

EARLY_KEPT_SECONDS = 86_400
MOST_EARLY = 4096
"""Of one line: receipts of messages that the desk never sent are the provider's noise."""


def take_report(key: AddressKey, report: LineReport, now: int) -> bool:
    """Note what became of an instruction; True when that is new."""
    try:
        name = from_base64url(report.instruction, ID_BYTES)
    except ValueError:
        return False
    known = Instruction.objects.select_for_update().filter(name=name, line=report.line)
    instruction = known.first()
    if instruction is None:
        return False
    event = told(report.state, lasting=report.lasting)
    changed = _moved(instruction, event, now, in_own_words(report.reason))
    if report.provider_id and instruction.provider_digest is None:
        digest = key.provider_digest(report.line, report.provider_id)
        instruction.provider_digest = digest
        instruction.save(update_fields=["provider_digest"])
        changed |= _take_early(instruction, digest, now)
    return changed


def take_receipt(key: AddressKey, receipt: LineReceipt, now: int) -> bool:
    """Note what a provider told later; True when that is new."""
    digest = key.provider_digest(receipt.line, receipt.provider_id)
    reason = in_own_words(receipt.reason)
    known = Instruction.objects.select_for_update().filter(provider_digest=digest)
    # Some centres for short messages count ids anew: the newest that bears one is meant.
    instruction = known.filter(line=receipt.line).order_by("-pk").first()
    if instruction is not None:
        return _moved(instruction, _told_later(receipt.state), now, reason)
    early = EarlyReceipt.objects.filter(line=receipt.line)
    if early.count() < MOST_EARLY:
        EarlyReceipt.objects.get_or_create(
            line=receipt.line,
            provider_digest=digest,
            state=receipt.state.value,
            defaults={"reason": reason, "at": now},
        )
    return False


def _take_early(instruction: Instruction, digest: bytes, now: int) -> bool:
    """Apply what was told before; in any order it leads to the same."""
    early = EarlyReceipt.objects.filter(line=instruction.line, provider_digest=digest)
    changed = False
    for receipt in sorted(early, key=lambda each: list(State).index(State(each.state))):
        changed |= _moved(instruction, _told_later(State(receipt.state)), now, receipt.reason)
    early.delete()
    return changed


def _moved(instruction: Instruction, event: Event, now: int, reason: str) -> bool:
    """Move it; where his provider takes nothing until he writes, a template goes in its place."""
    changed = move(instruction, event, now, reason)
    if changed and instruction.reason == MUST_WRITE_FIRST and not instruction.template:
        knock(instruction, now)
    return changed


def _told_later(state: State) -> Event:
    """A provider that gives a message up, having taken it, has given it up for good."""
    return told(state, lasting=True)


def forget_early(now: int) -> None:
    """Drop what no report has claimed."""
    EarlyReceipt.objects.filter(at__lte=now - EARLY_KEPT_SECONDS).delete()
