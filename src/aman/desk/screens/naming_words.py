"""The sentences that screens make of addresses that somebody named.

Promises: what was typed stands in none of them.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from aman.core.address import AddressKind, FirstWord, Wrong


def kind_of_address(kind: AddressKind) -> str:
    """What is typed for a line."""
    said = {
        AddressKind.PHONE: _("telephone number"),
        AddressKind.JID: _("XMPP address"),
        AddressKind.MATRIX: _("Matrix user id"),
        AddressKind.MAIL: _("email address"),
        AddressKind.OTHER: _("no address that can be named"),
    }
    return said[kind]


def wrong(why: Wrong) -> str:
    """What is wrong with an address, and how it is written."""
    said = {
        Wrong.EMPTY: _("Type the address."),
        Wrong.INTERNATIONAL: _("Begin with + and the country's code, for example +380…"),
        Wrong.PHONE: _("This is no telephone number. Look at its digits again."),
        Wrong.JID: _("This is no XMPP address. It looks like alice@example.org."),
        Wrong.MATRIX: _("This is no Matrix user id. It looks like @alice:example.org."),
        Wrong.MAIL: _("This is no email address. It looks like alice@example.org."),
        Wrong.OTHER: _("On this line nobody can be named. Choose another line."),
    }
    return said[why]


def cant_write_first(first: str) -> str:
    """Why a line can't write to somebody new, and what would help."""
    if first == FirstWord.UNSET:
        return _(
            "It needs a neutral text that its provider approved. An administrator can set one."
        )
    return _("It can't write first to anybody. The person has to write to us there.")


def opening_in(opening: Mapping[str, str], lang: str) -> str:
    """The programme's first words in a language; in its first one where that is not among them."""
    return opening.get(lang) or next(iter(opening.values()), "")
