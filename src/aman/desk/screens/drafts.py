"""A text that could not be sent because nobody was signed in any more.

Promises: it goes with the sign-in and comes back in the reply box; on the way it lies in the
operator's session, sealed to the vault and for one time.
"""

import msgspec
from django.http import HttpRequest

from aman.desk.keys.vault import DamagedRecord, the_vault

_INFO = b"draft"
_PLACE = "draft"
_DIGITS = 16
_MOST_ALSO = 1024


class Draft(msgspec.Struct, frozen=True):
    """A text, the case it is for, by which way, and up to where its writer had seen that case.

    `also_seen` says the same of the cases that are merged with it, as the form carries it; of
    several people `member` is the one for whom it is.
    """

    case: int = 0
    text: str = ""
    seen_upto: int | None = None
    also_seen: str = ""
    contact: int | None = None
    member: int | None = None

    @property
    def way(self) -> str:
        """By which way and for whom, as a form carries it."""
        return way_text(self.contact, self.member)

    def __repr__(self) -> str:
        return "<Draft>"


def number_from(text: str | None) -> int | None:
    """Read a number that a form carries; None when it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < _DIGITS else None


def way_text(contact: int | None, member: int | None) -> str:
    """Write ``12``, or ``12:5`` where it is for one of several people."""
    way = "" if contact is None else str(contact)
    return way if member is None else f"{way}:{member}"


def way_from(text: str | None) -> tuple[int | None, int | None]:
    """Read what `way_text` wrote: a contact, and for whom it is."""
    contact, _, member = (text or "").partition(":")
    return number_from(contact), number_from(member)


def seen_from(text: str) -> dict[int, int]:
    """Read ``7:12,9:3``: up to where each of several cases was seen; what is none is left out."""
    pairs = (piece.partition(":") for piece in text[:_MOST_ALSO].split(","))
    numbers = ((number_from(case), number_from(item)) for case, _, item in pairs)
    return {case: item for case, item in numbers if case is not None and item is not None}


def draft_from(request: HttpRequest, case: int | None = None) -> Draft:
    """What a form carries along: for the case in its address, or the one it names."""
    posted = request.POST
    number = case or number_from(posted.get("case") or posted.get("resume"))
    if number is None:
        return Draft()
    text = posted.get("draft") or posted.get("text", "")
    contact, member = way_from(posted.get("contact"))
    return Draft(
        number,
        text.replace("\r\n", "\n"),
        number_from(posted.get("seen_upto")),
        posted.get("also_seen", "")[:_MOST_ALSO],
        contact,
        member,
    )


def keep_draft(request: HttpRequest, draft: Draft) -> None:
    """Put it into the session of who has just signed in."""
    if draft.text:
        sealed = the_vault().seal(_INFO, msgspec.json.encode(draft))
        request.session[_PLACE] = sealed.hex()


def take_draft(request: HttpRequest, case: int) -> Draft:
    """Take it out again, if it is for this case."""
    sealed = request.session.get(_PLACE)
    if not sealed:
        return Draft()
    try:
        raw = the_vault().unseal(_INFO, bytes.fromhex(sealed)).reveal()
        draft = msgspec.json.decode(raw, type=Draft)
    except (DamagedRecord, ValueError, msgspec.MsgspecError):
        draft = Draft()
    if draft.case not in {0, case}:
        return Draft()
    del request.session[_PLACE]
    return draft
