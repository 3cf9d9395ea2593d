"""The sentences that screens make of several people, of relatives and of what may be told."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from aman.desk.people.consents import Tell


def tell(kind: Tell) -> str:
    """One thing that a person may permit to tell."""
    said = {
        Tell.WROTE: _("that this person wrote to us"),
        Tell.ALIVE: _("that this person is alive and well"),
        Tell.WHERE: _("where this person is"),
        Tell.WHEN: _("when this person sets out"),
        Tell.ARRIVED: _("that this person has arrived"),
        Tell.OTHER: _("something else, as written in the consent"),
    }
    return said[kind]


def told(kinds: Iterable[Tell]) -> str:
    """Several of them."""
    return _("; ").join(tell(kind) for kind in kinds)
