"""A mail's body: its text, and what came along as files.

Promises: nothing is opened, unpacked or fetched: what is not text is given as a file, and so are
signatures, encrypted parts and mails within mails. What is built to cost time is given as a whole.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.header import decode_header
from email.message import Message
from email.utils import collapse_rfc2231_value

from aman.core.attachment import MOST_FILE_BYTES
from aman.lines.events import TOO_LARGE, IncomingFile

from .text import MOST_HTML, clean, html_to_text

MOST_TEXT = 100_000
_DEEPEST = 20
_NAME_LETTERS = 80
_PLAIN, _HTML = "text/plain", "text/html"
_NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf_7"})


@dataclass(slots=True)
class Body:
    """What a mail says, text parts in order, and its files."""

    texts: list[str] = field(default_factory=list)
    files: list[IncomingFile] = field(default_factory=list)

    def __repr__(self) -> str:
        return "<Body>"

    def text(self) -> str:
        """All of the text."""
        return "\n\n".join(text.strip("\n") for text in self.texts if text.strip()).strip()


def read_body(mail: Message) -> Body:
    """Text and files of a mail."""
    body = Body()
    _read(mail, body, 0)
    return body


def _read(part: Message, body: Body, depth: int) -> None:
    kind = part.get_content_type()
    if kind.startswith("message/") or depth > _DEEPEST:
        body.files.append(as_file(_source(part), "message/rfc822", "message.eml"))
    elif not part.is_multipart():
        _read_leaf(part, kind, body)
    elif kind == "multipart/alternative":
        _read_alternatives(list(_parts(part)), body, depth)
    else:
        for each in _parts(part):
            _read(each, body, depth + 1)


def _read_alternatives(parts: list[Message], body: Body, depth: int) -> None:
    """One text of the several, the plainest; the files of all."""
    read = []
    for part in parts:
        alternative = Body()
        _read(part, alternative, depth + 1)
        read.append((_is_html(part), alternative))
        body.files += alternative.files
    said = [(is_html, each) for is_html, each in read if each.text()]
    body.texts += min(said, key=lambda each: each[0])[1].texts if said else []


def _is_html(part: Message) -> bool:
    if not part.is_multipart():
        return part.get_content_type() == _HTML
    return not any(each.get_content_type() == _PLAIN for each in part.walk())


def _read_leaf(part: Message, kind: str, body: Body) -> None:
    name = _name_of(part)
    attached = part.get_content_disposition() == "attachment" or bool(name)
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    if kind not in {_PLAIN, _HTML} or attached:
        if content or name:
            body.files.append(as_file(content, kind, name))
        return
    text = clean(_decoded(content, part.get_content_charset("utf-8")))
    if kind == _HTML:
        if len(text) > MOST_HTML:
            body.files.append(as_file(content, kind, "text.html"))
        text = html_to_text(text)
    if len(text) > MOST_TEXT:
        body.files.append(as_file(text.encode(), _PLAIN, "text.txt"))
    body.texts.append(text[:MOST_TEXT])


def _parts(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    yield from (each for each in payload if isinstance(each, Message))


def _source(part: Message) -> bytes:
    """What stands in a part, as it came as far as that is known."""
    try:
        inside = list(_parts(part))
        return (inside[0] if inside else part).as_bytes()
    except (ValueError, LookupError, RecursionError, TypeError, AttributeError):
        return b""


def _decoded(content: bytes, charset: str) -> str:
    """Text, whatever its header says it is."""
    try:
        known = codecs.lookup(charset).name.replace("-", "_")
        if known not in _NO_CHARSETS:
            return content.decode(charset, "replace")
    except (LookupError, UnicodeError, ValueError):
        pass
    return content.decode("utf-8", "replace")


def _name_of(part: Message) -> str:
    name = part.get_param("filename", None, "content-disposition")
    if name is None:
        name = part.get_param("name", None, "content-type")
    if name is None:
        return ""
    return "".join(
        letter for letter in decoded_words(collapse_rfc2231_value(name)) if letter >= " "
    )


def as_file(content: bytes, media: str, name: str) -> IncomingFile:
    """A file of a mail; of one that is too large only that it was there."""
    name = clean(name)[-_NAME_LETTERS:]
    if len(content) > MOST_FILE_BYTES:
        return IncomingFile(None, media, name, fault=TOO_LARGE)
    return IncomingFile(content, media, name)


def decoded_words(text: str) -> str:
    """A header's text with its encoded words (RFC 2047) read; itself when they are wrong."""
    if "=?" not in text:
        return clean(text)
    try:
        pieces = decode_header(text)
    except (ValueError, LookupError):
        return clean(text)
    said = (
        _decoded(piece, charset or "ascii") if isinstance(piece, bytes) else piece
        for piece, charset in pieces
    )
    return clean("".join(said))
