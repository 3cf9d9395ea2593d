"""A mail as it came, and what it tells: a message, a bounce, a pulse, or nothing.

Promises: bounces, lists and automatic answers never become messages. The same mail makes the same
event, by whichever way it comes again. Whatever is too strange to read is given as a file, whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32
from email.utils import parsedate_to_datetime
from hashlib import sha256

from aman.core.line_dialogue import State
from aman.core.ports import Clock
from aman.lines.events import Event, Incoming, IncomingFile, PulseReturned, Receipt
from aman.lines.pulse import NONCE

from .addresses import first_address, message_id, our_ids, unproved
from .body import as_file, decoded_words, read_body
from .text import without_quoted_tail

NULL_PATHS = frozenset({"", "<>"})
FILES_EACH = 5
"""More files than that go on in further messages: what is said of them has to fit an envelope."""
_HEADER_LETTERS = 4000
_MOST_COST = 10_000_000
"""Lines times boundaries: for each line the standard parser tries each open boundary."""
_MOST_PARTS, _MOST_BOUNDARIES = 2_000, 64
_MOST_HEADER_BYTES = 512 * 1024
_OLDEST_SECONDS = 14 * 86_400
"""No queue keeps a mail for longer; a date before that is a wrong clock's."""
_BULK = frozenset({"bulk", "list", "junk", "auto_reply"})
_STATES = {"failed": State.FAILED, "delivered": State.DELIVERED, "relayed": State.ACCEPTED}


class _ShortHeaders(Compat32):
    """Cuts every header: the standard parser takes minutes for a megabyte of parameters."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Name and value of a header, as far as it is read."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_HEADER_LETTERS]


_SHORT = _ShortHeaders()


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads mails to `ours`; `verdicts` names the MX whose word on senders is believed."""

    ours: str
    clock: Clock
    verdicts: str = ""

    def read(self, raw: bytes, path: str | None = None) -> Sequence[Event]:
        """What a mail tells; `path` is its return path where the envelope is known."""
        try:
            return _Mail(self, raw, path).events()
        except Exception:  # noqa: BLE001 - one mail must not hold up those behind it
            return _Mail(self, raw, path, strange=True).events()


@dataclass(slots=True)
class _Mail:
    reader: Reader
    raw: bytes = field(repr=False)
    path: str | None = field(repr=False)
    strange: bool = False
    mail: Message = field(init=False, repr=False)
    _headers: dict[str, list[str]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        head, _, rest = self.raw.replace(b"\r\n", b"\n").partition(b"\n\n")
        self.strange = self.strange or _is_costly(self.raw) or len(head) > _MOST_HEADER_BYTES
        kept = head[:_MOST_HEADER_BYTES] + b"\n\n"
        self.mail = message_from_bytes(kept if self.strange else kept + rest, policy=_SHORT)
        for name, value in self.mail.raw_items():
            text = str(value).replace("\n", " ").replace("\r", " ")
            self._headers.setdefault(name.lower(), []).append(text[:_HEADER_LETTERS])

    def events(self) -> Sequence[Event]:
        kind = self.mail.get_content_type()
        if kind == "multipart/report":
            return self._bounce()
        author = first_address(self._header("from"))
        if author == self.reader.ours:
            return self._pulse()
        if self._is_automatic():
            return ()
        author = author or first_address(self._return_path())
        if author is None:
            return ()  # nobody to answer, and nobody to tell apart from others
        return self._messages(unproved(author) if self._is_forged() else author)

    def _header(self, name: str) -> str:
        return self._headers.get(name, [""])[0].strip()

    def _return_path(self) -> str:
        return self._header("return-path") if self.path is None else self.path

    def _is_automatic(self) -> bool:
        by_machine = _word(self._header("auto-submitted").partition(";")[0]) not in {"", "no"}
        in_bulk = self._header("precedence").lower() in _BULK or "list-id" in self._headers
        knows_path = self.path is not None or "return-path" in self._headers
        return by_machine or in_bulk or (knows_path and self._return_path() in NULL_PATHS)

    def _is_forged(self) -> bool:
        """Only the word of our own MX counts: it takes away those that others wrote in its name."""
        if not self.reader.verdicts:
            return False
        said = [each.strip().lower() for each in self._headers.get("authentication-results", [])]
        ours = [
            each for each in said if each.partition(";")[0].split()[:1] == [self.reader.verdicts]
        ]
        return any("dmarc=fail" in each.replace(" ", "") for each in ours)

    def _pulse(self) -> Sequence[Event]:
        nonce = "" if self.strange else read_body(self.mail).text()
        return (PulseReturned(nonce),) if NONCE.fullmatch(nonce) else ()

    def _bounce(self) -> Sequence[Event]:
        """A report says `Action`, and quotes the head of what it is about."""
        if self.strange:
            return ()
        domain = self.reader.ours.rpartition("@")[2]
        state, ids = None, []
        for part in self.mail.walk():
            kind = part.get_content_type()
            if kind == "message/delivery-status":
                actions = [str(each.get("action", "")) for each in part.walk()]
                found = [_STATES[each] for each in map(_word, actions) if each in _STATES]
                state = found[0] if found else None
            elif kind in {"message/rfc822", "text/rfc822-headers", "message/global-headers"}:
                ids += our_ids(part.as_string()[:_MOST_HEADER_BYTES], domain)
        if state is None or not ids:
            return ()
        return (Receipt(ids[0], state, "came back" if state is State.FAILED else ""),)

    def _messages(self, author: str) -> Sequence[Event]:
        text, files = self._content()
        event, order = self._event(author), self._order()
        route = message_id(self._header("message-id")) or ""
        if not text and not files:
            text = self._subject()
        first = Incoming(event, author, text, route, order, files=tuple(files[:FILES_EACH]))
        more = (
            Incoming(
                f"{event} {start}",
                author,
                route=route,
                order=order,
                files=tuple(files[start : start + FILES_EACH]),
            )
            for start in range(FILES_EACH, len(files), FILES_EACH)
        )
        return (first, *more)

    def _content(self) -> tuple[str, list[IncomingFile]]:
        if self.strange:
            return self._subject(), [as_file(self.raw, "message/rfc822", "message.eml")]
        body = read_body(self.mail)
        text, subject = body.text(), self._subject()
        if self._answers_ours():
            return without_quoted_tail(text, self.reader.ours), body.files
        return f"{subject}\n\n{text}".strip(), body.files

    def _answers_ours(self) -> bool:
        domain = self.reader.ours.rpartition("@")[2]
        before = f"{self._header('in-reply-to')} {self._header('references')}"
        return bool(our_ids(before, domain))

    def _subject(self) -> str:
        return " ".join(decoded_words(self._header("subject")).split())

    def _event(self, author: str) -> str:
        """Of what stays the same on every way: a relay adds headers, it changes no body."""
        body = self.raw.replace(b"\r\n", b"\n").partition(b"\n\n")[2].rstrip()
        named = [self._header("message-id"), author, self._header("date"), self._header("subject")]
        return sha256("\0".join(named).encode("utf-8", "replace") + b"\0" + body).hexdigest()

    def _order(self) -> int:
        now = self.reader.clock()
        try:
            sent = parsedate_to_datetime(self._header("date")).timestamp()
        except (ValueError, TypeError, OverflowError):
            sent = now
        is_likely = now - _OLDEST_SECONDS < sent < now
        return int((sent if is_likely else now) * 1000)


def _is_costly(raw: bytes) -> bool:
    """Built to keep a parser busy."""
    boundaries = raw.lower().count(b"boundary")
    cost = raw.count(b"\n") * (boundaries + 1)
    return boundaries > _MOST_BOUNDARIES or cost > _MOST_COST or raw.count(b"\n--") > _MOST_PARTS


def _word(text: str) -> str:
    return text.strip().lower().partition(" ")[0]
