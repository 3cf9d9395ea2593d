"""The ledger: decisions are kept, lines and files are read back, conflicts are found."""

# ruff: noqa: D103 - a test is named after what it protects

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aman.figures.claims.beside_ours import compare_with_ours
from aman.figures.claims.claim import (
    Alias,
    AlreadyDecided,
    Claim,
    Decision,
    Precision,
    Report,
    State,
    Statement,
    Vague,
    Worded,
)
from aman.figures.claims.comparing import Verdict, compare
from aman.figures.claims.correcting import letter
from aman.figures.claims.ledger import Ledger, read_ledger
from aman.figures.claims.rendering import NoClaim, parse, render
from aman.figures.claims.words.letters import LETTERS
from aman.figures.log.canonical import NotCanonical
from aman.figures.measures import ArrivedSafe, People
from aman.figures.wording import LANGUAGES
from figures.hotline import figure


def test_a_letter_in_each_language() -> None:
    for lang in LANGUAGES:
        claims = [
            Claim(proposed=_statement(Worded.CONTACTED, lang, 6500, Precision.MORE_THAN)),
            Claim(proposed=_statement(Worded.SURRENDERED, lang, 6543, Precision.EXACT)),
        ]
        (finding,) = compare(claims)
        draft = letter(finding, _printed(lang))
        assert "quote surrendered" in draft
        assert LETTERS[lang].if_so.split("{")[0] in draft, "two reports: nobody knows, so it asks"
        assert "!" not in draft
        assert "{" not in draft
        assert draft.count("500") == 1


def _printed(lang: str, outlet: str = "") -> dict[str, Report]:
    return {"d": Report(name="d", text="", lang=lang, outlet=outlet)}


def _statement(measure: Worded, lang: str, number: int, precision: Precision) -> Statement:
    return Statement(
        number=number,
        precision=precision,
        measure=measure,
        hotline="h",
        relays=("r",),
        quote=f"quote {measure.value}",
        lang=lang,
        document="d",
    )


def test_beside_our_own_figures() -> None:
    ours = [figure(People, 10_000), figure(ArrivedSafe, 215, 10)]
    claims = [
        Claim(proposed=_statement(measure, "en", number, precision))
        for measure, number, precision in (
            (Worded.CONTACTED, 9_000, Precision.MORE_THAN),
            (Worded.SURRENDERED, 10_000, Precision.EXACT),
            (Worded.CONTACTED, 25_000, Precision.EXACT),
            (Worded.SURRENDERED, 216, Precision.EXACT),
        )
    ]
    found = compare_with_ours(claims, ours, "h")
    assert [(each.verdict, each.first.statement.number) for each in found] == [
        (Verdict.SAME_COUNT_DIFFERENT_MEASURE, 10_000),
        (Verdict.DIFFERENT_COUNT, 25_000),
        (Verdict.COMPATIBLE_LOWER_BOUND, 9_000),
    ]
    assert "10,000 people contacted the hotline" in letter(found[0], _printed("en"))
    assert "The number counts something else" in letter(found[0], _printed("en"))
    assert compare_with_ours(claims, ours, "another")[0].verdict is Verdict.UNRESOLVED


def test_a_persons_mending_keeps_what_was_proposed() -> None:
    proposed = Claim(proposed=_statement(Worded.CALLS, "en", 5, Precision.EXACT))
    right = _statement(Worded.CONTACTED, "en", 5, Precision.EXACT)
    mended = proposed.mend(right, "They wrote, too.")
    assert (mended.state, mended.proposed, mended.statement) == (
        State.MENDED,
        proposed.proposed,
        right,
    )
    with pytest.raises(AlreadyDecided):
        mended.confirm()


def test_a_refused_claim_is_compared_with_nothing() -> None:
    claims = [
        Claim(proposed=_statement(Worded.CONTACTED, "en", 6543, Precision.EXACT)),
        Claim(proposed=_statement(Worded.SURRENDERED, "en", 6543, Precision.EXACT)),
    ]
    assert compare(claims)
    assert not compare([claims[0], claims[1].refuse("It is a street number.")])


_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_PARTS = {
    "precision": st.sampled_from(Precision),
    "measure": st.sampled_from(Worded),
    "wording": _texts,
    "unit": _texts,
    "period": _texts,
    "hotline": _texts,
    "speaker": _texts,
    "relays": st.lists(_texts, max_size=3).map(tuple),
    "is_negated": st.booleans(),
    "quote": _texts,
    "start": st.integers(0, 10**6),
    "end": st.integers(0, 10**6),
    "lang": st.sampled_from(LANGUAGES),
    "document": _texts,
}
_statements = st.builds(
    lambda amount, **more: Statement(
        number=amount if isinstance(amount, int) else None,
        vague=amount if isinstance(amount, Vague) else None,
        **more,
    ),
    st.integers(0, 10**9) | st.sampled_from(Vague),
    **_PARTS,
)
_REPORT = dict.fromkeys(("text", "outlet", "title", "day"), _texts)
_ALIAS = {
    "names": st.lists(_texts).map(tuple),
    "by": _texts,
    "at": st.integers(0, 2**34 - 1),
}


_hands = st.tuples(_texts, st.integers(0, 2**34 - 1))


@st.composite
def _claims(draw: st.DrawFn) -> Claim:
    claim = Claim(proposed=draw(_statements), is_by_hand=draw(st.booleans()))
    for _ in range(draw(st.integers(0, 2))):
        claim = _decided(claim, draw).reopened(*draw(_hands))
    return _decided(claim, draw)


def _decided(claim: Claim, draw: st.DrawFn) -> Claim:
    match draw(st.sampled_from(State)):
        case State.CONFIRMED:
            return claim.confirm(*draw(_hands))
        case State.MENDED:
            return claim.mend(draw(_statements), draw(_texts), *draw(_hands))
        case State.REFUSED:
            return claim.refuse(draw(_texts), *draw(_hands))
    return claim


@given(_claims(), st.sampled_from(LANGUAGES))
def test_lines_are_read_back_in_four_languages(claim: Claim, lang: str) -> None:
    lines = render(claim, lang)
    assert parse(lines, lang) == claim
    assert render(parse(lines, lang), lang) == lines


@given(
    st.lists(_claims(), max_size=3, unique_by=lambda each: each.key),
    st.lists(st.builds(Alias, **_ALIAS), max_size=2),
    st.data(),
)
def test_a_ledger_has_one_form(
    claims: list[Claim], aliases: list[Alias], data: st.DataObject
) -> None:
    """Outlet, title and day of a report in it, and who tied names when."""
    reports = dict.fromkeys(claim.proposed.document for claim in claims)
    langs = st.sampled_from(LANGUAGES)
    ledger = Ledger(
        reports=tuple(
            data.draw(st.builds(Report, name=st.just(name), lang=langs, **_REPORT))
            for name in reports
        ),
        claims=tuple(claims),
        aliases=tuple(aliases),
    )
    assert read_ledger(ledger.written()) == ledger
    with pytest.raises(NotCanonical):
        read_ledger(b" " + ledger.written())


def test_no_field_is_left_out_above() -> None:
    """A field that is new has to be written down and read back as well."""
    assert {"number", "vague", *_PARTS} == set(Statement.__struct_fields__)
    assert {"name", "lang", *_REPORT} == set(Report.__struct_fields__)
    assert set(_ALIAS) == set(Alias.__struct_fields__)
    decided = {"state", "mended", "reason", "by", "at"}
    assert decided == set(Decision.__struct_fields__)
    assert {"proposed", *decided, "is_by_hand", "earlier"} == set(Claim.__struct_fields__)
    assert set(Ledger.__struct_fields__) == {"reports", "claims", "aliases"}


def test_what_was_decided_before_stands_above_what_is_mended_below() -> None:
    """A person who writes his mending below the lines does not change an earlier one."""
    claim = Claim(proposed=_statement(Worded.CALLS, "en", 5, Precision.EXACT))
    right = _statement(Worded.CONTACTED, "en", 5, Precision.EXACT)
    anew = claim.mend(right, "They wrote, too.", "alice", 7).reopened("bob", 8)
    lines = render(anew, "en")
    assert lines.startswith("Decided before: mended\nReason: They wrote, too.\nDecided by: alice\n")
    below = lines.replace("State: proposed", "State: mended") + (
        render(Claim(proposed=right), "en").replace("State: proposed", "As mended: +")
    )
    assert parse(below, "en") == anew.mend(right)
    for wrong in (
        lines.replace("Decided before: mended", "Decided before: confirmed"),
        lines.replace("As mended: +\n", ""),
        lines.replace("State: proposed\n", ""),
        lines + "State: proposed\n",
        below + "As mended: +\n" + render(Claim(proposed=right), "en").partition("\n")[2],
    ):
        with pytest.raises(NoClaim):
            parse(wrong, "en")


@given(_texts)
def test_other_lines_are_refused(text: str) -> None:
    with pytest.raises(NoClaim):
        parse(text, "en")
