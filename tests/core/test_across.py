"""Python seals and JavaScript opens, and the other way round, with chance drawn now."""

import json
import secrets
import shutil
import subprocess
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from aman.core.bucket import bucket_number, make_bucket, wrap_slot
from aman.core.dialogue import Message, read_body, status
from aman.core.envelope import Kind, SealedEnvelope
from aman.core.keys import KemSeed, from_base64url, hotline_id, to_base64url
from aman.core.manifest import EpochKey, Manifest, OnlineKey, RootKeys, sign_manifest
from aman.core.opening import open_envelope
from aman.core.phrase import Phrase
from aman.core.sealing import seal_envelope, seal_reply, split_reply
from aman.core.signing import SigningSeed
from aman.core.words import word_lists
from core.cast import Cast

SEAL = Path(__file__).parents[1] / "seal"
TICK = 1_770_000_000
TEXTS = ["", "نحن هنا", 'Привет\n"мир" \\ 😀', "x" * 5000]
REPLY = "اِنتظر هنا حتى الصباح. ".encode() * 60


@dataclass(frozen=True)
class Hotline:
    """A desk whose keys were drawn now."""

    id: bytes
    root: SigningSeed
    online: SigningSeed
    mldsa65: bytes
    epoch: KemSeed

    def manifest(self) -> bytes:
        """Signed as the desk signs it."""
        online = self.online.public_key()
        public = to_base64url(self.epoch.public_key().raw)
        day = TICK - TICK % 86_400
        return sign_manifest(
            Manifest(
                seq=1,
                issued=TICK,
                hotline=to_base64url(self.id),
                root=RootKeys(
                    to_base64url(self.root.public_key()),
                    to_base64url(sha256(self.mldsa65).digest()),
                ),
                online=OnlineKey.certify(self.root, self.id, online, day, day + 90 * 86_400),
                epochs=tuple(
                    EpochKey(public, day + at * 86_400, day + (at + 1) * 86_400) for at in range(3)
                ),
                tick_seconds=5,
                k=3,
                k_next=3,
                stamp_bits=0,
                languages=("ar", "en", "ru", "uk"),
                notice={"ar": "تنبيه"},
            ),
            self.online,
        )


@pytest.fixture
def drawn() -> Hotline:
    """New keys for each test."""
    root, online = SigningSeed(secrets.token_bytes(32)), SigningSeed(secrets.token_bytes(32))
    mldsa65 = secrets.token_bytes(1952)
    epoch = KemSeed(secrets.token_bytes(32))
    return Hotline(hotline_id(root.public_key(), mldsa65), root, online, mldsa65, epoch)


def _ask(asked: dict[str, Any], options: list[str]) -> dict[str, Any]:
    node = shutil.which("node")
    if node is None:
        pytest.fail("node is missing: `make test-setup` brings it")
    command = [node, *options, str(SEAL / "across.js")]
    answer = subprocess.run(  # noqa: S603 - our own script
        command, input=json.dumps(asked).encode(), capture_output=True, check=False, timeout=60
    )
    assert answer.returncode == 0, answer.stderr.decode()
    said: dict[str, Any] = json.loads(answer.stdout)
    return said


@pytest.mark.parametrize("native", [True, False], ids=["WebCrypto", "noble"])
@pytest.mark.parametrize("lang", ["ar", "uk"])
def test_both_languages_understand_each_other(
    drawn: Hotline, cast: Cast, lang: str, *, native: bool
) -> None:
    """Manifest, bucket, replies and envelopes, with WebCrypto's curves and without."""
    phrase = Phrase.from_random(secrets.token_bytes(12))
    keys = phrase.keys(drawn.id)
    caller_pk = keys.reply_kem.public_key()
    got = status([secrets.token_bytes(16)], base=0, first=1, seen=False)
    bodies = [got, *split_reply(REPLY)]
    assert len(bodies) == 4
    slots = []
    for seq, body in enumerate(bodies):
        part, parts = (seq, 3) if seq else (1, 1)
        inner = seal_reply(drawn.id, caller_pk, seq, body, part, parts)
        nonce = secrets.token_bytes(12)
        slots.append(wrap_slot(keys.reply_key, drawn.id, TICK, seq, inner, nonce))
    number = bucket_number(keys.reply_key, drawn.id, TICK, 3)
    bucket = make_bucket(
        hotline=drawn.id,
        online=drawn.online,
        tick=TICK,
        k=3,
        n=number,
        slots=slots,
        random_bytes=secrets.token_bytes,
    )
    message = replace(cast.message(secrets.token_bytes(5749)), kind=Kind.ATTACHMENT_PART)
    envelope = seal_envelope(drawn.id, drawn.epoch.public_key(), message)
    asked = {
        "words": " ".join(phrase.words(word_lists()[lang])),
        "hotline": to_base64url(drawn.id),
        "manifest": to_base64url(drawn.manifest()),
        "bucket": to_base64url(bucket),
        "epoch_seed": to_base64url(drawn.epoch.reveal()),
        "envelope": to_base64url(envelope.raw),
        "texts": TEXTS,
    }
    options = [] if native else ["--import", (SEAL / "without_curves.js").as_uri()]
    said = _ask(asked, options)

    assert said["native"] == {"x25519": native, "ed25519": native}
    assert said["lang"] == lang
    assert from_base64url(said["entropy"]) == phrase.reveal()
    assert from_base64url(said["token"]) == keys.token.reveal()
    assert from_base64url(said["reply_key"]) == keys.reply_key.reveal()
    assert from_base64url(said["reply_pk"]) == caller_pk.raw
    assert said["bucket"] == [TICK, 3, number]
    assert said["number"] == number
    assert [reply[:3] for reply in said["replies"]] == [[0, 1, 1], [1, 1, 3], [2, 2, 3], [3, 3, 3]]
    assert [from_base64url(reply[3]) for reply in said["replies"]] == bodies
    assert said["opened"] == {
        "kind": 3,
        "message_id": to_base64url(message.message_id),
        "body": to_base64url(message.body.reveal()),
    }
    epochs = {drawn.epoch.public_key().short_id: drawn.epoch}
    for text, sealed in zip(TEXTS, said["sealed"], strict=True):
        raw = SealedEnvelope(from_base64url(sealed["envelope"]))
        opened = open_envelope(drawn.id, epochs, raw)
        assert opened.kind is Kind.MESSAGE
        assert to_base64url(opened.message_id) == sealed["message_id"]
        assert opened.token == keys.token
        assert opened.reply_key == keys.reply_key
        assert opened.caller_pk == caller_pk
        assert read_body(opened.body.reveal(), Message).text == text
