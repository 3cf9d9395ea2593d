"""Pictures and sounds as people send them, and as Mallory makes them."""

import io
import math
import struct
import wave

import pytest
from PIL import Image

CANARY = "canary-47.1415-9.5215"


@pytest.fixture
def photo() -> bytes:
    """A photo with a place in its EXIF, taken with the camera held upright (orientation 6)."""
    picture = Image.new("RGB", (640, 480), (200, 30, 30))
    exif = picture.getexif()
    exif[0x0112] = 6
    exif[0x010E] = CANARY
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (47.0, 8.0, 29.4), "E", (9.0, 31.0, 17.4)
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=CANARY.encode())
    return out.getvalue()


@pytest.fixture
def voice() -> bytes:
    """A second of sound, with a name in it."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        samples = (int(8000 * math.sin(each / 8)) for each in range(16_000))
        sound.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    name = CANARY.encode() + b"\0" * (len(CANARY) % 2)
    tag = b"INAM" + struct.pack("<I", len(name)) + name
    listed = b"LIST" + struct.pack("<I", 4 + len(tag)) + b"INFO" + tag
    whole = out.getvalue() + listed
    return whole[:4] + struct.pack("<I", len(whole) - 8) + whole[8:]
