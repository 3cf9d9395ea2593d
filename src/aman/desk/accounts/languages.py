"""The language an operator's screens speak."""

from .models import Operator


def speak(operator: Operator, language: str) -> None:
    """Keep it with the operator; it is one of the four that the settings name."""
    operator.language = language
    operator.save(update_fields=["language"])
