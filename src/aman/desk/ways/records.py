"""The ways of a journey at rest: the one place that opens and seals them.

Promises: sealed under the case's key; a record that does not open is damaged, never empty.
Refuses to know: how ways are found, who looks (`access`).
"""

import msgspec

from aman.desk.casebook.content import read_content, write_content
from aman.desk.journeys.content import case_key
from aman.desk.journeys.models import Journey
from aman.desk.keys.vault import DamagedRecord

from .models import FoundWays
from .wire import Found

FILLED_TO = 32_768


class Kept(msgspec.Struct, frozen=True):
    """What was found, and what it rests on: the state of every layer and list, and the roads."""

    found: Found
    rests_on: str

    def __repr__(self) -> str:
        return "<Kept>"


def read_found(journey: Journey) -> tuple[Kept, int] | None:
    """What was found and when; None where nothing was. `DamagedRecord`, `VaultLocked`."""
    row = FoundWays.objects.filter(journey=journey).first()
    if row is None:
        return None
    raw = read_content(case_key(journey.case), _place(journey), bytes(row.content))
    try:
        return msgspec.json.decode(raw, type=Kept), row.at
    except (ValueError, msgspec.MsgspecError):
        raise DamagedRecord from None


def write_found(journey: Journey, kept: Kept, at: int) -> None:
    """Seal it in place of what was found before."""
    raw = msgspec.json.encode(kept)
    content = write_content(case_key(journey.case), _place(journey), raw, filled_to=FILLED_TO)
    FoundWays.objects.update_or_create(journey=journey, defaults={"content": content, "at": at})


def _place(journey: Journey) -> bytes:
    return b"aman/1 ways" + journey.case_id.to_bytes(8, "big") + journey.pk.to_bytes(8, "big")
