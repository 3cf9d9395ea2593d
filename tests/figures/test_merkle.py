"""The tree of RFC 6962: known answers, and another implementation's opinion."""

from hashlib import sha256

import pymerkle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aman.figures.log.merkle import (
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    root,
)

# The inputs and roots of Certificate Transparency's own tests of RFC 6962.
KNOWN = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
PATH = (
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
)
LEAVES = [leaf_hash(each) for each in KNOWN]
SIZES = st.integers(1, 70)


def leaves_of(size: int) -> list[bytes]:
    """So many entries' hashes."""
    return [leaf_hash(str(index).encode()) for index in range(size)]


def pymerkle_tree(size: int) -> pymerkle.InmemoryTree:
    """The same entries in pymerkle's tree."""
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for index in range(size):
        tree.append_entry(str(index).encode())
    return tree


@pytest.mark.parametrize("size", range(1, 9))
def test_known_roots(size: int) -> None:
    """Of the first one to eight inputs."""
    assert root(LEAVES[:size]).hex() == ROOTS[size - 1]


def test_known_proofs() -> None:
    """The audit path of the first of eight is also the proof from one to eight."""
    assert tuple(each.hex() for each in inclusion_proof(0, LEAVES)) == PATH
    assert tuple(each.hex() for each in consistency_proof(1, LEAVES)) == PATH
    assert root([]) == sha256().digest()


@given(SIZES, st.data())
@settings(deadline=None)
def test_every_proof_holds_for_its_own_place_alone(size: int, data: st.DataObject) -> None:
    """A proof shows its leaf at its place; another leaf, place, size, root or hash does not."""
    leaves = leaves_of(size)
    index = data.draw(st.integers(0, size - 1))
    proof = list(inclusion_proof(index, leaves))
    assert is_included(leaves[index], index, size, proof, root(leaves))
    assert not is_included(leaf_hash(b"other"), index, size, proof, root(leaves))
    assert not is_included(leaves[index], index, size, [*proof, bytes(32)], root(leaves))
    assert not is_included(leaves[index], size, size, proof, root(leaves))
    assert not is_included(leaves[index], index, size, proof, bytes(32))
    if proof:
        assert not is_included(leaves[index], index, size, proof[:-1], root(leaves))
        assert not is_included(leaves[index], index ^ 1, size, proof, root(leaves))


@given(SIZES, st.data())
@settings(deadline=None)
def test_a_log_that_only_grew_is_told_from_another(size: int, data: st.DataObject) -> None:
    """The proof holds from the earlier tree to the later one, and from no other."""
    earlier = data.draw(st.integers(1, size))
    leaves = leaves_of(size)
    before, after = root(leaves[:earlier]), root(leaves)
    proof = list(consistency_proof(earlier, leaves))
    assert is_consistent(earlier, before, size, after, proof)
    other = root([*leaves[: earlier - 1], leaf_hash(b"other")])
    assert not is_consistent(earlier, other, size, after, proof)
    assert not is_consistent(earlier, before, size, bytes(32), proof)
    assert not is_consistent(earlier, before, size, after, [*proof, bytes(32)])
    if proof:
        assert not is_consistent(earlier, before, size, after, proof[1:])


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 21, 64, 65])
def test_pymerkle_agrees_about_roots_and_proofs(size: int) -> None:
    """Roots, audit paths hash by hash, and which log grew from which: by code that shares none.

    Its consistency proofs are written in a form of its own, so that verdicts are compared.
    """
    tree, leaves = pymerkle_tree(size), leaves_of(size)
    assert tree.get_root() == root(leaves)
    for index in range(size):
        theirs = tree.prove_inclusion(index + 1)
        hashes = [bytes.fromhex(each) for each in theirs.serialize()["path"]]
        assert hashes[0] == leaves[index]
        assert hashes[1:] == list(inclusion_proof(index, leaves))
        pymerkle.verify_inclusion(leaves[index], root(leaves), theirs)
    for earlier in range(1, size + 1):
        proof = tree.prove_consistency(earlier, size)
        ours = consistency_proof(earlier, leaves)
        assert is_consistent(earlier, root(leaves[:earlier]), size, root(leaves), ours)
        pymerkle.verify_consistency(root(leaves[:earlier]), root(leaves), proof)
        if earlier > 1:
            wrong = root([*leaves[: earlier - 1], leaf_hash(b"other")])
            assert not is_consistent(earlier, wrong, size, root(leaves), ours)
            with pytest.raises(pymerkle.InvalidProof):
                pymerkle.verify_consistency(wrong, root(leaves), proof)
