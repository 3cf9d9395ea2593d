"""The order of a conversation: parts joined, gaps told, replies between (pure).

Promises: within one visit messages stand in the order in which they were written, whatever order
they came in; what is missing is said and never hidden. Hostile numbers only disturb their own case.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .records import Answer, ConversationItem


@dataclass(frozen=True, slots=True)
class Piece:
    """One message envelope, opened. `item` counts arrivals and replies of the case."""

    item: int
    at: int
    session: str
    n: int
    part: int = 1
    parts: int = 1
    text: str = field(default="", repr=False)
    lang: str = ""
    answers: dict[str, Answer] = field(default_factory=dict, repr=False)
    via: str = "page"
    is_new: bool = False
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class _Placed:
    place: tuple[int, int]
    said: ConversationItem


def conversation(
    pieces: Iterable[Piece], replies: Iterable[ConversationItem]
) -> tuple[ConversationItem, ...]:
    """Everything in order: a visit's messages by their number, each no later than the next."""
    visits: dict[str, list[Piece]] = {}
    for piece in pieces:
        visits.setdefault(piece.session, []).append(piece)
    placed = [_Placed((reply.item, 0), reply) for reply in replies]
    for visit in visits.values():
        placed += _placed(visit)
    return tuple(each.said for each in sorted(placed, key=lambda each: each.place))


def _placed(visit: Sequence[Piece]) -> list[_Placed]:
    """Place a visit's messages: late ones before those that they were written before."""
    by_n: dict[int, list[Piece]] = {}
    for piece in visit:
        by_n.setdefault(piece.n, []).append(piece)
    placed: list[_Placed] = []
    earliest: int | None = None
    for n in sorted(by_n, reverse=True):
        first_item = min(piece.item for piece in by_n[n])
        earliest = first_item if earliest is None else min(earliest, first_item)
        gap = n > 1 and n - 1 not in by_n
        placed.append(_Placed((earliest, n), _joined(by_n[n], gap_before=gap)))
    return placed


def _joined(pieces: Sequence[Piece], *, gap_before: bool) -> ConversationItem:
    """Join the parts of one message; of a part that came twice the first is kept."""
    by_part: dict[int, Piece] = {}
    for piece in sorted(pieces, key=lambda piece: piece.item):
        by_part.setdefault(piece.part, piece)
    ordered = [by_part[part] for part in sorted(by_part)]
    answers: dict[str, Answer] = {}
    for piece in ordered:
        answers |= piece.answers
    return ConversationItem(
        kind="message",
        item=max(piece.item for piece in pieces),
        at=min(piece.at for piece in pieces),
        text="".join(piece.text for piece in ordered),
        lang=ordered[0].lang,
        answers=answers,
        via=ordered[0].via,
        gap_before=gap_before,
        missing_parts=len(by_part) < ordered[0].parts,
        is_new=any(piece.is_new for piece in pieces),
        damaged=any(piece.damaged for piece in pieces),
    )
