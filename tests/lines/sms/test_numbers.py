"""One telephone, one address."""

# ruff: noqa: D103 - a test is named after what it protects

import pytest

from aman.lines.sms.numbers import Numbers, can_be_answered, to_smpp
from aman.lines.sms.pdu import Number

UKRAINE = Numbers("380", "0")


@pytest.mark.parametrize(
    ("digits", "ton"),
    [
        ("380501112233", 1),
        ("+380501112233", 0),
        ("380501112233", 0),
        ("00380501112233", 0),
        ("0501112233", 2),
        ("0501112233", 0),
        ("501112233", 2),
        ("+380 (50) 111-22-33", 0),
    ],
)
def test_a_number_is_the_same_however_its_network_writes_it(digits: str, ton: int) -> None:
    assert UKRAINE.address(digits, ton) == "+380501112233"


def test_short_codes_and_words_stay_as_they_are() -> None:
    assert UKRAINE.address("10060", 3) == "10060"
    assert can_be_answered("10060")
    assert UKRAINE.address("Bank\r\n\u202e24", 5) == "Bank24"
    assert UKRAINE.address("", 5) == "unknown"
    assert not can_be_answered("Bank24")
    assert not can_be_answered("+1")
    assert len(UKRAINE.address("x" * 500, 5)) <= 320


def test_an_answer_goes_to_the_number_as_it_is_known() -> None:
    assert to_smpp("+380501112233") == Number("380501112233", 1, 1)
    assert to_smpp("10060") == Number("10060")
