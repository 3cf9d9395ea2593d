"""An address that somebody names is read as his line will tell it, or refused in plain words."""

# ruff: noqa: D103 - a test is named after what it protects

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.core.address import AddressKind, FirstWord, Wrong, WrongAddress, normalised

NUMBER = "+380501234567"


@pytest.mark.parametrize(
    "typed",
    [
        NUMBER,
        " +380 (50) 123-45-67 ",
        "00380 50 123 45 67",
        "tel:+380501234567",
        "+380\N{NO-BREAK SPACE}50\N{EN DASH}1234567",
        "\N{LEFT-TO-RIGHT EMBEDDING}+380501234567\N{POP DIRECTIONAL FORMATTING}",
        "+٣٨٠٥٠١٢٣٤٥٦٧",
        "+380 (0) 50 123 45 67",
    ],
)
def test_a_number_is_one_however_it_is_written(typed: str) -> None:
    assert normalised(AddressKind.PHONE, typed) == NUMBER


@pytest.mark.parametrize(
    ("kind", "typed", "found"),
    [
        (AddressKind.JID, "xmpp:Alice@Example.org/phone", "alice@example.org"),
        (AddressKind.JID, "bob@localhost", "bob@localhost"),
        (AddressKind.MATRIX, "@Alice:Example.org", "@alice:example.org"),
        (AddressKind.MATRIX, "https://matrix.to/#/%40alice:example.org", "@alice:example.org"),
        (AddressKind.MATRIX, "@a:[::1]:8448", "@a:[::1]:8448"),
        (AddressKind.MAIL, "mailto:Alice.B+x@Example.ORG?subject=y", "alice.b+x@example.org"),
        (AddressKind.MAIL, "alice@пример.рф", "alice@пример.рф"),
    ],
)
def test_an_address_is_read_as_its_line_tells_it(kind: AddressKind, typed: str, found: str) -> None:
    assert normalised(kind, typed) == found
    assert normalised(kind, found) == found


@pytest.mark.parametrize(
    ("kind", "typed", "why"),
    [
        (AddressKind.PHONE, " \N{ZERO WIDTH SPACE}", Wrong.EMPTY),
        (AddressKind.PHONE, "050 123 45 67", Wrong.INTERNATIONAL),
        (AddressKind.PHONE, "380501234567", Wrong.INTERNATIONAL),
        (AddressKind.PHONE, "+0501234567", Wrong.INTERNATIONAL),
        (AddressKind.PHONE, "+38050", Wrong.PHONE),
        (AddressKind.PHONE, "+3805012345678901", Wrong.PHONE),
        (AddressKind.PHONE, "call me", Wrong.PHONE),
        (AddressKind.PHONE, "+380501234567, +380507654321", Wrong.PHONE),
        (AddressKind.JID, "alice", Wrong.JID),
        (AddressKind.JID, "alice@", Wrong.JID),
        (AddressKind.JID, "al ice@example.org", Wrong.JID),
        (AddressKind.JID, "alice@example.org alice@example.net", Wrong.JID),
        (AddressKind.MATRIX, "alice@example.org", Wrong.MATRIX),
        (AddressKind.MATRIX, "@alice", Wrong.MATRIX),
        (AddressKind.MATRIX, "#room:example.org", Wrong.MATRIX),
        (AddressKind.MAIL, "alice@example", Wrong.MAIL),
        (AddressKind.MAIL, "a@example.org,b@example.org", Wrong.MAIL),
        (AddressKind.MAIL, "a@example.org\r\nBcc: b@example.org", Wrong.MAIL),
        (AddressKind.MAIL, "a" * 321, Wrong.MAIL),
        (AddressKind.OTHER, "@alice", Wrong.OTHER),
    ],
)
def test_what_is_no_address_is_refused_and_not_repeated(
    kind: AddressKind, typed: str, why: Wrong
) -> None:
    with pytest.raises(WrongAddress) as refused:
        normalised(kind, typed)
    assert refused.value.why is why
    assert typed not in str(refused.value)


@given(st.sampled_from(AddressKind), st.text(max_size=400))
def test_whatever_is_typed_is_one_address_or_none(kind: AddressKind, typed: str) -> None:
    try:
        found = normalised(kind, typed)
    except WrongAddress:
        return
    assert normalised(kind, found) == found
    assert not any(each.isspace() for each in found)


def test_only_who_can_write_first_is_offered() -> None:
    assert [each for each in FirstWord if each.is_possible] == [
        FirstWord.FREELY,
        FirstWord.TEMPLATE,
    ]
