"""What a form shows to those around it: no phrase, no text, nothing kept."""

# ruff: noqa: D103 - a test is named after what it protects

import os
import re
import signal
import socket
import time
from base64 import b64encode
from contextlib import suppress
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote_plus

import pytest

from lines.form.running import Browser, RunningForm, running_form
from lines.form.speaking_front import SpeakingFront
from lines.form.test_conversation import words_on, written

pytestmark = pytest.mark.enable_socket

POST = b"POST /n HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"


def test_every_answer_carries_the_security_headers(browser: Browser) -> None:
    pages = [
        browser.get(),
        browser.press("English"),
        browser.press("Write"),
        browser.press("Send", text="hello"),
        browser.get("/n/0"),
        browser.get("/"),
        browser.get("/n?x=1"),
        browser.get("/n/"),
        browser.get("/favicon.ico"),
        browser.post({}, "/n/0"),
        browser.post({"text": "x" * 300_000}),
    ]
    assert [page.status for page in pages] == [200] * 5 + [404] * 5 + [413]
    for page in pages:
        headers = page.headers
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["connection"] == "close"
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "form-action 'self'" in policy
        assert "script" not in policy
        assert not {"set-cookie", "server", "location", "date", "etag"} & headers.keys()
    for page in pages[:5]:
        (sheet,) = re.findall("<style>(.*?)</style>", page.source, re.DOTALL)
        digest = b64encode(sha256(sheet.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in page.headers["content-security-policy"]
        for forbidden in ("<script", " on", "javascript:", "http:", "https:", "@import", "url("):
            assert forbidden not in re.sub(">[^<]*<", "><", page.source.replace(sheet, ""))


def test_leave_quickly_is_neutral_and_clears(browser: Browser) -> None:
    browser.get()
    page = browser.press("English")
    assert 'href="/n/0" class="leave"' in page.source
    page = browser.get("/n/0", Accept_Language="de-DE,ru;q=0.8")
    assert page.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert page.text == "Заметки Здесь ничего нет."
    assert page.buttons == []


def test_no_phrase_and_no_text_in_any_address_or_header(
    browser: Browser, front: SpeakingFront
) -> None:
    page = written(browser, "en", "CANARY in the text")
    words, digits = words_on(page), page.hidden["phrase"]
    browser.press("I have them")
    browser.press("Check", typed=" ".join(words))
    heads = "\n".join(browser.sent)
    bodies = b"\n".join(body for *_, body in front.requests)
    asked = "\n".join(
        f"{method} {path} {head.decode()}" for method, path, head, _ in front.requests
    )
    # A single word may be a header's own ("content", "host"); two in a row are the phrase's.
    pairs = [joint.join(two) for two in pairwise(words) for joint in (" ", "+", "%20", "-", ",")]
    for secret in (digits, *pairs, "CANARY"):
        assert secret not in heads
        assert secret not in asked
        assert secret.encode() not in bodies
    assert {len(body) for method, _, _, body in front.requests if method == "POST"} == {8256}


def test_a_child_serves_one_connection_and_ends(form: RunningForm) -> None:
    before = set(form.children())
    with socket.create_connection(("127.0.0.1", form.port)) as connection:
        connection.sendall(b"GET /n HTTP/1.1\r\nHost: x\r\n\r\nGET /n HTTP/1.1\r\nHost: x\r\n\r\n")
        received = b""
        while piece := connection.recv(65536):
            received += piece
    assert received.count(b"HTTP/1.1 200") == 1
    wait_for(lambda: len(before - set(form.children())) == 1 and len(form.children()) == 4)


def wait_for(condition: object) -> None:
    deadline = time.monotonic() + 5
    assert callable(condition)
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def memory_of(pid: int) -> bytes:
    """All that a process can have written to."""
    pieces = []
    maps = Path(f"/proc/{pid}/maps").read_text().splitlines()
    with Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for span, rights, *_ in map(str.split, maps):
            if "rw" in rights:
                start, end = (int(each, 16) for each in span.split("-"))
                memory.seek(start)
                pieces.append(memory.read(end - start))
    return b"".join(pieces)


def forms_of(text: str) -> list[bytes]:
    return [
        text.encode(),
        text.encode("utf-16-le"),
        text.encode("utf-32-le"),
        quote_plus(text).encode(),
        b64encode(text.encode()),
        text.encode("unicode-escape"),
    ]


@pytest.mark.skipif(os.geteuid() != 0, reason="reading another process's memory takes root")
def test_no_text_is_in_any_memory_a_second_later(browser: Browser, form: RunningForm) -> None:
    canaries = [f"канарейка-{b64encode(os.urandom(9)).decode()}" for _ in range(5)]
    for canary in canaries:
        page = written(browser, "ru", canary)
    digits = page.hidden["phrase"]
    assert any(each in memory_of(os.getpid()) for each in forms_of(canaries[0]))  # it can find
    time.sleep(1)
    searched = [form.process.pid, *form.children()]
    assert len(searched) == 5
    for pid in searched:
        memory = memory_of(pid)
        assert len(memory) > 1_000_000
        for text in (*canaries, digits):
            assert not any(each in memory for each in forms_of(text))


def test_a_slow_client_is_cut_off(tmp_path: Path, front: SpeakingFront, url: str) -> None:
    half = (
        b"POST /n HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc",
        b"POST /n HTTP/1.1\r\nHost",
        b"",
    )
    with running_form(tmp_path, front, url, head_seconds=0.2, body_seconds=0.2) as form:
        for sent in half:
            with socket.create_connection(("127.0.0.1", form.port), timeout=5) as connection:
                connection.sendall(sent)
                assert connection.recv(100) == b""


@pytest.mark.parametrize(
    "sent",
    [
        b"GARBAGE\r\n\r\n",
        b"POST /n HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
        b"POST /n HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET /n HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 20_000 + b"\r\n\r\n",
        b"GET /n HTTP/1.1\r\n\r\n",
        POST + b"Content-Length: 3\r\n\r\na=\xff",
        POST + b"Content-Length: 7\r\n\r\na=1&a=2",
    ],
)
def test_what_is_no_request_of_ours_is_closed_without_a_word(
    form: RunningForm, sent: bytes
) -> None:
    with socket.create_connection(("127.0.0.1", form.port), timeout=5) as connection:
        connection.sendall(sent)
        with suppress(ConnectionResetError):
            assert connection.recv(100) == b""
    assert Browser(form.port).get().status == 200


def test_many_connections_at_once_are_served_by_at_most_so_many(
    tmp_path: Path, front: SpeakingFront, url: str
) -> None:
    with running_form(tmp_path, front, url, children=2, most_children=3, head_seconds=1) as form:
        idle = [socket.create_connection(("127.0.0.1", form.port)) for _ in range(6)]
        wait_for(lambda: len(form.children()) == 3)
        assert Browser(form.port).get().status == 200  # once the idle ones are cut off
        assert len(form.children()) <= 3
        for connection in idle:
            connection.close()


def test_children_die_with_a_killed_parent(form: RunningForm) -> None:
    children = form.children()
    assert len(children) == 4
    os.kill(form.process.pid, signal.SIGKILL)
    form.process.wait()
    wait_for(lambda: not any(alive(child) for child in children))


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_sigterm_ends_everything_with_connections_open(form: RunningForm) -> None:
    children = form.children()
    with socket.create_connection(("127.0.0.1", form.port)) as connection:
        connection.sendall(b"GET /n HTTP/1.1\r\n")
        form.process.send_signal(signal.SIGTERM)
        assert form.process.wait(5) == 0
        assert not any(alive(child) for child in children)


def test_a_child_that_is_killed_is_replaced(form: RunningForm) -> None:
    first = form.children()[0]
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: first not in form.children() and len(form.children()) == 4)
    assert Browser(form.port).get().status == 200


def test_a_form_with_a_wrong_programme_does_not_listen(
    tmp_path: Path, front: SpeakingFront, url: str
) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("id = 3\n")
    with pytest.raises(AssertionError, match=r"wrong\.toml:1: expected id"):  # noqa: SIM117 - order
        with running_form(tmp_path, front, url, programme=str(wrong)):
            pass
