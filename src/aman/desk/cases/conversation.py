"""The order of a conversation: parts joined, gaps told, replies between (pure).

Promises: within one visit, and within one address of a line, messages stand in the order in which
they were written, whatever order they came in; what is missing is said and never hidden; what was
edited stays to be read. Hostile numbers only disturb their own case.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from aman.core.line_dialogue import AttachedFile, ContactCard, Place

from .records import Answer, ConversationItem


@dataclass(frozen=True, slots=True)
class Piece:
    """One message envelope, opened. `item` counts arrivals and replies of the case.

    `thread` names one address of a line; there `order` counts, and `n` tells of no gap. `edits` is
    the session of the message that this one replaces.
    """

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
    thread: str = ""
    order: int = 0
    edits: str | None = None
    strength: str = ""
    contact: int | None = None
    files: tuple[AttachedFile, ...] = field(default=(), repr=False)
    spot: Place | None = field(default=None, repr=False)
    cards: tuple[ContactCard, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class _Placed:
    place: tuple[int, int]
    said: ConversationItem


def conversation(
    pieces: Iterable[Piece], replies: Iterable[ConversationItem]
) -> tuple[ConversationItem, ...]:
    """Everything in order: a visit's messages by their number, each no later than the next."""
    visits: dict[str, list[Piece]] = {}
    threads: dict[str, list[Piece]] = {}
    for piece in pieces:
        by_name = threads if piece.thread else visits
        by_name.setdefault(piece.thread or piece.session, []).append(piece)
    placed = [_Placed((reply.item, 0), reply) for reply in replies]
    for visit in visits.values():
        placed += _placed(visit)
    for thread in threads.values():
        placed += _placed_by_order(thread)
    return tuple(each.said for each in sorted(placed, key=lambda each: each.place))


def in_one_order(
    conversations: Iterable[Sequence[ConversationItem]],
) -> tuple[ConversationItem, ...]:
    """Several cases' conversations as one, by time, each in the order that it has by itself."""
    placed: list[tuple[int, int, int, ConversationItem]] = []
    for number, items in enumerate(conversations):
        latest = 0
        for at, item in enumerate(items):
            latest = max(latest, item.at)
            placed.append((latest, number, at, item))
    return tuple(item for *_, item in sorted(placed, key=lambda each: each[:3]))


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


def _placed_by_order(thread: Sequence[Piece]) -> list[_Placed]:
    """Place what one address wrote, as its line counts: late ones before what came after them."""
    events: dict[tuple[str, int], list[Piece]] = {}
    for piece in sorted(thread, key=lambda piece: piece.item):
        events.setdefault((piece.session, piece.n), []).append(piece)
    in_order = sorted(events.values(), key=_order)
    said = [_joined(each, gap_before=False) for each in in_order]
    marked = _with_edits(in_order, said)
    placed: list[_Placed] = []
    earliest: int | None = None
    for rank in range(len(in_order) - 1, -1, -1):
        first_item = min(piece.item for piece in in_order[rank])
        earliest = first_item if earliest is None else min(earliest, first_item)
        placed.append(_Placed((earliest, rank), marked[rank]))
    return placed


def _order(event: Sequence[Piece]) -> tuple[int, int]:
    return min(piece.order for piece in event), min(piece.item for piece in event)


def _with_edits(
    events: Sequence[Sequence[Piece]], said: Sequence[ConversationItem]
) -> list[ConversationItem]:
    """Say of an edited message that it was, and of the new one which it replaces."""
    items = {event[0].session: each.item for event, each in zip(events, said, strict=True)}
    replaced = [next((piece.edits for piece in event if piece.edits), None) for event in events]
    edited = {items.get(session) for session in replaced if session}
    return [
        replace(
            each,
            edited=each.item in edited,
            edits=None if session is None else items.get(session, 0),
        )
        for each, session in zip(said, replaced, strict=True)
    ]


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
        strength=ordered[0].strength,
        contact=ordered[0].contact,
        files=tuple(file for piece in ordered for file in piece.files),
        place=next((piece.spot for piece in ordered if piece.spot is not None), None),
        cards=tuple(card for piece in ordered for card in piece.cards),
    )
