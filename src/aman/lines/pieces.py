"""An answer as plain text: the notice, choices by number, and pieces that a provider takes.

Promises: nothing is left out and the order stays. No piece is longer than asked, none is empty,
words and lines stay whole where they can; put together with spaces the pieces are the text.
"""

from collections.abc import Mapping, Sequence

from aman.core.line_dialogue import Button, Outgoing

from .notices import with_notice

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
    """Where the first piece ends: at a line's end in its second half, else at a word's."""
    units, space, line = 0, 0, 0
    for at, letter in enumerate(text):
        if letter.isspace() and units * 2 >= most:
            space = at
            line = at if letter == "\n" else line
        units += 1 + (ord(letter) > _WIDE)
        if units > most:
            return line or space or at
    return len(text)


def plain_text(message: Outgoing, notices: Mapping[str, str]) -> str:
    """The notice if it is due, the text, and the choices by number."""
    text = numbered(message.text, message.buttons)
    return with_notice(text, notices, message.lang) if message.notice else text


def numbered(text: str, buttons: Sequence[Button]) -> str:
    """The text, and below it each button's label with a number to answer with."""
    if not buttons:
        return text
    choices = [f"{number}. {button.label}" for number, button in enumerate(buttons, 1)]
    return "\n".join([text, "", *choices] if text else choices)
