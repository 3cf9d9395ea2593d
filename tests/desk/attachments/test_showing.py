"""What an operator looks at was drawn anew: no metadata, no second file, nothing that acts."""

# ruff: noqa: D103 - a test is named after what it protects

import io
import signal
import struct
import subprocess
import sys
import zipfile
import zlib
from typing import Any

import pytest
from PIL import Image

from aman.desk.attachments.showing import Form, NotShown, form_of, show
from desk.attachments.conftest import CANARY


def test_a_photo_is_shown_upright_and_without_its_place(photo: bytes) -> None:
    assert CANARY.encode() in photo
    shown = show(photo, Form.PICTURE)
    assert shown.media == "image/jpeg"
    picture = Image.open(io.BytesIO(shown.content))
    assert picture.size == (480, 640)
    assert dict(picture.getexif()) == {}
    assert CANARY.encode() not in shown.content
    assert CANARY not in repr(shown)


def test_a_voice_message_becomes_opus_without_its_name(voice: bytes) -> None:
    assert CANARY.encode() in voice
    shown = show(voice, Form.AUDIO)
    assert shown.media == "audio/ogg"
    assert shown.content.startswith(b"OggS")
    assert b"OpusHead" in shown.content
    assert CANARY.encode() not in shown.content
    probed = subprocess.run(
        ["/usr/bin/ffprobe", "-v", "error", "-show_entries", "stream=codec_name,duration", "-"],
        input=shown.content,
        stdout=subprocess.PIPE,
        check=True,
    )
    assert b"codec_name=opus" in probed.stdout


def test_a_file_that_is_two_files_comes_out_as_one(photo: bytes) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("evil.html", "<script>alert(1)</script>")
    for polyglot in (photo + archive.getvalue(), photo + b"<html><script>alert(1)</script>"):
        content = show(polyglot, Form.PICTURE).content
        assert b"<script" not in content
        assert not zipfile.is_zipfile(io.BytesIO(content))


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    packed = zlib.compress(bytes(1 + width // 8) * min(height, 20_000), 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"\xff\xd8\xff\xe0 not a picture",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) print\n",
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        _png(60_000, 60_000),
        bytes(7 * 1024 * 1024),
    ],
    ids=["empty", "broken", "svg", "postscript", "playlist", "bomb", "too-long"],
)
def test_what_is_hostile_is_not_shown_and_harms_nothing(hostile: bytes) -> None:
    for form in Form:
        with pytest.raises(NotShown):
            show(hostile, form)


def test_only_pictures_and_sounds_are_shown_at_all() -> None:
    assert form_of("image/png") is Form.PICTURE
    assert form_of("audio/ogg; codecs=opus") is Form.AUDIO
    for media in ("image/svg+xml", "text/html", "application/pdf", "video/mp4", "", "x"):
        assert form_of(media) is None


def test_a_decoder_that_was_taken_over_can_not_fill_the_desk_s_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It writes without end: no more is read than a picture can have, and it is ended."""
    endless = [
        sys.executable,
        "-I",
        "-c",
        "import sys\nwhile True: sys.stdout.buffer.write(bytes(1 << 16))",
    ]
    real, started = subprocess.Popen, []

    def taken_over(_command: object, **how: Any) -> subprocess.Popen[bytes]:  # noqa: ANN401 - Popen's own
        started.append(real(endless, **how))
        return started[0]

    monkeypatch.setattr(subprocess, "Popen", taken_over)
    with pytest.raises(NotShown):
        show(b"whatever", Form.PICTURE)
    assert started[0].returncode == -signal.SIGKILL
