"""The library's X-Wing and HPKE against known answers, and against a second one written here."""

import json
import secrets
from hashlib import sha3_256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305

from aman.core.keys import SUITE, KemPublicKey, KemSeed
from core import independent
from core.known_answers import FOUND, KNOWN, hpke_cases, records, written

OURS = independent.suite_id(0x647A, 1, 2)
known: dict[str, Any] = json.loads(KNOWN.read_text())


def test_the_known_answers_are_those_of_the_package() -> None:
    """Nobody invented them, and JavaScript reads the same."""
    assert KNOWN.read_text() == written()


@pytest.mark.parametrize("case", known["xwing"]["cases"], ids=range(3))
def test_xwing_of_the_draft(case: dict[str, str]) -> None:
    """Key, encapsulation and shared secret, here and in the library."""
    key = independent.XWingKey(bytes.fromhex(case["seed"]))
    assert key.public.hex().startswith(case["pk_begins"])
    assert sha3_256(key.public).hexdigest() == case["pk_sha3"]
    enc, shared = independent.xwing_encapsulate(key.public, bytes.fromhex(case["eseed"]))
    assert enc.hex().startswith(case["ct_begins"])
    assert sha3_256(enc).hexdigest() == case["ct_sha3"]
    assert shared.hex() == key.decapsulate(enc).hex() == case["ss"]
    assert KemSeed(key.seed).public_key().raw == key.public


def test_mlkem_encapsulation_of_fips_203() -> None:
    """Ten known answers, the ciphertext byte by byte."""
    text = FOUND.joinpath("asymmetric", "MLKEM", "kat_MLKEM_768.rsp").read_text()
    for case in records(text)[:10]:
        given = {name: bytes.fromhex(value) for name, value in case.items() if name != "count"}
        made = independent.mlkem768_encapsulate(given["pk"], given["msg"])
        assert made == (given["ct"], given["ss"])
        key = MLKEM768PrivateKey.from_seed_bytes(given["d"] + given["z"])
        assert key.public_key().public_bytes_raw() == given["pk"]
        assert key.decapsulate(given["ct_n"]) == given["ss_n"]


@pytest.mark.parametrize("case", known["hpke_pq"]["cases"], ids=["HKDF-SHA256", "another KDF"])
def test_hpke_pq_with_xwing(case: dict[str, Any]) -> None:
    """Encapsulation of KEM 0x647a; key and base nonce where the KDF is ours."""
    key = independent.XWingKey(bytes.fromhex(case["skRm"]))
    assert key.public.hex() == case["pkRm"]
    enc, shared = independent.xwing_encapsulate(key.public, bytes.fromhex(case["ikmE"]))
    assert (enc.hex(), shared.hex()) == (case["enc"], case["shared_secret"])
    assert key.decapsulate(enc) == shared
    if case["kdf_id"] == 1:
        suite = independent.suite_id(case["kem_id"], case["kdf_id"], case["aead_id"])
        made = independent.key_schedule(suite, shared, bytes.fromhex(case["info"]))
        assert [part.hex() for part in made] == [case["key"], case["base_nonce"]]


def test_hpke_pq_messages_with_their_aad() -> None:
    """What the library cannot show: its suite takes no aad."""
    (case,) = (
        each for each in hpke_cases("hpke-pq-test-vectors.json", 0x647A) if each["kdf_id"] == 1
    )
    aead = ChaCha20Poly1305(bytes.fromhex(case["key"]))
    assert len(case["encryptions"]) == 10
    for each in case["encryptions"]:
        given = {name: bytes.fromhex(value) for name, value in each.items()}
        assert aead.encrypt(given["nonce"], given["pt"], given["aad"]) == given["ct"]


def test_rfc_9180_base_mode_with_aes_256_gcm() -> None:
    """The key schedule and the first messages of the vector with DHKEM(X25519)."""
    (case,) = (
        each
        for each in hpke_cases("test-vectors.json", 0x20)
        if (each["kdf_id"], each["aead_id"]) == (1, 2)
    )
    kem = b"KEM" + (0x20).to_bytes(2, "big")
    point = bytes.fromhex(case["enc"])
    shared = independent.x25519(bytes.fromhex(case["skRm"]), point)
    prk = independent.labeled_extract(kem, b"", b"eae_prk", shared)
    context = point + bytes.fromhex(case["pkRm"])
    secret = independent.labeled_expand(kem, prk, b"shared_secret", context, 32)
    assert secret.hex() == case["shared_secret"]
    suite = independent.suite_id(0x20, 1, 2)
    key, base = independent.key_schedule(suite, secret, bytes.fromhex(case["info"]))
    assert [key.hex(), base.hex()] == [case["key"], case["base_nonce"]]
    numbered = {each["nonce"]: each for each in case["encryptions"]}
    for number in range(3):
        each = numbered[independent.nonce_of(base, number).hex()]
        given = {name: bytes.fromhex(value) for name, value in each.items()}
        assert AESGCM(key).encrypt(given["nonce"], given["pt"], given["aad"]) == given["ct"]


@pytest.mark.parametrize("size", [0, 1, 864, 7048])
def test_the_library_opens_what_is_sealed_here(size: int) -> None:
    """Ours seals with a chosen seed, the suite of `aman.core` opens."""
    seed, info, plaintext = secrets.token_bytes(32), b"aman/1 up", secrets.token_bytes(size)
    public = independent.XWingKey(seed).public
    enc, shared = independent.xwing_encapsulate(public, secrets.token_bytes(64))
    key, nonce = independent.key_schedule(OURS, shared, info)
    sealed = enc + AESGCM(key).encrypt(nonce, plaintext, b"")
    assert SUITE.decrypt(sealed, KemSeed(seed).loaded(), info) == plaintext


@pytest.mark.parametrize("size", [0, 1, 864, 7048])
def test_what_the_library_seals_opens_here(size: int) -> None:
    """And the other way round."""
    own = independent.XWingKey(secrets.token_bytes(32))
    info, plaintext = b"aman/1 down", secrets.token_bytes(size)
    sealed = SUITE.encrypt(plaintext, KemPublicKey(own.public).loaded(), info)
    key, nonce = independent.key_schedule(OURS, own.decapsulate(sealed[:1120]), info)
    assert AESGCM(key).decrypt(nonce, sealed[1120:], b"") == plaintext
