"""The model hotline's figures and the shipped programmes' words, for the tests of figures."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from aman.core.programme import Programme
from aman.core.programme_file import read_programme
from aman.figures.measures import Measure, Published, Window
from aman.figures.sentences import Digits, Speaker
from aman.figures.wording import Namer
from aman.programmes import programme_path

TOKENS = Path(__file__).parents[2].joinpath("web/styles/tokens.css").read_bytes()
FOUR_MONTHS = Window(date(2025, 9, 18), date(2026, 1, 20))
M = TypeVar("M", bound=Measure)


@cache
def shipped(name: str) -> Programme:
    """A programme that comes with Aman."""
    return read_programme(programme_path(name).read_text("utf-8"), name)


def speaker(lang: str, programme: str = "surrender", digits: Digits = "latn") -> Speaker:
    """Who says figures of a programme in a language."""
    return Speaker(Namer(lang, shipped(programme).figures), digits)


def figure(
    measure: type[M], count: int | None, within: int = 15, window: Window = FOUR_MONTHS
) -> Published[M]:
    """A figure as it was released a week after its window."""
    counted = None if count is None else measure(count)
    return Published(measure, counted, within, window, date(2026, 1, 27), "ab" * 32)
