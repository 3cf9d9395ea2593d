"""The desk's own private book and counting events, as publishing asks for them.

Promises: the book is sealed before it is written, on disk when `keep` returns (the database syncs
at its commit), and its length tells counts no finer than the size that it is filled up to.
Refuses to know: how the vault was opened, and whose a counting event is.
"""

from datetime import date
from typing import Final, Protocol

from django.db import transaction

from aman.core.keys import Secret
from aman.desk.counting.models import Counted
from aman.figures.series import PrivateBook

from .models import SealedBook

_INFO: Final = b"aman/1 figures"
_LENGTH_BYTES: Final = 4
_FILLED_TO: Final = 16_384
_DAY_0: Final = date(1970, 1, 1)


class Sealing(Protocol):
    """What of the vault is needed."""

    def seal(self, info: bytes, data: bytes) -> bytes:
        """Seal for later."""
        ...

    def unseal(self, info: bytes, blob: bytes) -> Secret:
        """Open it again."""
        ...


class DeskBook:
    """The `BookKeeper` of a desk whose vault is open."""

    def __init__(self, sealing: Sealing, hotline: str) -> None:
        self.hotline = hotline
        self._sealing = sealing

    def exists(self) -> bool:
        """Whether one was ever kept."""
        return SealedBook.objects.exists()

    def book(self) -> PrivateBook:
        """The book, a new one where there is none; raises DamagedBook and what the vault raises."""
        row = SealedBook.objects.filter(pk=SealedBook.ROW).first()
        if row is None:
            return PrivateBook(self.hotline)
        filled = self._sealing.unseal(_INFO, bytes(row.content)).reveal()
        length = int.from_bytes(filled[:_LENGTH_BYTES], "big")
        return PrivateBook.from_bytes(filled[_LENGTH_BYTES : _LENGTH_BYTES + length])

    def keep(self, book: PrivateBook) -> None:
        """Seal it and keep it in place of the last."""
        content = book.to_bytes()
        counted = len(content).to_bytes(_LENGTH_BYTES, "big") + content
        filled = counted.ljust(-(-len(counted) // _FILLED_TO) * _FILLED_TO, b"\0")
        sealed = self._sealing.seal(_INFO, filled)
        with transaction.atomic(durable=True):
            SealedBook.objects.update_or_create(pk=SealedBook.ROW, defaults={"content": sealed})


class DeskEvents:
    """The `CountingEvents` of a desk."""

    def between(self, measure: str, first: date, end: date) -> int:
        """Events of a measure on days from `first` on and before `end`."""
        days = (first - _DAY_0).days, (end - _DAY_0).days
        return Counted.objects.filter(measure=measure, day__gte=days[0], day__lt=days[1]).count()
