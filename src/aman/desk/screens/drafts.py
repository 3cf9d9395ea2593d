"""What stood in a form that could not be taken because nobody was signed in any more.

Promises: it goes with the sign-in and stands in its form again; on the way it lies in the
operator's session, sealed to the vault and for one time. What somebody confirmed is not kept: he,
or a colleague, looks and confirms again. Refuses to know: what the fields mean.
"""

import re
from dataclasses import dataclass

import msgspec
from django.http import HttpRequest, QueryDict

from aman.desk.keys.vault import DamagedRecord, the_vault

_INFO = b"draft"
_PLACE = "draft"
_DIGITS = 16
_MOST_ALSO = 1024
_N = "[0-9]{1,15}"
_CASE = re.compile(rf"/case/{_N}")
_FORM = re.compile(
    rf"/case/{_N}/(?:member|member/{_N}|relate|relation/{_N}|wish|name|merge"
    r"|journey/(?:place|people|plan|ask))"
    rf"|/map/points(?:/{_N})?|/map/point|/map/points/{_N}/point(?:/{_N})?"
    rf"|/claims/report(?:/{_N}/(?:write|{_N}/mend))?"
    rf"|/map/(?:zone|no-data|layer|layer/{_N}|layer/{_N}/zone|layer/{_N}/zone/{_N})"
)
_NOT_KEPT = frozenset(
    ("csrfmiddlewaretoken", "resume", "draft", "password", "confirmed", "harmless", "silent_about")
)
_TEXTS = (
    *("text", "label", "notes", "wording", "other", "hours", "expected_by", "address"),
    *("place", "words", "steps", "they_say", "we_say", "show", "abort_sign"),
    *("points", "source", "geojson", "report"),
)
_BESIDE_TEXTS = frozenset(("seen_upto", "also_seen", "contact", "message", "seen"))


class Draft(msgspec.Struct, frozen=True):
    """The screen in which a form stands, and what stood in its fields."""

    screen: str = ""
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def carried(self) -> str:
        """As a form carries it."""
        return msgspec.json.encode(self).decode()

    @property
    def is_answer(self) -> bool:
        """Whether it stood in a reply box."""
        return any(name == "text" for name, _value in self.fields)

    def posted(self) -> QueryDict:
        """The fields as the form posted them."""
        found = QueryDict(mutable=True)
        for name, value in self.fields:
            found.appendlist(name, value)
        return found

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


def draft_of(request: HttpRequest, number: int) -> Draft:
    """What was posted to a form of a case, or to its reply box."""
    return _draft(request, request.path if _FORM.fullmatch(request.path) else f"/case/{number}")


def _draft(request: HttpRequest, screen: str) -> Draft:
    """What was posted from a screen; nothing of it where nothing was typed."""
    posted = request.POST
    if not _FORM.fullmatch(screen) and "text" not in posted:
        return Draft(screen)
    fields = tuple(
        (name, value.replace("\r\n", "\n"))
        for name, values in posted.lists()
        if name not in _NOT_KEPT
        for value in values
    )
    typed = any(value.strip() for name, value in fields if name not in _BESIDE_TEXTS)
    return Draft(screen, fields if typed else ())


def draft_carried(request: HttpRequest) -> Draft:
    """What a sign-in carries, or what a screen hands to it; what is damaged is nothing."""
    if "resume" in request.POST:
        draft = _draft(request, request.POST["resume"])
    else:
        try:
            draft = msgspec.json.decode(request.POST.get("draft", ""), type=Draft)
        except (ValueError, msgspec.MsgspecError):
            return Draft()
    known = _CASE.fullmatch(draft.screen) or _FORM.fullmatch(draft.screen)
    return draft if known else Draft()


def typed_texts(request: HttpRequest) -> list[str]:
    """The texts of a form that was refused as a whole, to be copied; never a password."""
    draft = draft_carried(request)
    posted = draft.posted() if draft.fields else request.POST
    return [value for name in _TEXTS for value in posted.getlist(name) if value.strip()]


def keep_draft(request: HttpRequest, draft: Draft) -> None:
    """Put it into the session of who has just signed in."""
    if draft.fields:
        sealed = the_vault().seal(_INFO, msgspec.json.encode(draft))
        request.session[_PLACE] = sealed.hex()


def take_draft(request: HttpRequest, screen: str) -> Draft:
    """Take it out again, if it is for this screen."""
    sealed = request.session.get(_PLACE)
    if not sealed:
        return Draft()
    try:
        raw = the_vault().unseal(_INFO, bytes.fromhex(sealed)).reveal()
        draft = msgspec.json.decode(raw, type=Draft)
    except (DamagedRecord, ValueError, msgspec.MsgspecError):
        draft = Draft()
    if draft.screen not in {"", screen}:
        return Draft()
    del request.session[_PLACE]
    return draft


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form is filled with: what was posted, or what waited behind a sign-in."""

    data: QueryDict | None = None
    came_back: bool = False

    @property
    def is_posted(self) -> bool:
        """Whether it is to be written down; what came back is looked at first."""
        return self.data is not None and not self.came_back


def filled(request: HttpRequest) -> Filled:
    """What stands in the form of this screen."""
    if request.method == "POST":
        return Filled(request.POST)
    draft = take_draft(request, request.path)
    return Filled(draft.posted(), came_back=True) if draft.fields else Filled()
