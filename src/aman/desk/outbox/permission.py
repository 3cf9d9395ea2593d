"""The one guard between a relative and what the person has not permitted to tell her.

Promises: while nothing is permitted, nothing about him goes out to her, by any way; a place or a
time only when he permitted that. The operator alone can say that a text is not about him, and the
audit keeps it. Refuses to know: what a text means; it finds places and times as `sensitive` does.
"""

from collections.abc import Collection, Iterator, Sequence

from aman.desk.lines.merging import group_of
from aman.desk.people.consents import Tell, permitted
from aman.desk.people.models import Relation
from aman.desk.people.relations import relations_to_persons

from .sensitive import Kind, findings

_NEEDED = {
    Kind.TIME: Tell.WHEN,
    Kind.DATE: Tell.WHEN,
    Kind.COORDINATES: Tell.WHERE,
    Kind.NUMBER: Tell.WHERE,
    Kind.LANDMARK: Tell.WHERE,
}


class NotPermittedByHim(Exception):  # noqa: N818 - what the operator is told
    """The person of case `of` has not permitted it; without `missing` he permitted nothing."""

    person = "This can't be sent."
    operator = "He has not permitted to tell this. Your text is kept. Ask him first."

    def __init__(self, of: int, missing: tuple[Tell, ...]) -> None:
        super().__init__(self.operator)
        self.of = of
        self.missing = missing


def refuse_unpermitted(
    relatives: Sequence[int], text: str, says_nothing_about: Collection[int]
) -> bool:
    """Raise `NotPermittedByHim` unless everybody about whom these cases are permitted this.

    `says_nothing_about`: the persons' cases of which the operator says that the text tells nothing.
    Gives whether that was needed, for the audit. `VaultLocked`.
    """
    overruled = False
    for cases, refusal in _refusals(relatives, text):
        if not set(cases) & set(says_nothing_about):
            raise refusal
        overruled = True
    return overruled


def _refusals(
    relatives: Sequence[int], text: str
) -> Iterator[tuple[tuple[int, ...], NotPermittedByHim]]:
    """Who has not permitted it, as all of his cases."""
    known = relations_to_persons(relatives)
    needed = {_NEEDED[finding.kind] for finding in findings(text)} if known else set()
    for cases, relations in _by_person(known).items():
        allowed = permitted(relations)
        missing = tuple(each for each in Tell if each in needed - allowed)
        if not allowed or missing:
            yield cases, NotPermittedByHim(relations[0].person_id, missing if allowed else ())


def _by_person(relations: Sequence[Relation]) -> dict[tuple[int, ...], list[Relation]]:
    """A person's merged cases are his together."""
    found: dict[tuple[int, ...], list[Relation]] = {}
    for relation in relations:
        found.setdefault(group_of(relation.person_id), []).append(relation)
    return found
