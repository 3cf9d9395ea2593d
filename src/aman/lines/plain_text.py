"""An answer as plain text, for lines that have neither buttons nor long messages.

Promises: nothing is left out and the order stays; what can be pressed elsewhere is numbered here.
"""

from collections.abc import Mapping

from aman.core.line_dialogue import Outgoing

from .notices import with_notice


def plain_text(message: Outgoing, notices: Mapping[str, str]) -> str:
    """The notice if it is due, the text, and the choices by number."""
    text = message.text
    if message.buttons:
        choices = "\n".join(
            f"{number}. {button.label}" for number, button in enumerate(message.buttons, 1)
        )
        text = f"{text}\n\n{choices}".strip()
    return with_notice(text, notices, message.lang) if message.notice else text


def in_pieces(text: str, most: int) -> list[str]:
    """Pieces of at most `most` letters, cut at a line's or a word's end where there is one."""
    pieces = []
    while len(text) > most:
        cut = max(text.rfind("\n", most // 2, most), 0) or text.rfind(" ", most // 2, most)
        cut = cut if cut > 0 else most
        pieces.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*pieces, text] if text or not pieces else pieces
