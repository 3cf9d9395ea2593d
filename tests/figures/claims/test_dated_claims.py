"""The model hotline's dated claims, told in four languages by many outlets: every pair's verdict.

The counts and days are those that stood in the press; sentences and outlets are made up.
"""

# ruff: noqa: D103 - a test is named after what it protects

from itertools import combinations
from pathlib import Path

import pytest

from aman.figures.claims.claim import Claim, Precision, Report, Worded
from aman.figures.claims.comparing import Finding, Verdict, compare
from aman.figures.claims.proposing import propose
from aman.figures.wording import LANGUAGES

_EXACT, _ABOUT, _MORE = Precision.EXACT, Precision.ABOUT, Precision.MORE_THAN
_CLAIMS = (
    ("2022-10-05", 2_000, _MORE, Worded.CALLS),
    ("2022-10-20", 3_000, _MORE, Worded.CONTACTED),
    ("2022-11-16", 3_500, _MORE, Worded.CONTACTED),
    ("2022-12-15", 4_300, _EXACT, Worded.CONTACTED),
    ("2022-12-27", 4_500, _ABOUT, Worded.CONTACTED),
    ("2023-01-20", 6_543, _EXACT, Worded.CONTACTED),
    ("2023-01-22", 6_543, _EXACT, Worded.SURRENDERED),
    ("2023-01-23", 6_543, _EXACT, Worded.SURRENDERED),
    ("2023-03-03", 9_836, _EXACT, Worded.APPLIED),
    ("2023-03-20", 10_000, _ABOUT, Worded.CONTACTED),
    ("2023-03-21", 10_000, _EXACT, Worded.SURRENDERED),
    ("2024-01-20", 25_000, _MORE, Worded.APPLIED),
    ("2024-01-20", 216, _EXACT, Worded.SURRENDERED),
)
_LETTERS = {
    Verdict.SAME_COUNT_DIFFERENT_MEASURE: "S",
    Verdict.DIFFERENT_COUNT: "D",
    Verdict.UNRESOLVED: "?",
    Verdict.COMPATIBLE_LOWER_BOUND: "b",
    Verdict.DIFFERENT_MEASURES: "m",
}
# Each row: a claim beside each that comes later in the list. 6,543 surrendered stands against
# 6,543 contacted where one newspaper is behind both, and is asked about where it came by another
# way; some 10,000 who contacted may be the 9,836 who applied; 216 who surrendered are fewer than
# were said to have before.
_VERDICTS = """
2000 calls          m m m m m m m m m m m m
3000 contacted        b b b b m m m b m m m
3500 contacted          b b b m m m b m m m
4300 contacted            b b m m m b m m m
4500 contacted              b m m m b m m m
6543 contacted                S ? m b m m m
6543 surrendered                b m m b m D
6543 surrendered                  m m b m D
9836 applied                        ? m b m
10000 contacted                       S m m
10000 surrendered                       m D
25000 applied                             m
216 surrendered
"""
_TOLD = Path(__file__).parent / "dated"
"""Of each language a file; of each day a line: the outlet and what it printed."""


def _reports(lang: str) -> list[Report]:
    days = dict.fromkeys(day for day, *_ in _CLAIMS)
    lines = (_TOLD / f"{lang}.txt").read_text("utf-8").splitlines()
    told = [line.split(": ", 1) for line in lines]
    return [
        Report(name=day, text=text, lang=lang, outlet=outlet, day=day)
        for day, (outlet, text) in zip(days, told, strict=True)
    ]


def _claims(lang: str) -> list[Claim]:
    return [claim for report in _reports(lang) for claim in propose(report)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_dated_claims_are_read(lang: str) -> None:
    said = [claim.statement for claim in _claims(lang)]
    assert [(e.document, e.number, e.precision, e.measure) for e in said] == list(_CLAIMS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_pair_has_its_verdict(lang: str) -> None:
    claims = _claims(lang)
    found = {
        (e.first.key, e.second.key): _LETTERS[e.verdict]
        for e in _compared(lang)
        if isinstance(e.second, Claim)
    }
    said = {claim.key: claim.statement for claim in claims}
    rows = {key: [f"{each.number} {each.measure}"] for key, each in said.items()}
    for one, other in combinations(claims, 2):
        rows[one.key].append(found.pop((one.key, other.key), "."))
    assert not found, "a pair is looked at once"
    assert [" ".join(row) for row in rows.values()] == [
        " ".join(line.split()) for line in _VERDICTS.strip().split("\n")
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_worst_stand_on_top(lang: str) -> None:
    top = [each.first.statement.number for each in _compared(lang)[:2]]
    assert top == [10_000, 6_543]


def test_their_chains_end_in_their_outlets() -> None:
    """Of the English ones; a number in a channel's name is no count, and "Nine" is nobody."""
    reports = _reports("en")
    chains = {c.statement.chain(r) for r in reports for c in propose(r)}
    assert chains == {
        ("Echo",),
        ("A spokesman", "Channel Nine", "Daily Post"),
        ("North", "The Courier"),
        ("Ivan Ros", "Echo"),
        ("Channel Nine", "Morning"),
        ("The Monitor",),
        ("The Monitor", "The Bulletin"),
        ("Radio South", "Evening Star"),
        ("North", "Echo"),
        ("Channel Nine", "Daily Post"),
        ("The Courier",),
    }


def _compared(lang: str) -> list[Finding]:
    return compare(_claims(lang), reports=_reports(lang))
