"""What lies on the disk: no text, language, answer, token or phrase, locked or open."""

import base64
import json
import logging
import os
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from aman.core.dialogue import Message, write_body
from aman.core.envelope import Kind
from aman.core.phrase import Phrase
from aman.core.wordlist import WordList
from aman.desk.accounts.models import Operator
from aman.desk.casebook.models import Case
from aman.desk.cases.access import access_case, shred_case
from aman.desk.cases.queue import access_queue
from aman.desk.outbox.answering import answer
from aman.desk.reading.models import Arrival
from aman.desk.reading.upkeep import tidy
from aman.desk.running import Desk
from desk_caller.front import Front
from desk_caller.page import keys_of, seal, some_keys

TEXT = "المكان تحت الجسر canary-text-8b1f"
ANSWER = "canary-answer-19c4"
QUESTION = "canary_question_77aa"
LANG = "qq-canary-lang-5e"
SESSION = "canary-session-e2"
REPLY = "تعال عند الفجر canary-reply-40d3"
OPERATOR = "alice"


def forms(secret: bytes) -> Iterator[bytes]:
    """How a secret may stand in a file: raw, UTF-16, percent, JSON-escaped, base64, hex."""
    yield secret
    yield secret.hex().encode()
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + secret)
        whole = coded[4 if shift else 0 : len(coded) - 4]
        yield whole
        yield whole.replace(b"+", b"-").replace(b"/", b"_")
    try:
        text = secret.decode()
    except UnicodeDecodeError:
        return
    yield text.encode("utf-16-le")
    yield text.encode("utf-16-be")
    yield quote(text).encode()
    yield json.dumps(text)[1:-1].encode()


def files_of(desk: Desk) -> list[Path]:
    """Every file in which this desk keeps what it knows."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
            cursor.execute("SHOW data_directory")
            (folder,) = cursor.fetchone()
            cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
            (oid,) = cursor.fetchone()
        data = Path(folder)
        places = [data / "base" / str(oid), data / "pg_wal", data.parent]
        found = [path for place in places for path in place.glob("*") if path.is_file()]
    else:
        found = [path for path in desk.folder.rglob("*") if path.is_file()]
    return [path for path in found if os.access(path, os.R_OK)]


def found(desk: Desk, secrets: dict[str, bytes]) -> set[str]:
    """The names of the secrets that stand in any file, in any form."""
    there = set()
    for path in files_of(desk):
        raw = path.read_bytes()
        there |= {name for name, secret in secrets.items() if any(f in raw for f in forms(secret))}
    return there


def test_no_file_holds_what_was_said(
    front: Front,
    alice: Operator,
    reopen: Callable[[Desk], None],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Locked, then open and answered, then locked again; and nothing of it in the journal."""
    caplog.set_level(logging.DEBUG)
    desk = front.desk
    phrase = Phrase.from_random(os.urandom(12))
    keys = keys_of(phrase, desk.hotline)
    words = WordList.read("en", _list("en"))
    secrets = {
        "text": TEXT.encode(),
        "answer": ANSWER.encode(),
        "question": QUESTION.encode(),
        "lang": LANG.encode(),
        "session": SESSION.encode(),
        "reply": REPLY.encode(),
        "token": keys.token.reveal(),
        "reply key of the page": keys.reply_kem.reveal(),
        "entropy": phrase.reveal(),
        "words": " ".join(phrase.words(words)).encode(),
        "digits": phrase.digits().encode(),
    }
    desk.vault.lock()
    body = Message(SESSION, 1, TEXT, lang=LANG, answers={QUESTION: ANSWER})
    front.take(seal(desk.hotline, front.epoch(), keys, Kind.MESSAGE, write_body(body)))
    front.visit()
    if connection.vendor == "sqlite":  # PostgreSQL's many files are searched once, at the end
        assert found(desk, secrets) == set()

    reopen(desk)
    now = int(desk.clock())
    assert access_queue(alice, now)[0].lang == LANG
    seen = access_case(alice, 1, now)
    assert seen.items[0].text == TEXT
    assert seen.answers == {QUESTION: ANSWER}
    answer(alice, 1, REPLY, seen_upto=seen.last_item_id, now=now)
    desk.clock.forward(5)  # type: ignore[attr-defined]  # the tests' clock
    front.visit()
    if connection.vendor == "sqlite":
        assert found(desk, secrets) == set()

    desk.vault.lock()
    front.visit()
    assert found(desk, secrets | {"name": OPERATOR.encode()}) == {"name"}
    said = caplog.text.encode() + "".join(capfd.readouterr()).encode()
    assert not any(form in said for secret in secrets.values() for form in forms(secret))


def _list(lang: str) -> str:
    return files("aman.core.words").joinpath(f"{lang}.txt").read_text(encoding="utf-8")


def test_a_texts_length_does_not_show(front: Front) -> None:
    """A locked desk shows that something was said, not how much."""
    for text in ("x", "x" * 5000):
        body = write_body(Message(SESSION, 1, text))
        front.take(seal(front.desk.hotline, front.epoch(), some_keys(), Kind.MESSAGE, body))
    front.visit()
    sizes = {len(content) for content in Arrival.objects.values_list("content", flat=True)}
    assert len(sizes) == 1


def test_a_destroyed_cases_wrap_is_on_no_disk_after_a_week(
    front: Front, alice: Operator, reopen: Callable[[Desk], None]
) -> None:
    """Deleted rows are overwritten and the log is emptied."""
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL keeps dead rows until VACUUM; docs/decisions/0006 says so")
    desk = front.desk
    body = write_body(Message(SESSION, 1, TEXT))
    front.take(seal(desk.hotline, front.epoch(), some_keys(), Kind.MESSAGE, body))
    front.visit()
    wrap = bytes(Case.objects.get().key_wrap or b"")[-64:]
    assert found(desk, {"wrap": wrap}) == {"wrap"}
    reopen(desk)
    shred_case(alice, 1, int(desk.clock()))
    assert found(desk, {"wrap": wrap}) == {"wrap"}
    desk.clock.forward(7 * 86_400)  # type: ignore[attr-defined]  # the tests' clock
    tidy(int(desk.clock()))
    assert found(desk, {"wrap": wrap}) == set()
