"""HPKE with X-Wing written once more, from the standards alone, to check the library by.

It knows what `cryptography` does not show: aad, seeded encapsulation, the shared secret and the key
schedule. ML-KEM-768's encapsulation is FIPS 203 in plain Python; everything is slow and leaks time,
which is well in a test. Nothing here imports `aman`.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha3_256, sha3_512, shake_128, shake_256
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

Q = 3329
RANK = 3
BASE = (9).to_bytes(32, "little")
XWING_LABEL = rb"\.//^" + b"\\"


# FIPS 203: only what encapsulation needs.


def _reversed7(value: int) -> int:
    return int(f"{value:07b}"[::-1], 2)


ZETAS = [pow(17, _reversed7(i), Q) for i in range(128)]
GAMMAS = [pow(17, 2 * _reversed7(i) + 1, Q) for i in range(128)]
Poly = list[int]


def _ntt(poly: Poly) -> Poly:
    f, at, length = poly[:], 1, 128
    while length >= 2:
        for start in range(0, 256, 2 * length):
            for j in range(start, start + length):
                t = ZETAS[at] * f[j + length] % Q
                f[j], f[j + length] = (f[j] + t) % Q, (f[j] - t) % Q
            at += 1
        length //= 2
    return f


def _inverse_ntt(poly: Poly) -> Poly:
    f, at, length = poly[:], 127, 2
    while length <= 128:
        for start in range(0, 256, 2 * length):
            for j in range(start, start + length):
                low, high = f[j], f[j + length]
                f[j], f[j + length] = (low + high) % Q, ZETAS[at] * (high - low) % Q
            at -= 1
        length *= 2
    return [value * 3303 % Q for value in f]


def _product(f: Poly, g: Poly) -> Poly:
    made = []
    for i, gamma in enumerate(GAMMAS):
        (a0, a1), (b0, b1) = f[2 * i : 2 * i + 2], g[2 * i : 2 * i + 2]
        made += [(a0 * b0 + a1 * b1 * gamma) % Q, (a0 * b1 + a1 * b0) % Q]
    return made


def _sum(*polys: Poly) -> Poly:
    return [sum(values) % Q for values in zip(*polys, strict=True)]


def _dot(left: Sequence[Poly], right: Sequence[Poly]) -> Poly:
    return _sum(*(_product(f, g) for f, g in zip(left, right, strict=True)))


def _uniform(rho: bytes, j: int, i: int) -> Poly:
    stream, at = shake_128(rho + bytes([j, i])).digest(2048), 0
    made: Poly = []
    while len(made) < 256:
        a, b, c = stream[at : at + 3]
        made += [value for value in (a | (b & 15) << 8, b >> 4 | c << 4) if value < Q]
        at += 3
    return made[:256]


def _noise(seed: bytes, nonce: int) -> Poly:
    bits = int.from_bytes(shake_256(seed + bytes([nonce])).digest(128), "little")
    halves = [(bits >> 4 * i & 3, bits >> (4 * i + 2) & 3) for i in range(256)]
    return [(x.bit_count() - y.bit_count()) % Q for x, y in halves]


def _decoded(raw: bytes, width: int) -> Poly:
    bits = int.from_bytes(raw, "little")
    return [bits >> width * i & ((1 << width) - 1) for i in range(256)]


def _compressed(poly: Poly, width: int) -> bytes:
    values = [(((value << width) + Q // 2) // Q) % (1 << width) for value in poly]
    bits = sum(value << width * i for i, value in enumerate(values))
    return bits.to_bytes(32 * width, "little")


def mlkem768_encapsulate(public_key: bytes, m: bytes) -> tuple[bytes, bytes]:
    """Algorithm 17: ciphertext (1,088) and shared secret (32) from 32 chosen bytes."""
    expanded = sha3_512(m + sha3_256(public_key).digest()).digest()
    shared, seed = expanded[:32], expanded[32:]
    t = [_decoded(public_key[384 * i : 384 * (i + 1)], 12) for i in range(RANK)]
    rho = public_key[-32:]
    r = [_ntt(_noise(seed, i)) for i in range(RANK)]
    ciphertext = b""
    for i in range(RANK):
        column = [_uniform(rho, i, j) for j in range(RANK)]
        u = _sum(_inverse_ntt(_dot(column, r)), _noise(seed, RANK + i))
        ciphertext += _compressed(u, 10)
    message = [bit * (Q + 1) // 2 for bit in _decoded(m, 1)]
    v = _sum(_inverse_ntt(_dot(t, r)), _noise(seed, 2 * RANK), message)
    return ciphertext + _compressed(v, 4), shared


# draft-connolly-cfrg-xwing-kem.


def x25519(secret: bytes, point: bytes) -> bytes:
    """RFC 7748."""
    key = X25519PrivateKey.from_private_bytes(secret)
    return key.exchange(X25519PublicKey.from_public_bytes(point))


def _combined(mlkem: bytes, curve: bytes, point: bytes, public_point: bytes) -> bytes:
    return sha3_256(mlkem + curve + point + public_point + XWING_LABEL).digest()


@dataclass(frozen=True)
class XWingKey:
    """A key pair from its seed."""

    seed: bytes

    def _halves(self) -> tuple[MLKEM768PrivateKey, bytes]:
        expanded = shake_256(self.seed).digest(96)
        return MLKEM768PrivateKey.from_seed_bytes(expanded[:64]), expanded[64:]

    @property
    def public(self) -> bytes:
        """1,216 bytes."""
        mlkem, curve = self._halves()
        return mlkem.public_key().public_bytes_raw() + x25519(curve, BASE)

    def decapsulate(self, enc: bytes) -> bytes:
        """The shared secret."""
        mlkem, curve = self._halves()
        point = enc[1088:]
        return _combined(
            mlkem.decapsulate(enc[:1088]), x25519(curve, point), point, x25519(curve, BASE)
        )


def xwing_encapsulate(public_key: bytes, eseed: bytes) -> tuple[bytes, bytes]:
    """EncapsulateDerand: enc (1,120) and shared secret from 64 chosen bytes."""
    ciphertext, shared = mlkem768_encapsulate(public_key[:1184], eseed[:32])
    point, ephemeral = public_key[1184:], eseed[32:]
    own = x25519(ephemeral, BASE)
    return ciphertext + own, _combined(shared, x25519(ephemeral, point), own, point)


# RFC 9180 with HKDF-SHA256.


class Aead(Protocol):
    """AESGCM, ChaCha20Poly1305."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        """Seal."""

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        """Open."""


def suite_id(kem: int, kdf: int, aead: int) -> bytes:
    """Section 5.1."""
    return b"HPKE" + b"".join(number.to_bytes(2, "big") for number in (kem, kdf, aead))


def labeled_extract(suite: bytes, salt: bytes, label: bytes, key: bytes) -> bytes:
    """Section 4."""
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + key, "sha256")


def labeled_expand(suite: bytes, prk: bytes, label: bytes, info: bytes, size: int) -> bytes:
    """Section 4, for at most 32 bytes."""
    labeled = size.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.digest(prk, labeled + b"\1", "sha256")[:size]


def key_schedule(suite: bytes, shared: bytes, info: bytes) -> tuple[bytes, bytes]:
    """Section 5.1, base mode: key (32) and base nonce (12)."""
    context = b"\0" + labeled_extract(suite, b"", b"psk_id_hash", b"")
    context += labeled_extract(suite, b"", b"info_hash", info)
    prk = labeled_extract(suite, shared, b"secret", b"")
    return (
        labeled_expand(suite, prk, b"key", context, 32),
        labeled_expand(suite, prk, b"base_nonce", context, 12),
    )


def nonce_of(base: bytes, number: int) -> bytes:
    """Section 5.2."""
    return bytes(a ^ b for a, b in zip(base, number.to_bytes(12, "big"), strict=True))
