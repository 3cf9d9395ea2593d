"""Known answers of others, cut down to what both languages read: `vectors/known.json`.

Everything but X-Wing comes from the `cryptography_vectors` package; `python
tests/core/known_answers.py` writes the file anew, and a test compares. Bytes are hexadecimal here,
as in the sources. Long outputs stand as their SHA3-256.
"""

import json
from hashlib import sha3_256
from importlib.resources import files
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).parents[2] / "vectors"
KNOWN = VECTORS / "known.json"
FOUND = files("cryptography_vectors")

XWING = {
    "source": "draft-connolly-cfrg-xwing-kem-10, appendix C; pk and ct as their SHA3-256",
    "cases": [
        {
            "seed": "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26",
            "eseed": "3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e2"
            "35b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2",
            "pk_begins": "e2236b35a8c24b39b10aa1323a96a919",
            "ct_begins": "b83aa828d4d62b9a83ceffe1d3d3bb1e",
            "pk_sha3": "5121745904643ad9dfacca7869292c19a8a69533b53e60666b7db910b4ad6367",
            "ct_sha3": "c0abd149f83f45324ac3a7ddc7606c71f257e5ea86113522834a0ee1bcb34e3e",
            "ss": "d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384",
        },
        {
            "seed": "badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea",
            "eseed": "17cda7cfad765f5623474d368ccca8af0007cd9f5e4c849f167a580b14aabdef"
            "aee7eef47cb0fca9767be1fda69419dfb927e9df07348b196691abaeb580b32d",
            "pk_begins": "0333285fa253661508c9fb444852caa4",
            "ct_begins": "c93beb22326705699bbc3d1d0aa6339b",
            "pk_sha3": "799b6016e5daa56ffa1b5e79f7caf73413ceecd6df428642404cac41ddee4853",
            "ct_sha3": "7680b7ba47ae09bac4b43001edcef9d98e50df20026e70ba6a424447e1f2b961",
            "ss": "f2e86241c64d60f6649fbc6c5b7d17180b780a3f34355e64a85749949c45f150",
        },
        {
            "seed": "ef58538b8d23f87732ea63b02b4fa0f4873360e2841928cd60dd4cee8cc0d4c9",
            "eseed": "22a96188d032675c8ac850933c7aff1533b94c834adbb69c6115bad4692d8619"
            "f90b0cdf8a7b9c264029ac185b70b83f2801f2f4b3f70c593ea3aeeb613a7f1b",
            "pk_begins": "36244278824f77c621c660892c1c3886",
            "ct_begins": "",
            "pk_sha3": "1ef0c99a06026450564957a5402a788feffbbefdcce55d25de254d0a49eb095a",
            "ct_sha3": "3088688d63201d5d844170b79f148b2791c15f346ff6f8bd559807fbd442f91f",
            "ss": "953f7f4e8c5b5049bdc771d1dffada0dd961477d1a2ae0988baa7ea6898d893f",
        },
    ],
}
_SCHEDULE = ("kem_id", "kdf_id", "aead_id", "info", "shared_secret", "key", "base_nonce", "enc")


def hpke_cases(name: str, kem: int) -> list[dict[str, Any]]:
    """All base-mode entries of one KEM in one of the package's HPKE files."""
    entries = json.loads(FOUND.joinpath("HPKE", name).read_text())
    return [each for each in entries if each["mode"] == 0 and each["kem_id"] == kem]


def records(text: str) -> list[dict[str, str]]:
    """Read NIST's `name = value` lines; each record begins with its count."""
    found: list[dict[str, str]] = []
    for line in text.splitlines():
        name, _, value = line.partition(" = ")
        if name.lower() == "count":
            found.append({})
        elif value:
            found[-1][name] = value
    return found


def _rfc9180() -> list[dict[str, Any]]:
    return [
        {name: each[name] for name in (*_SCHEDULE, "skRm", "pkRm", "skEm", "pkEm")}
        | {"encryptions": each["encryptions"][:3]}
        for each in hpke_cases("test-vectors.json", 0x20)
        if each["kdf_id"] == 1 and each["aead_id"] == 2
    ]


def _hpke_pq() -> list[dict[str, Any]]:
    return [
        {name: each[name] for name in (*_SCHEDULE, "ikmE", "skRm", "pkRm")}
        for each in hpke_cases("hpke-pq-test-vectors.json", 0x647A)
    ]


def _mlkem() -> list[dict[str, str]]:
    text = FOUND.joinpath("asymmetric", "MLKEM", "kat_MLKEM_768.rsp").read_text()
    short = ("d", "z", "msg", "ss", "ss_n", "ct_n")
    return [
        {name: each[name] for name in short}
        | {f"{name}_sha3": sha3_256(bytes.fromhex(each[name])).hexdigest() for name in ("pk", "ct")}
        for each in records(text)[:5]
    ]


def _curves() -> dict[str, Any]:
    x25519 = records(FOUND.joinpath("asymmetric", "X25519", "rfc7748.txt").read_text())
    signed = FOUND.joinpath("asymmetric", "Ed25519", "sign.input").read_text().splitlines()
    fields = [line.split(":") for line in signed[:64]]
    return {
        "x25519": x25519,
        "ed25519": [
            {"pk": pk, "message": message, "signature": both[:128]}
            for _, pk, message, both, *_ in fields
        ],
    }


def known() -> dict[str, Any]:
    """The whole file."""
    package = "cryptography_vectors: "
    return {
        "note": "made by tests/core/known_answers.py; hexadecimal",
        "xwing": XWING,
        "rfc9180": {"source": package + "HPKE/test-vectors.json", "cases": _rfc9180()},
        "hpke_pq": {"source": package + "HPKE/hpke-pq-test-vectors.json", "cases": _hpke_pq()},
        "mlkem768": {"source": package + "asymmetric/MLKEM (FIPS 203)", "cases": _mlkem()},
        "curves": {"source": package + "asymmetric/X25519, Ed25519 (RFC 7748, 8032)", **_curves()},
    }


def written() -> str:
    """The file as it has to stand."""
    return json.dumps(known(), indent=1) + "\n"


if __name__ == "__main__":
    KNOWN.write_text(written())
