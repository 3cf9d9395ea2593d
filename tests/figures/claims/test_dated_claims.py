"""The model hotline's dated claims, told in four languages by many outlets: every pair's verdict.

The counts and days are those that stood in the press; sentences and outlets are made up.
"""

# ruff: noqa: D103 - a test is named after what it protects

from datetime import date
from functools import partial
from itertools import combinations
from pathlib import Path

import msgspec
import pytest

from aman.figures.claims.claim import Alias, Claim, Precision, Report, Worded
from aman.figures.claims.comparing import Finding, Verdict, compare
from aman.figures.claims.ledger import Ledger, read_ledger
from aman.figures.claims.proposing import propose
from aman.figures.measures import ArrivedSafe, People, Published, Window
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


_HOTLINE = {
    "ar": "أريد أن أعيش",
    "en": "I want to live",
    "ru": "Хочу жить",
    "uk": "Хочу жити",
}
_WEEKS = Window(date(2022, 9, 18), date(2023, 3, 12))
_OURS = (
    Published(People, People(10_000), 0, _WEEKS, date(2023, 3, 19), "ab" * 32),
    Published(ArrivedSafe, ArrivedSafe(216), 0, _WEEKS, date(2023, 3, 19), "ab" * 32),
)


def _kept(langs: tuple[str, ...]) -> Ledger:
    """All of their reports; a person read every claim, in the last language with care.

    There the 10,000 was a joke, and the 6,543 of the 23rd had contacted.
    """
    ledger = Ledger()
    for lang in langs:
        for report in _reports(lang):
            ledger = ledger.adding(msgspec.structs.replace(report, name=f"{lang} {report.day}"))
    for claim in ledger.claims:
        ledger = ledger.deciding(claim.key, partial(_read, last=langs[-1]))
    for other in langs[1:]:
        alias = Alias((_HOTLINE[langs[0]], _HOTLINE[other]), "alice", 8)
        ledger = ledger.tying(alias)
    return read_ledger(ledger.written())


def _read(claim: Claim, last: str) -> Claim:
    said = claim.proposed
    if said.document == f"{last} 2023-03-21":
        return claim.refuse("A joke.", "alice", 7)
    if said.document == f"{last} 2023-01-23":
        right = msgspec.structs.replace(said, measure=Worded.CONTACTED)
        return claim.mend(right, "By the film.", "alice", 7)
    return claim.confirm("alice", 7)


def _told(finding: Finding) -> tuple[str, str, str]:
    second = finding.second
    other = second.measure.id.value if not isinstance(second, Claim) else second.proposed.document
    return _LETTERS[finding.verdict], finding.first.proposed.document, other


@pytest.mark.parametrize("langs", [("ar", "ru"), ("uk", "en"), LANGUAGES], ids="-".join)
def test_a_ledger_of_several_languages_has_the_worst_on_top(langs: tuple[str, ...]) -> None:
    """Decided, tied, beside figures of ours, and read back from its file."""
    found = [_told(each) for each in _kept(langs).findings(_OURS, _HOTLINE[langs[0]])]
    *others, last = langs
    top = [
        *(("S", f"{lang} 2023-03-21", "people") for lang in others),
        *(("S", f"{lang} 2023-03-20", f"{lang} 2023-03-21") for lang in others),
        *(("S", f"{lang} 2023-01-20", f"{lang} 2023-01-22") for lang in langs),
        *(("D", f"{others[0]} 2023-03-21", f"{lang} 2024-01-20") for lang in langs),
    ]
    assert found[: len(top)] == top
    verdicts = "".join(each for each, *_ in found)
    assert verdicts == "".join(sorted(verdicts, key="SD?bm".index))
    assert verdicts.count("S") == len(others) * 2 + len(langs), "one outlet is behind each pair"
    assert ("?", f"{last} 2023-01-22", f"{last} 2023-01-23") in found, "as mended"
    sides = {side for _, *both in found for side in both}
    assert f"{last} 2023-03-21" not in sides, "what was refused counts for nothing"


def test_hotlines_that_nobody_tied_are_asked_about_across_languages() -> None:
    """A person's tie makes a contradiction of a question."""
    tied = _kept(("ar", "ru"))
    found = {
        bool(ledger.aliases): [_told(each) for each in ledger.findings(_OURS, _HOTLINE["ar"])]
        for ledger in (tied, msgspec.structs.replace(tied, aliases=()))
    }
    across = ("D", "ar 2023-03-21", "ru 2024-01-20")
    assert across in found[True]
    assert ("?", *across[1:]) in found[False]
