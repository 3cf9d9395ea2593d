"""A picture into a file: SVG as it is, PNG drawn here by resvg with the fonts of this machine.

Promises: a PNG never lacks a letter in silence; nothing is fetched.
"""

import re
from pathlib import Path
from typing import Final

import resvg_py

from aman.cli.way_asked import refuse
from aman.cli.way_words import say
from aman.roads.map_view import in_light

_ZOOM: Final = 2.0
_NO_LETTER: Final = "\U0010ffff"
"""No font has it: what is drawn for it is what is drawn for any letter that is missing."""
_FAMILIES: Final = ("Noto Sans", "DejaVu Sans", "Arial", "Helvetica", "Segoe UI")
_TEXT: Final = re.compile(r"<text[^>]*>([^<]*)</text>")


def write_svg(file: Path, svg: str) -> None:
    """As text."""
    _write(file, svg.encode())


def write_png(file: Path, svg: str) -> None:
    """Light, twice as large; refused where a letter would be missing."""
    letters = {each for text in _TEXT.findall(svg) for each in text if each.isalpha()}
    missing = _drawn(_NO_LETTER)
    scripts = {ord(each) >> 8: each for each in sorted(letters)}
    if any(_drawn(each) == missing for each in scripts.values()):
        refuse(say("no_letters"))
    _write(file, _png(in_light(svg), _ZOOM))


def _png(svg: str, zoom: float) -> bytes:
    plain = svg.replace("system-ui, -apple-system,", "").replace("font-family:", "font-family: ")
    return resvg_py.svg_to_bytes(svg_string=plain, zoom=zoom, sans_serif_family=_FAMILIES[0])


def _drawn(letter: str) -> bytes:
    probe = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
        f'<text y="30" font-size="30" font-family="sans-serif">{letter}</text></svg>'
    )
    return _png(probe, 1.0)


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        refuse(say("unwritten", file=file, error=error.strerror))
