"""What declares a case urgent: an answer that the programme calls so, or a call for a person."""

from collections.abc import Mapping

from aman.desk.casebook.programme import the_programme
from aman.desk.talk.steps import CALLED

from .records import Answer

Urgent = tuple[tuple[str, str], ...]
"""Pairs of a question's id and an option's."""


def urgent_options() -> Urgent:
    """The answers that the programme calls urgent, as (question id, option id), in its order."""
    return tuple(
        (question.id, option.id)
        for question in the_programme().questions
        for option in question.options
        if option.urgent
    )


def urgent_because(answered: Mapping[str, Answer], urgent: Urgent) -> Urgent:
    """A call for a person, and those of them that were given."""
    called = ((CALLED, CALLED),) if CALLED in answered else ()
    return called + tuple(pair for pair in urgent if answered.get(pair[0]) == pair[1])
