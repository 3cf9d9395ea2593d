"""How far a talk has come, kept while the vault is locked and gone with its epoch.

Promises: it is sealed under a key that is derived from the running epoch's secret, so what an
old disk holds opens no longer than what was under way then; what can't be read is lost, and said
to be. Refuses to know: what a state means.
"""

from dataclasses import dataclass, field

import msgspec

from aman.core.keys import Secret, hkdf
from aman.desk.casebook.content import read_content, write_content
from aman.desk.keys.vault import DamagedRecord
from aman.desk.running import Desk
from aman.desk.talk.steps import TalkState

from .models import Contact, Instruction, NamedAddress, Talk
from .states import Stage

FILLED_TO = 2048
_INFO = b"aman/1 talk"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a talk; `lost`: there was one, and nobody can say how far it had come."""

    state: TalkState | None = field(default=None, repr=False)
    lost: bool = False


def kept_talk(desk: Desk, number: int) -> Kept:
    """The talk of a case."""
    row = Talk.objects.filter(case_id=number).first()
    if row is None:
        return Kept()
    key = _key(desk, bytes(row.epoch_id), number)
    if key is None:
        return Kept(lost=True)
    try:
        raw = read_content(key, _place(number), bytes(row.sealed))
        return Kept(msgspec.json.decode(raw, type=TalkState))
    except (DamagedRecord, ValueError, msgspec.MsgspecError):
        return Kept(lost=True)


def keep_talk(desk: Desk, number: int, state: TalkState) -> None:
    """Keep it under the epoch that runs now."""
    epoch_id = desk.epochs.listed()[0].public_key().short_id
    key = _key(desk, epoch_id, number)
    if key is None:  # a clock in doubt: the talk is then lost, and quiet
        return
    sealed = write_content(key, _place(number), msgspec.json.encode(state), filled_to=FILLED_TO)
    Talk.objects.update_or_create(case_id=number, defaults={"epoch_id": epoch_id, "sealed": sealed})


def take_notice(desk: Desk, number: int, contact: Contact) -> bool:
    """Whether the line has yet to say how strong it is to this contact; from now on it has.

    The talk says so with its first words; an operator's text does where the talk never spoke.
    """
    state = as_told(kept_talk(desk, number).state, contact) or TalkState()
    if never_got_out(contact):
        return True
    if contact.line in state.told:
        return False
    told = (*state.told, contact.line)
    keep_talk(desk, number, msgspec.structs.replace(state, told=told))
    return True


def as_told(state: TalkState | None, contact: Contact) -> TalkState | None:
    """The talk's state, with what this contact was told in it; None: he was told nothing.

    Whatever a contact is sent first, by the talk or by an operator, carries the notice, unless it
    had to come alone. At an address that was named there may be another person than who was told.
    """
    is_told = Instruction.objects.filter(contact=contact, alone=False).exists()
    if state is None:
        return TalkState(told=(contact.line,)) if is_told else None
    is_named = NamedAddress.objects.filter(contact=contact).exists()
    if is_told or not is_named:
        return state
    others = tuple(line for line in state.told if line != contact.line)
    return msgspec.structs.replace(state, told=others)


_OUT = (Stage.WAITING, Stage.ACCEPTED, Stage.DELIVERED, Stage.READ)
"""Where a text is under way or with him; one that is uncertain may never have left."""


def never_got_out(contact: Contact) -> bool:
    """Whether each text that bore the notice came to nothing: the next one bears it again."""
    bearing = Instruction.objects.filter(contact=contact, notice=True)
    states = set(bearing.values_list("state", flat=True))
    return bool(states) and not states & set(_OUT)


def untold(state: TalkState, line: str) -> TalkState:
    """The same state, as if this line had not said how strong it is."""
    return msgspec.structs.replace(state, told=tuple(each for each in state.told if each != line))


def _key(desk: Desk, epoch_id: bytes, number: int) -> Secret | None:
    seed = desk.epochs.secrets().get(epoch_id)
    if seed is None:
        return None
    return Secret(hkdf(seed.reveal(), salt=b"", info=_INFO + number.to_bytes(8, "big")))


def _place(number: int) -> bytes:
    return _INFO + number.to_bytes(8, "big")
