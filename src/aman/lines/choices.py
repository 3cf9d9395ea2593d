"""Buttons for lines that have none: numbered choices under the text.

Promises: Western digits, which every telephone types and everybody here reads.
"""

from collections.abc import Sequence

from aman.core.line_dialogue import Button


def with_choices(text: str, buttons: Sequence[Button]) -> str:
    """The text, and under it what can be answered with a number."""
    choices = "\n".join(f"{number}. {button.label}" for number, button in enumerate(buttons, 1))
    return f"{text}\n\n{choices}".strip()
