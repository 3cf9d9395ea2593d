"""Seal and open times in Python, for `make bench-page`: medians of 200, milliseconds, as JSON."""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable

from aman.core.envelope import Kind, OpenedMessage, SealedEnvelope
from aman.core.keys import KemSeed, Secret
from aman.core.opening import open_envelope, open_reply
from aman.core.phrase import Phrase
from aman.core.sealing import seal_envelope, seal_reply

ROUNDS = 200


def median_ms(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """How long one `act` takes."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1000)
    return round(statistics.median(times), 3)


def main() -> None:
    """Measure and print."""
    hotline, epoch = os.urandom(32), KemSeed(os.urandom(32))
    phrase = Phrase.from_random(os.urandom(12))
    keys = phrase.keys(hotline)
    caller_pk, epoch_pk = keys.reply_kem.public_key(), epoch.public_key()
    body = Secret(("س" * 2000).encode())
    message = OpenedMessage(
        Kind.MESSAGE, os.urandom(16), caller_pk, keys.token, keys.reply_key, body
    )
    sealed = seal_envelope(hotline, epoch_pk, message).raw
    reply = seal_reply(hotline, caller_pk, 1, b"an answer")
    epochs = {epoch_pk.short_id: epoch}
    result = {
        "derive_keys_ms": median_ms(lambda: phrase.keys(hotline), 5),
        "seal_envelope_ms": median_ms(lambda: seal_envelope(hotline, epoch_pk, message)),
        "open_envelope_ms": median_ms(
            lambda: open_envelope(hotline, epochs, SealedEnvelope(sealed))
        ),
        "seal_reply_ms": median_ms(lambda: seal_reply(hotline, caller_pk, 1, b"an answer")),
        "open_reply_ms": median_ms(lambda: open_reply(hotline, keys.reply_kem, reply)),
    }
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
