"""The Merkle tree of RFC 6962: root, proofs that an entry is in it, and that it only grew.

Promises: SHA-256, leaves and nodes told apart by their first byte; the proofs of sections 2.1.1
and 2.1.2, verified as in RFC 9162, sections 2.1.3.2 and 2.1.4.2.
Refuses to know: what the leaves are.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

EMPTY_ROOT: Final = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry."""
    return sha256(b"\x00" + entry).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two below it."""
    return 1 << ((size - 1).bit_length() - 1)


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes."""
    growing = GrowingTree()
    growing.extend(leaves)
    return growing.root()


class GrowingTree:
    """The right edge of a tree: roots of each size, without keeping the leaves."""

    __slots__ = ("_edge", "size")

    def __init__(self) -> None:
        self.size = 0
        self._edge: list[bytes] = []

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaf hashes."""
        for leaf in leaves:
            whole, carried = leaf, self.size
            while carried & 1:
                whole = _node(self._edge.pop(), whole)
                carried >>= 1
            self._edge.append(whole)
            self.size += 1

    def root(self) -> bytes:
        """The root of what was added."""
        if not self._edge:
            return EMPTY_ROOT
        *rest, whole = self._edge
        for each in reversed(rest):
            whole = _node(each, whole)
        return whole


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """The audit path of one leaf."""
    size = len(leaves)
    if not 0 <= index < size:
        message = "no such leaf"
        raise IndexError(message)
    if size == 1:
        return ()
    k = _split(size)
    if index < k:
        return (*inclusion_proof(index, leaves[:k]), root(leaves[k:]))
    return (*inclusion_proof(index - k, leaves[k:]), root(leaves[:k]))


def consistency_proof(earlier: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """The proof that the first `earlier` leaves are those of the earlier tree."""
    if not 0 < earlier <= len(leaves):
        message = "no such earlier tree"
        raise IndexError(message)
    return _subproof(earlier, leaves, is_known=True)


def _subproof(earlier: int, leaves: Sequence[bytes], *, is_known: bool) -> tuple[bytes, ...]:
    size = len(leaves)
    if earlier == size:
        return () if is_known else (root(leaves),)
    k = _split(size)
    if earlier <= k:
        return (*_subproof(earlier, leaves[:k], is_known=is_known), root(leaves[k:]))
    return (*_subproof(earlier - k, leaves[k:], is_known=False), root(leaves[:k]))


def is_included(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes
) -> bool:
    """Whether the proof shows that the leaf stands at the index of the tree with that root."""
    if not 0 <= index < size:
        return False
    found, last = leaf, size - 1
    for each in proof:
        if not last:
            return False
        if index & 1 or index == last:
            found = _node(each, found)
            while not index & 1 and index:
                index >>= 1
                last >>= 1
        else:
            found = _node(found, each)
        index >>= 1
        last >>= 1
    return not last and found == expected_root


def is_consistent(
    earlier: int, earlier_root: bytes, later: int, later_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the proof shows that the later tree begins with the earlier one."""
    if earlier == later:
        return not proof and earlier_root == later_root
    if not 0 < earlier < later or not proof:
        return False
    path = [earlier_root, *proof] if earlier & (earlier - 1) == 0 else [*proof]
    index, last = earlier - 1, later - 1
    while index & 1:
        index >>= 1
        last >>= 1
    first = second = path[0]
    for each in path[1:]:
        if not last:
            return False
        if index & 1 or index == last:
            first, second = _node(each, first), _node(each, second)
            while not index & 1 and index:
                index >>= 1
                last >>= 1
        else:
            second = _node(second, each)
        index >>= 1
        last >>= 1
    return not last and (first, second) == (earlier_root, later_root)
