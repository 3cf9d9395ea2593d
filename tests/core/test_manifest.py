"""The manifest: only what this hotline's root stands behind is read."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.keys import KemSeed, from_base64url, to_base64url
from aman.core.manifest import (
    MANIFEST_BYTES,
    MOST_JSON,
    EpochKey,
    MalformedManifest,
    Manifest,
    OnlineKey,
    RootKeys,
    read_manifest,
    sign_manifest,
)
from aman.core.signing import SigningSeed
from core.cast import Cast, fixed

Vectors = Callable[[str], dict[str, Any]]
Reader = Callable[[str], bytes]
DAY = 86_400


@pytest.fixture(scope="module")
def said(vectors: Vectors, b64: Reader) -> dict[str, Any]:
    """The members of JavaScript's manifest."""
    raw = b64(vectors("manifest")["raw"])
    found: dict[str, Any] = json.loads(raw[4 : 4 + int.from_bytes(raw[:4], "big")])
    return found


def _sealed(said: object, online: SigningSeed, hotline: bytes) -> bytes:
    written = json.dumps(said).encode() if not isinstance(said, bytes) else said
    covered = (len(written).to_bytes(4, "big") + written).ljust(MANIFEST_BYTES - 64, b"\0")
    return covered + online.sign(b"aman/1 manifest" + hotline + sha256(covered).digest())


def test_what_javascript_signed_is_read(vectors: Vectors, b64: Reader) -> None:
    """With a member that nobody knows yet."""
    case = vectors("manifest")
    manifest = read_manifest(b64(case["raw"]), b64(case["hotline"]))
    assert manifest.seq == case["seq"]
    assert manifest.online_key() == b64(case["online"])
    for at in case["epoch_at"]:
        assert manifest.epoch_at(at["time"]) == manifest.epochs[at["epoch"]]


def _full(said: dict[str, Any], hotline: bytes) -> Manifest:
    keys = [KemSeed(bytes([at]) * 32).public_key().raw for at in range(3)]
    return Manifest(
        seq=2**40,
        issued=said["issued"],
        hotline=to_base64url(hotline),
        root=RootKeys(**said["root"]),
        online=OnlineKey(
            said["online"]["ed25519"],
            said["online"]["from"],
            said["online"]["to"],
            said["online"]["signature"],
        ),
        epochs=tuple(EpochKey(to_base64url(key), 0, 2**33) for key in keys),
        tick_seconds=5,
        k=10,
        k_next=10,
        stamp_bits=16,
        languages=("ar", "en", "ru", "uk"),
        mirrors=tuple(f"https://{'a' * 56}.onion/" for _ in range(6)),
        notice=dict.fromkeys(("ar", "en", "ru", "uk"), "ش" * 200),
    )


def test_the_fullest_manifest_fits(said: dict[str, Any], cast: Cast) -> None:
    """Three epochs, six mirrors, four notices of 200 letters; read back it is the same."""
    hotline = from_base64url(said["hotline"])
    manifest = _full(said, hotline)
    raw = sign_manifest(manifest, cast.online)
    assert len(raw) == MANIFEST_BYTES
    assert int.from_bytes(raw[:4], "big") <= MOST_JSON
    assert read_manifest(raw, hotline) == manifest


def test_too_much_is_our_mistake(said: dict[str, Any], cast: Cast) -> None:
    """Nothing is cut silently."""
    manifest = _full(said, from_base64url(said["hotline"]))
    longer = {"en": "x" * MOST_JSON}
    with pytest.raises(ValueError, match="at most"):
        sign_manifest(Manifest(**{**_members(manifest), "notice": longer}), cast.online)


def _members(manifest: Manifest) -> dict[str, Any]:
    return {name: getattr(manifest, name) for name in manifest.__struct_fields__}


def test_changed_bits_are_refused(vectors: Vectors, b64: Reader) -> None:
    """The length, the signature, and one bit in each 29."""
    case = vectors("manifest")
    raw, hotline = b64(case["raw"]), b64(case["hotline"])
    bits = [*range(32), *range(32, 8 * 8128, 29), *range(8 * 8128, 8 * MANIFEST_BYTES)]
    for bit in bits:
        changed = bytearray(raw)
        changed[bit >> 3] ^= 1 << (bit & 7)
        with pytest.raises(MalformedManifest):
            read_manifest(bytes(changed), hotline)
    for wrong in (b"", raw[:-1], raw + b"\0", raw[1:] + b"\0"):
        with pytest.raises(MalformedManifest):
            read_manifest(wrong, hotline)
    with pytest.raises(MalformedManifest):
        read_manifest(raw, bytes(32))


WRONG: dict[str, dict[str, Any]] = {
    "another version": {"v": 2},
    "a negative seq": {"seq": -1},
    "a seq that JavaScript cannot count": {"seq": 2**53},
    "two epochs": {"epochs": []},
    "epochs that are none": {"epochs": [1, 2, 3]},
    "k of 11": {"k": 11},
    "k of -1": {"k": -1},
    "half a k": {"k": 0.5},
    "a notice that is no text": {"notice": {"en": 1}},
    "padding in base64": {"hotline": "A" * 43 + "="},
    "letters beyond ASCII in base64": {"hotline": "ش" * 43},
    "no root": {"root": None},
    "signed before its time": {"issued": 0},
    "signed after its time": {"issued": 2**40},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_rightly_signed_nonsense_is_refused(
    said: dict[str, Any], cast: Cast, change: dict[str, Any]
) -> None:
    """By the same one error."""
    hotline = from_base64url(said["hotline"])
    read_manifest(_sealed(said, cast.online, hotline), hotline)
    with pytest.raises(MalformedManifest):
        read_manifest(_sealed({**said, **change}, cast.online, hotline), hotline)


@pytest.mark.parametrize("period", [{"from": -1}, {"to": -1}, {"from": 2**64}, {"to": 2**70}])
def test_a_period_that_no_eight_bytes_hold_is_refused(
    said: dict[str, Any], cast: Cast, period: dict[str, int]
) -> None:
    """It once ended in an OverflowError."""
    hotline = from_base64url(said["hotline"])
    change = {"online": {**said["online"], **period}}
    with pytest.raises(MalformedManifest):
        read_manifest(_sealed({**said, **change}, cast.online, hotline), hotline)


def test_deeply_nested_json_is_refused(said: dict[str, Any], cast: Cast) -> None:
    """It once ended in a RecursionError."""
    hotline = from_base64url(said["hotline"])
    with pytest.raises(MalformedManifest):
        read_manifest(_sealed(b'{"x":' + b"[" * 8000, cast.online, hotline), hotline)


def test_an_online_key_that_the_root_did_not_sign_is_refused(
    said: dict[str, Any], cast: Cast
) -> None:
    """Neither another root's word, nor the right word for another key or period."""
    root, online, stranger = cast.root, cast.online, SigningSeed(fixed("stranger"))
    hotline = from_base64url(said["hotline"])
    start, end = said["online"]["from"], said["online"]["to"]
    foreign = OnlineKey.certify(stranger, hotline, online.public_key(), start, end)
    stretched = OnlineKey.certify(root, hotline, online.public_key(), start, end - 1)
    elsewhere = OnlineKey.certify(root, bytes(32), online.public_key(), start, end)
    for key in (foreign, stretched, elsewhere):
        change = {"online": {**said["online"], "signature": key.signature}}
        with pytest.raises(MalformedManifest):
            read_manifest(_sealed({**said, **change}, online, hotline), hotline)
    with pytest.raises(MalformedManifest):
        read_manifest(_sealed(said, stranger, hotline), hotline)


@given(st.binary(max_size=200))
def test_other_bytes_are_refused(raw: bytes) -> None:
    """Whatever they say their length is."""
    for wrong in (raw, raw.ljust(MANIFEST_BYTES, b"\0")):
        with pytest.raises(MalformedManifest):
            read_manifest(wrong, bytes(32))
