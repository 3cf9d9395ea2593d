"""Whose cases a delivery touches: found before any is held, so that they are held in one order.

Promises: whatever a delivery changes of a case that there was before, that case is among these.
Refuses to know: whether what was opened is believed; to hold a case is not to change it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from aman.core.attachment import FilePart
from aman.core.envelope import Kind, MalformedEnvelope, OpenedMessage
from aman.core.keys import Secret, from_base64url
from aman.core.line_dialogue import (
    ID_BYTES,
    LineMessage,
    LineReceipt,
    LineReport,
    read_line_body,
)
from aman.desk.casebook.models import Case
from aman.desk.keys.lines import AddressKey
from aman.desk.lines.models import AnnouncedFile, Contact, Instruction

TOKEN_BYTES = 32


def token_of(said: LineMessage) -> Secret | None:
    """The token of nine words that stood in a line's message, if it is one."""
    if said.token is None:
        return None
    try:
        return Secret(from_base64url(said.token, TOKEN_BYTES))
    except ValueError:
        return None


def cases_for(key: AddressKey, opened: Iterable[OpenedMessage]) -> set[int]:
    """The numbers of the cases that these are for, or speak of."""
    found = _Named(key)
    for each in opened:
        found.name(each)
    return found.cases()


@dataclass(slots=True)
class _Named:
    """By what cases are named in a delivery."""

    key: AddressKey
    tokens: set[bytes] = field(default_factory=set, repr=False)
    addresses: set[bytes] = field(default_factory=set, repr=False)
    instructions: set[bytes] = field(default_factory=set)
    provided: set[bytes] = field(default_factory=set)
    files: set[bytes] = field(default_factory=set)

    def name(self, opened: OpenedMessage) -> None:
        body = opened.body.reveal()
        self.tokens.add(sha256(opened.token.reveal()).digest())
        try:
            if opened.kind is Kind.LINE_MESSAGE:
                self._name_by_line(body)
            elif opened.kind is Kind.ATTACHMENT_PART:
                self.files.add(FilePart.read(body).file_id)
        except (MalformedEnvelope, ValueError):
            return

    def _name_by_line(self, body: bytes) -> None:
        match read_line_body(body):
            case LineMessage() as said:
                self.addresses.add(self.key.digest(said.line, said.address))
                token = token_of(said)
                if token is not None:
                    self.tokens.add(sha256(token.reveal()).digest())
            case LineReport() as said:
                self.instructions.add(from_base64url(said.instruction, ID_BYTES))
                self.provided.add(self.key.provider_digest(said.line, said.provider_id))
            case LineReceipt() as said:
                self.provided.add(self.key.provider_digest(said.line, said.provider_id))
            case _:
                pass

    def cases(self) -> set[int]:
        by_name = Instruction.objects.filter(name__in=self.instructions)
        by_receipt = Instruction.objects.filter(provider_digest__in=self.provided)
        every = (
            Case.objects.filter(token_digest__in=self.tokens).values_list("number", flat=True),
            Contact.objects.filter(digest__in=self.addresses).values_list("case_id", flat=True),
            by_name.values_list("case_id", flat=True),
            by_receipt.values_list("case_id", flat=True),
            AnnouncedFile.objects.filter(file_id__in=self.files).values_list("case_id", flat=True),
        )
        return {number for numbers in every for number in numbers}
