"""A person held whole: all cases that are shown as one, until the transaction ends.

Promises: while they are held nobody merges or separates them, links a relative to them, gives
their ways to somebody, or destroys one of them.
"""

from dataclasses import dataclass, field

from django.db import transaction

from aman.desk.casebook.holding import hold
from aman.desk.casebook.models import Case, NoSuchCase

from .merging import group_of

_MOST_TRIES = 16


@dataclass(frozen=True, slots=True)
class Held:
    """`groups`: for each number that was asked for, all cases of that person, the root first."""

    groups: tuple[tuple[int, ...], ...]
    cases: dict[int, Case] = field(repr=False)


class _MergedMeanwhile(Exception):  # noqa: N818 - what happened
    """A colleague merged or separated them before they were held."""


def hold_persons(*numbers: int) -> Held:
    """Hold everything that is shown with these cases; `NoSuchCase` when one of them is none."""
    for _ in range(_MOST_TRIES):
        try:
            with transaction.atomic():  # what is given up is free again
                return _hold(numbers)
        except _MergedMeanwhile:
            continue
    raise NoSuchCase


def _hold(numbers: tuple[int, ...]) -> Held:
    groups = tuple(map(group_of, numbers))
    cases = hold(number for group in groups for number in group)
    if tuple(map(group_of, numbers)) != groups:
        raise _MergedMeanwhile
    if not set(numbers) <= cases.keys():
        raise NoSuchCase
    return Held(groups, cases)
