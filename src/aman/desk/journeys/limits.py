"""How much of a plan somebody can carry in his head; for those, too, who know no journeys."""

from typing import Final

MOST_STEPS: Final = 7
"""More than that nobody carries in his head."""
STEP_LETTERS: Final = 300
"""Four short sentences with two names: every step that the roads can tell fits (a test)."""
BEGINNING_LETTERS: Final = 300
"""The same, of where and how one begins."""
