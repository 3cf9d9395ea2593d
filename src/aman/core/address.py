"""An address that somebody named: how it is written, and whether a line can write there first.

Promises: one person's address has one form, the one in which his line will tell it when he writes
himself; what is no address is refused with what is wrong, never with what was typed. Pure.
Refuses to know: lines and providers.
"""

import re
import unicodedata
from enum import StrEnum
from urllib.parse import unquote

MOST_LETTERS = 320
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_FOR_THE_EYE = re.compile(r"[\s\-‐-―().·/]")
_TRUNK_ZERO = re.compile(r"\(0\)")
_HOST = r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)*[^\W_](?:[\w-]{0,61}[^\W_])?"
_DOMAIN = re.compile(rf"(?={_HOST}$)[^.]+(?:\.[^.]+)+|localhost")
_SERVER = re.compile(rf"(?:{_HOST}|\[[0-9a-f:.]+\])(?::\d{{1,5}})?")
_JID_NAME = re.compile(r"[^\s\"&'/:<>@\x00-\x20\x7f]{1,255}")
_MATRIX_NAME = re.compile(r"[a-z0-9._=/+-]{1,255}")
_MAIL_NAME = re.compile(r"[^\s\x00-\x20\x7f()<>\[\]:;@\\,\"]{1,64}")
_MATRIX_LINK = "https://matrix.to/#/"


class AddressKind(StrEnum):
    """What the addresses of a line are."""

    PHONE = "phone"
    """A telephone number in international form: ``+380501234567``."""
    JID = "jid"
    """A bare XMPP address: ``alice@example.org``."""
    MATRIX = "matrix"
    """A Matrix user id: ``@alice:example.org``."""
    MAIL = "mail"
    """A mail address: ``alice@example.org``."""
    OTHER = "other"
    """Something that the provider alone gives out: nobody can name it."""


class FirstWord(StrEnum):
    """Whether a line can write to somebody who has never written through it."""

    FREELY = "freely"
    TEMPLATE = "template"
    """By a neutral text alone that the provider has approved before, in place of any other."""
    UNSET = "template not set"
    """It could by such a text, but none is set."""
    NEVER = "never"

    @property
    def is_possible(self) -> bool:
        """Whether anything can be said first."""
        return self in {FirstWord.FREELY, FirstWord.TEMPLATE}


class Wrong(StrEnum):
    """What is wrong with what was typed."""

    EMPTY = "empty"
    INTERNATIONAL = "not in international form"
    PHONE = "no telephone number"
    JID = "no XMPP address"
    MATRIX = "no Matrix user id"
    MAIL = "no mail address"
    OTHER = "nobody can name it"


class WrongAddress(ValueError):  # noqa: N818 - twin of WrongPhrase
    """What was typed is no address of that kind; `why` says what is wrong."""

    person = "This is no address."
    operator = "This is no address of that line. Look at it again."

    def __init__(self, why: Wrong) -> None:
        super().__init__(why.value)
        self.why = why


def normalised(kind: AddressKind, typed: str) -> str:
    """The address as its line tells it; `WrongAddress`."""
    text = _visible(typed)
    if not text:
        raise WrongAddress(Wrong.EMPTY)
    if len(text) > MOST_LETTERS:
        raise WrongAddress(_NO_SUCH[kind])
    return _READ[kind](text)


def _visible(typed: str) -> str:
    """Without what nobody sees: signs that turn a text around ride along when it is copied."""
    text = unicodedata.normalize("NFKC", typed)
    return "".join(each for each in text if unicodedata.category(each) != "Cf").strip()


def _phone(text: str) -> str:
    text = text.removeprefix("tel:")
    bare = _FOR_THE_EYE.sub("", _TRUNK_ZERO.sub("", text))
    digits = "".join(
        each if unicodedata.decimal(each, None) is None else str(unicodedata.decimal(each))
        for each in bare
    )
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if digits.isdecimal() or digits.startswith("+0"):
        raise WrongAddress(Wrong.INTERNATIONAL)
    if not _E164.fullmatch(digits):
        raise WrongAddress(Wrong.PHONE)
    return digits


def _jid(text: str) -> str:
    """Without the resource: that is one of his devices."""
    bare = text.removeprefix("xmpp:").partition("?")[0].partition("/")[0].casefold()
    name, at, domain = bare.partition("@")
    if not at or not _JID_NAME.fullmatch(name) or not _DOMAIN.fullmatch(domain):
        raise WrongAddress(Wrong.JID)
    return f"{name}@{domain}"


def _matrix(text: str) -> str:
    if text.lower().startswith(_MATRIX_LINK):
        text = unquote(text[len(_MATRIX_LINK) :]).partition("?")[0]
    name, colon, server = text.lower().removeprefix("@").partition(":")
    is_one = text.startswith("@") and bool(colon)
    if not is_one or not _MATRIX_NAME.fullmatch(name) or not _SERVER.fullmatch(server):
        raise WrongAddress(Wrong.MATRIX)
    return f"@{name}:{server}"


def _mail(text: str) -> str:
    bare = text.removeprefix("mailto:").partition("?")[0].lower()
    name, at, domain = bare.partition("@")
    if not at or not _MAIL_NAME.fullmatch(name) or not _DOMAIN.fullmatch(domain):
        raise WrongAddress(Wrong.MAIL)
    return f"{name}@{domain}"


def _other(text: str) -> str:
    del text
    raise WrongAddress(Wrong.OTHER)


_READ = {
    AddressKind.PHONE: _phone,
    AddressKind.JID: _jid,
    AddressKind.MATRIX: _matrix,
    AddressKind.MAIL: _mail,
    AddressKind.OTHER: _other,
}
_NO_SUCH = {
    AddressKind.PHONE: Wrong.PHONE,
    AddressKind.JID: Wrong.JID,
    AddressKind.MATRIX: Wrong.MATRIX,
    AddressKind.MAIL: Wrong.MAIL,
    AddressKind.OTHER: Wrong.OTHER,
}
