"""A message stanza as it came, read into what it tells.

Promises: pure and total: whatever somebody sends makes an event or nothing, never a fault. A
message of a room, of a stranger to chat such as a server, or of our own archive tells nothing.
"""

import unicodedata
from base64 import b32encode
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from slixmpp import JID
from slixmpp.jid import InvalidJID

from aman.core.line_dialogue import ADDRESS_LETTERS, Place, State
from aman.core.programme import LANGUAGE_NAMES
from aman.lines.cards import pin
from aman.lines.events import Incoming, PulseReturned, Receipt
from aman.lines.geo import GEO, read_geo

CLIENT = "{jabber:client}"
STANZAS = "{urn:ietf:params:xml:ns:xmpp-stanzas}"
RECEIPTS = "{urn:xmpp:receipts}"
MARKERS = "{urn:xmpp:chat-markers:0}"
MOST_LINKS = 4
_NAME_LETTERS = 80
_ORIGIN = "{urn:xmpp:sid:0}origin-id"
_REPLACE = "{urn:xmpp:message-correct:0}replace"
_LINK = "{jabber:x:oob}x"
_GEOLOC = "{http://jabber.org/protocol/geoloc}"
_ENCRYPTED = (
    "{eu.siacs.conversations.axolotl}encrypted",
    "{urn:xmpp:omemo:2}encrypted",
    "{urn:xmpp:openpgp:0}openpgp",
    "{jabber:x:encrypted}x",
)
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
UNREADABLE = "[encrypted]"
"""What the desk sees of a message that this line can't read."""
_LASTING = {
    "item-not-found": "no such address",
    "service-unavailable": "not reachable",
    "forbidden": "blocked",
    "not-allowed": "blocked",
    "policy-violation": "refused",
    "not-acceptable": "refused",
    "remote-server-not-found": "no such server",
    "gone": "no such address",
    "jid-malformed": "no such address",
}


class Bounce(NamedTuple):
    """An error that came back: whether it may pass, and our word for it."""

    passing: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What one message tells, and what is to be done about it."""

    event: Incoming | Receipt | PulseReturned | None = None
    links: tuple[str, ...] = field(default=(), repr=False)
    domain: str = field(default="", repr=False)
    confirm: str = ""
    """The id that the sender asks us to confirm."""
    unreadable: bool = False
    bounced: tuple[str, Bounce] | None = None
    """The id of a message of ours, and what became of it."""


NOTHING = Heard()
Order = Callable[[], int]


def read_message(xml: Element, ours: JID, order: Order, now: float) -> Heard:
    """Read it; `ours` is our own address, `order` draws the next number."""
    kind = xml.get("type", "normal")
    try:
        sender = JID(xml.get("from", ""))
    except InvalidJID:
        return NOTHING
    if kind == "error":
        return _bounced(xml)
    if sender.bare == ours.bare:
        return Heard(PulseReturned(_body(xml))) if kind == "headline" else NOTHING
    if kind not in {"chat", "normal"} or not sender.user or len(sender.bare) > ADDRESS_LETTERS:
        return NOTHING
    return _receipt(xml) or _message(xml, sender, order, now)


def _receipt(xml: Element) -> Heard | None:
    for tag, state in (
        (f"{RECEIPTS}received", State.DELIVERED),
        (f"{MARKERS}received", State.DELIVERED),
        (f"{MARKERS}displayed", State.READ),
        (f"{MARKERS}acknowledged", State.READ),
    ):
        found = xml.find(tag)
        if found is not None and (id_ := found.get("id")):
            return Heard(Receipt(id_[:512], state))
    return None


def _bounced(xml: Element) -> Heard:
    id_, error = xml.get("id"), xml.find(f"{CLIENT}error")
    if not id_ or error is None:
        return NOTHING
    conditions = [each.tag.removeprefix(STANZAS) for each in error if each.tag.startswith(STANZAS)]
    reason = next((_LASTING[each] for each in conditions if each in _LASTING), "refused")
    return Heard(bounced=(id_[:512], Bounce(error.get("type") == "wait", reason)))


def _message(xml: Element, sender: JID, order: Order, now: float) -> Heard:
    links = tuple(
        url.strip()
        for each in xml.iterfind(f"{_LINK}/{{jabber:x:oob}}url")
        if (url := each.text or "").strip()
    )[:MOST_LINKS]
    text = "" if (body := _body(xml)).strip() in links else body
    subject = (xml.findtext(f"{CLIENT}subject") or "").strip()
    if subject:
        text = f"{subject}\n{text}".strip()
    unreadable = any(xml.find(tag) is not None for tag in _ENCRYPTED)
    if unreadable:
        text = UNREADABLE
    place = _place(xml) or read_geo(text)
    if place is not None and GEO.fullmatch(text.strip()):
        text = ""
    if not text and not links and place is None:
        return NOTHING  # a typing notice, a state of the chat
    request = xml.find(f"{RECEIPTS}request")
    incoming = Incoming(
        event=_event(xml, sender, body, links, now),
        address=sender.bare,
        text=text,
        order=order(),
        lang_hint=_language(xml),
        edits=_edits(xml, sender),
        place=place,
    )
    confirm = xml.get("id", "") if request is not None else ""
    return Heard(incoming, links, sender.domain, confirm, unreadable)


def _body(xml: Element) -> str:
    bodies = xml.findall(f"{CLIENT}body")
    plain = [each for each in bodies if each.get(_LANG) is None] or bodies
    return "".join(each.text or "" for each in plain[:1])


def _language(xml: Element) -> str:
    """What the client says of the language; many say English whatever is written."""
    said = (xml.get(_LANG) or "").lower().partition("-")[0]
    return said if said in LANGUAGE_NAMES and said != "en" else ""


def _event(xml: Element, sender: JID, body: str, links: tuple[str, ...], now: float) -> str:
    """The same at every delivery.

    Clients that follow XEP-0359 give each message a name that is never used twice. Others count
    anew at each start, so their id names a message only together with what it says. Without any id
    it is what was said in one minute.
    """
    origin = xml.find(_ORIGIN)
    if origin is not None and (name := origin.get("id")):
        return _named(sender, name)
    id_ = xml.get("id")
    when = "" if id_ else str(int(now) // 60)
    said = "\0".join((sender.full, id_ or "", when, body, *links))
    return f"{sender.bare}/said/{sha256(said.encode('utf-8', 'replace')).hexdigest()}"


def _named(sender: JID, name: str) -> str:
    return f"{sender.bare}/named/{name}"


def _edits(xml: Element, sender: JID) -> str | None:
    """A correction names the id of the first message: that is its event where the client names all.

    Of another client the correction comes as a message of its own: nothing is lost.
    """
    replace, origin = xml.find(_REPLACE), xml.find(_ORIGIN)
    if replace is None or origin is None or not (name := replace.get("id")):
        return None
    return _named(sender, name)


def _place(xml: Element) -> Place | None:
    geoloc = xml.find(f"{_GEOLOC}geoloc")
    if geoloc is None:
        return None
    said = {each.tag.removeprefix(_GEOLOC): (each.text or "").strip() for each in geoloc}
    try:
        accuracy = float(said["accuracy"]) if said.get("accuracy") else None
        name = said.get("text") or said.get("description") or ""
        return pin(float(said["lat"]), float(said["lon"]), accuracy, name)
    except (KeyError, ValueError):
        return None


def name_of(link: str) -> str:
    """The file's name as the link has it, without what could hide another."""
    try:
        last = unquote(urlsplit(link).path).rpartition("/")[2]
    except ValueError:
        return ""
    shown = "".join(each for each in last if not unicodedata.category(each).startswith("C"))
    return shown[:_NAME_LETTERS]


def id_of(instruction: bytes, piece: int) -> str:
    """The id of a piece of what we send: the same whenever it is asked; 1 is the last."""
    name = b32encode(instruction).decode().rstrip("=").lower()
    return name if piece == 1 else f"{name}-{piece}"
