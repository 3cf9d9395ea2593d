"""The program that re-encodes one attachment: bytes on standard input, bytes on standard output.

Runs as `python -I -m aman.desk.attachments.confined picture|audio|page`; the desk never imports it.
Promises: it confines itself before it reads a single byte of what somebody sent; what comes out was
drawn or played anew, so that no metadata and no second file comes along. Exit code 3: not readable.
"""

import io
import os
import shutil
import sys

from .confinement import confine

MOST_INPUT = 6 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
UNREADABLE = 3
_LIBRARIES = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/alternatives", "/dev/null")


def _picture() -> None:
    from PIL import Image, ImageOps  # noqa: PLC0415 - loaded whole before files are out of reach

    Image.init()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # Pillow refuses twice as many
    confine()
    source = io.BytesIO(_input())
    with Image.open(source, formats=("JPEG", "PNG", "WEBP", "GIF", "BMP")) as opened:
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        drawn = Image.new("RGB", upright.size, "white")
        flat = upright.convert("RGBA")
        drawn.paste(flat, mask=flat.getchannel("A"))
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=85)
    sys.stdout.buffer.write(out.getvalue())


def _audio() -> None:
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None:
        sys.exit(UNREADABLE)
    confine(_LIBRARIES)
    arguments = (
        "ffmpeg -nostdin -hide_banner -loglevel quiet -protocol_whitelist pipe "
        "-i pipe:0 -map 0:a:0 -map_metadata -1 -vn -sn -dn -t 3600 -ac 1 -c:a libopus -b:a 32k "
        "-fflags +bitexact -flags:a +bitexact -f ogg pipe:1"
    )
    os.execv(ffmpeg, arguments.split())  # noqa: S606 - no shell, a fixed list


def _page() -> None:
    """The article of a saved web page, as JSON."""
    from msgspec import json  # noqa: PLC0415 - loaded whole before files are out of reach

    from aman.desk.ledger.page_text import read_page, warm_up  # noqa: PLC0415 - the same

    warm_up()
    confine()
    sys.stdout.buffer.write(json.encode(read_page(_input())))


def _input() -> bytes:
    content = sys.stdin.buffer.read(MOST_INPUT + 1)
    if len(content) > MOST_INPUT:
        sys.exit(UNREADABLE)
    return content


if __name__ == "__main__":
    try:
        {"picture": _picture, "audio": _audio, "page": _page}[sys.argv[1]]()
    except Exception:  # noqa: BLE001 - whatever somebody sent: it can't be shown, and says no more
        sys.exit(UNREADABLE)
