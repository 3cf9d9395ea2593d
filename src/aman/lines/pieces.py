"""A long text in pieces that a provider takes, and choices for one without buttons.

Promises: no piece is longer than asked, none is empty, words stay whole where they can; put
together with spaces the pieces are the text. Refuses to know: providers.
"""

from collections.abc import Sequence

from aman.core.line_dialogue import Button

_WIDE = 0xFFFF


def utf16_units(text: str) -> int:
    """How long a text is as most providers count: letters beyond U+FFFF are two."""
    return len(text) + sum(ord(letter) > _WIDE for letter in text)


def pieces(text: str, most: int) -> list[str]:
    """The text in pieces of at most `most` UTF-16 units."""
    found = []
    rest = text.strip()
    while rest:
        end = _end(rest, most)
        found.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return found


def _end(text: str, most: int) -> int:
    """Where the first piece ends: after a space if there is one in its second half."""
    units, space = 0, 0
    for at, letter in enumerate(text):
        if letter.isspace() and units * 2 >= most:
            space = at
        units += 1 + (ord(letter) > _WIDE)
        if units > most:
            return space or at
    return len(text)


def numbered(text: str, buttons: Sequence[Button]) -> str:
    """The text, and below it each button's label with a number to answer with."""
    choices = [f"{number}. {button.label}" for number, button in enumerate(buttons, 1)]
    return "\n".join([text, "", *choices] if text else choices)
