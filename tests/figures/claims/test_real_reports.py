"""Two reports of one week: 6,543 surrendered in one, more than 6,500 contacted in the other."""

# ruff: noqa: D103 - a test is named after what it protects

from aman.figures.claims.claim import Alias, Claim, Precision, Report, Vague, Worded
from aman.figures.claims.comparing import Verdict, compare
from aman.figures.claims.correcting import letter
from aman.figures.claims.details import Kind, checks, relays
from aman.figures.claims.proposing import propose

Reports = tuple[Report, Report]
TIED = (Alias(("الغارديان", "The Guardian")), Alias(("أريد أن أعيش", "I want to live")))


def _one(claims: list[Claim], amount: int | Vague) -> Claim:
    (found,) = [c for c in claims if amount in {c.statement.number, c.statement.vague}]
    return found


def test_the_arabic_report_has_its_claims(real: Reports) -> None:
    claims = propose(real[0])
    total = _one(claims, 6543).statement
    assert (total.measure, total.precision) == (Worded.SURRENDERED, Precision.EXACT)
    assert total.unit == "جنديًا"
    assert "أربعة أشهر" in total.period
    assert total.chain(real[0]) == ("ممثل عن خط ساخن أوكراني", "الغارديان", "النشرة")
    assert total.hotline == "أريد أن أعيش"
    thousands = _one(claims, Vague.THOUSANDS).statement
    assert (thousands.measure, thousands.chain(real[0])) == (Worded.SURRENDERED, ("النشرة",))
    assert not thousands.is_subject_clear
    increase = _one(claims, Vague.INCREASE).statement
    mobilised = _one(claims, Vague.HUNDREDS_OF_THOUSANDS).statement
    assert (increase.measure, mobilised.measure) == (Worded.SURRENDERED, Worded.OTHER)
    assert increase.quote == mobilised.quote
    left = _one(claims, 10).statement
    assert (left.measure, left.unit) == (Worded.OTHER, "جنود")
    told = ("قالوا لنا", "الممثل عن الخط الساخن الأوكراني", "النشرة")
    assert left.chain(real[0]) == told
    assert len(claims) == 5


def test_the_english_report_has_its_claim(real: Reports) -> None:
    (claim,) = propose(real[1])
    said = claim.statement
    assert (said.number, said.precision) == (6500, Precision.MORE_THAN)
    assert (said.measure, said.hotline) == (Worded.CONTACTED, "I want to live")
    assert said.chain(real[1]) == ("Ukrainian authorities", "The Guardian", "The Bulletin")
    assert "established in September" in said.quote


def test_every_quote_stands_in_its_report(real: Reports) -> None:
    for report in real:
        for claim in propose(report):
            assert claim.statement.quote in report.text
            assert claim.statement.wording in report.text


def test_6543_surrendered_against_contacted_stands_on_top(real: Reports) -> None:
    claims = [claim for report in real for claim in propose(report)]
    found = compare(claims, TIED, real)
    assert found[0].verdict is Verdict.SAME_COUNT_DIFFERENT_MEASURE
    assert isinstance(found[0].second, Claim)
    assert found[0].first.statement.number == 6543
    assert found[0].second.statement.number == 6500
    draft = letter(found[0], {report.name: report for report in real})
    assert "إلى هيئة تحرير «النشرة» المحترمة،" in draft
    assert "ورد العدد نفسه في «The Bulletin»" in draft
    assert found[0].first.statement.quote in draft
    assert "أكثر من 6,500 شخص" in draft


def test_without_a_person_names_in_two_scripts_are_not_tied(real: Reports) -> None:
    claims = [claim for report in real for claim in propose(report)]
    top = compare(claims, reports=real)[0]
    assert top.verdict is Verdict.UNRESOLVED
    assert top.first.statement.number == 6543
    assert {frozenset(pair) for pair in top.to_tie} == {frozenset(each.names) for each in TIED}


def test_the_commentators_chain(real: Reports) -> None:
    """Whole, with its speaker, who is tied to his surname by a person; and no other chain."""
    writer = "كاتب سابق لخطابات الرئيس الروسي فلاديمير بوتين"
    by_hand = (Alias((writer, "جالياموف")),)
    assert [each.chain for each in relays(real[0], by_hand)] == [
        (writer, "Mozhem Obyasnit", "ديلي بيست", "النشرة"),
        ("ممثل عن خط ساخن أوكراني", "الغارديان", "النشرة"),
    ]
    assert [each.chain for each in relays(real[1])] == [
        ("Abbas Gallyamov", "Mozhem Obyasnit", "The Daily Beast", "The Bulletin"),
        ("Ukrainian authorities", "The Guardian", "The Bulletin"),
        ("Reuters", "The Bulletin"),
    ]


def test_details_that_differ_are_shown(real: Reports) -> None:
    found = {each.kind: each for each in checks(real)}
    assert set(found[Kind.NAME].words) == {"Abbas Gallyamov", "Adham Gallyamov"}
    assert {"2018", "2010", "2000", "2001", "2008"} <= set(found[Kind.DATES].words)
    assert found[Kind.OUTLET].subject == "Mozhem Obyasnit"
    assert len(set(found[Kind.OUTLET].documents)) == 2
    assert len(checks(real)) == 3
