"""A picture into a file: SVG as it is, PNG drawn here by resvg with the fonts of this machine.

Promises: a PNG never lacks a letter in silence; nothing is fetched.
"""

import re
from collections.abc import Iterable
from html import unescape
from pathlib import Path
from typing import Final

import resvg_py

from aman.cli.refusing import refuse
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
    letters = {each for text in _TEXT.findall(svg) for each in unescape(text) if each.isalpha()}
    # One letter of each block of the alphabet stands for its script.
    scripts = {ord(each) >> 7: each for each in sorted(letters)}
    family = next((each for each in _FAMILIES if _has_letters(each, scripts.values())), None)
    if family is None:
        refuse(say("no_letters"))
    _write(file, _png(in_light(svg), _ZOOM, family))


def _has_letters(family: str, letters: Iterable[str]) -> bool:
    """Whether the family, or what stands in for it, draws each of them."""
    nothing = {_drawn("", family), _drawn(_NO_LETTER, family)}
    return all(_drawn(each, family) not in nothing for each in letters)


def _drawn(letter: str, family: str) -> bytes:
    probe = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
        f'<text y="30" font-size="30" font-family="sans-serif">{letter}</text></svg>'
    )
    return _png(probe, 1.0, family)


def _png(svg: str, zoom: float, family: str) -> bytes:
    return resvg_py.svg_to_bytes(svg_string=svg, zoom=zoom, sans_serif_family=family)


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        refuse(say("unwritten", file=file, error=error.strerror))
