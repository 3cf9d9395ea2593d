"""Files of a case reach a screen drawn anew or not at all; each look is written down."""

import pytest
from django.test import Client
from msgspec.structs import replace

from aman.core.line_dialogue import AttachedFile
from aman.desk.audit.models import AuditEntry
from aman.desk.running import Desk
from desk.attachments.conftest import CANARY, photo, voice
from desk.screens.callers import Courier, MakeUp
from desk_lines.line import Line

__all__ = ["photo", "voice"]

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
PAGE = b"<!doctype html><script>alert(document.cookie)</script>"


def sends(
    line: Line, content: bytes, media: str, name: str = "IMG.jpg", *, parts: slice = slice(None)
) -> AttachedFile:
    """Somebody attaches a file; its parts come in."""
    file, envelopes = line.attach(content, name)
    file = replace(file, media=media)
    line.hears("@x", "look", files=(file,))
    for envelope in envelopes[parts]:
        line.front.take(envelope)
    return file


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_a_picture_is_shown_drawn_anew_and_shut_in(
    at_alices: Client, telegram: Line, photo: bytes
) -> None:
    sends(telegram, photo, "image/jpeg")
    page = at_alices.get("/case/1").content.decode()
    assert 'data-from="/case/1/file/1/1/shown"' in page
    assert page.count("<img") == 1  # the desk's own mark: a picture only when it is asked for
    answer = at_alices.get("/case/1/file/1/1/shown")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.content.startswith(b"\xff\xd8")
    assert answer.content != photo
    assert CANARY.encode() not in answer.content
    assert actions()[-1] == "looked at a file"


def test_a_voice_message_is_played_anew(at_alices: Client, telegram: Line, voice: bytes) -> None:
    sends(telegram, voice, "audio/wav", "voice.wav")
    assert "Listen" in at_alices.get("/case/1").content.decode()
    answer = at_alices.get("/case/1/file/1/1/shown")
    assert answer.headers["Content-Type"] == "audio/ogg"
    assert answer.content.startswith(b"OggS")
    assert CANARY.encode() not in answer.content


def test_pictures_and_sounds_may_be_shown_by_the_pages_policy(at_alices: Client) -> None:
    policy = at_alices.get("/").headers["Content-Security-Policy"]
    assert "img-src 'self'" in policy
    assert "media-src 'self'" in policy


@pytest.mark.parametrize("content", [SVG, PAGE, b"GIF89a" + PAGE, b"%PDF-1.7" + PAGE])
@pytest.mark.parametrize("media", ["image/jpeg", "image/svg+xml", "text/html", "audio/ogg"])
def test_what_is_hostile_never_leaves_as_what_it_is(
    at_alices: Client, telegram: Line, content: bytes, media: str
) -> None:
    sends(telegram, content, media, "photo.jpg")
    answer = at_alices.get("/case/1/file/1/1/shown")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert b"alert" not in answer.content


def test_a_picture_with_a_page_behind_it_comes_out_as_the_picture_alone(
    at_alices: Client, telegram: Line, photo: bytes
) -> None:
    sends(telegram, photo + PAGE, "image/jpeg")
    answer = at_alices.get("/case/1/file/1/1/shown")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert b"<script" not in answer.content


def test_svg_and_unknown_kinds_are_not_offered_to_be_shown(
    at_alices: Client, telegram: Line
) -> None:
    sends(telegram, SVG, "image/svg+xml")
    page = at_alices.get("/case/1").content.decode()
    assert "data-from" not in page
    assert "About this file" in page
    assert (
        "This kind of file is not shown here." in at_alices.get("/case/1/file/1/1").content.decode()
    )


def test_an_original_is_saved_only_behind_a_warning_under_a_name_of_ours(
    at_alices: Client, telegram: Line
) -> None:
    sends(telegram, PAGE, "text/html", 'evil".html\r\nX: y')
    warned = at_alices.get("/case/1/file/1/1/save")
    assert "An original can attack the machine that opens it." in warned.content.decode()
    assert PAGE not in warned.content
    assert "saved an original" not in actions()
    answer = at_alices.post("/case/1/file/1/1/save")
    assert answer.content == PAGE
    assert answer.headers["Content-Type"] == "application/octet-stream"
    name = answer.headers["Content-Disposition"]
    assert name == 'attachment; filename="case-1-file-1-1.original"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert actions()[-1] == "saved an original"
    assert AuditEntry.objects.last().case_number == 1  # type: ignore[union-attr]


def test_while_parts_are_missing_nothing_is_shown_or_saved(
    at_alices: Client, telegram: Line, photo: bytes
) -> None:
    sends(telegram, photo * 4, "image/jpeg", parts=slice(1, None))
    assert at_alices.get("/case/1/file/1/1/shown").status_code == 404
    answer = at_alices.post("/case/1/file/1/1/save")
    assert answer.status_code == 422
    assert "This file is not whole" in answer.content.decode()
    assert not {"looked at a file", "saved an original"} & set(actions())


def test_what_did_not_come_says_why(at_alices: Client, telegram: Line) -> None:
    telegram.hears("@x", "look", files=(AttachedFile("A" * 22, "video/mp4", fault="too large"),))
    for path in ("/case/1", "/case/1/file/1/1"):
        page = at_alices.get(path).content.decode()
        assert "larger than 5 MB, so it was not taken" in page
        assert "Save the original" not in page


@pytest.mark.parametrize("path", ["file/9/1", "file/1/2", "file/1/0", "file/9/1/save"])
def test_a_file_that_nobody_brought_is_not_there(
    at_alices: Client, telegram: Line, path: str
) -> None:
    sends(telegram, PAGE, "text/html")
    answer = at_alices.get(f"/case/1/{path}")
    assert answer.status_code == 404
    assert "There is no such file" in answer.content.decode()


def test_a_file_is_of_its_own_case_alone(
    at_alices: Client, telegram: Line, caller: MakeUp, photo: bytes
) -> None:
    """Another case that names the same file gets nothing of it."""
    file = sends(telegram, photo, "image/jpeg")
    telegram.hears("@mallory", "look", files=(file,))
    caller().write("hello")
    assert at_alices.get("/case/1/file/1/1/shown").status_code == 200
    assert at_alices.get("/case/2/file/1/1/shown").status_code == 404
    assert at_alices.get("/case/3/file/1/1/shown").status_code == 404


def test_charlie_outside_and_a_locked_vault_get_no_file(
    browser: Client, at_alices: Client, telegram: Line, photo: bytes, desk: Desk
) -> None:
    sends(telegram, photo, "image/jpeg")
    paths = ("", "/shown", "/save")
    for path in paths:
        assert browser.get(f"/case/1/file/1/1{path}").headers["Location"].startswith("/sign-in")
    desk.vault.lock()
    for path in paths:
        assert at_alices.get(f"/case/1/file/1/1{path}").headers["Location"].startswith("/sign-in")


def test_a_page_elsewhere_can_not_save(at_alices: Client, telegram: Line, courier: Courier) -> None:
    sends(telegram, PAGE, "text/html")
    forged = Client(headers={"host": courier.desk.settings.host}, enforce_csrf_checks=True)
    forged.cookies = at_alices.cookies
    assert forged.post("/case/1/file/1/1/save").status_code == 403
    assert "saved an original" not in actions()


def test_the_page_with_a_picture_needs_no_script(
    at_alices: Client, telegram: Line, photo: bytes
) -> None:
    sends(telegram, photo, "image/png")
    page = at_alices.get("/case/1/file/1/1").content.decode()
    assert '<img class="looked-at" src="/case/1/file/1/1/shown"' in page
