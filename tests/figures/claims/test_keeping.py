"""A ledger is kept: reports come in, persons decide, names are tied; only what was read is told."""

# ruff: noqa: D103 - a test is named after what it protects

from functools import partial

import msgspec
import pytest

from aman.figures.claims.claim import (
    Alias,
    AlreadyDecided,
    Claim,
    Precision,
    Report,
    State,
    Statement,
    Worded,
)
from aman.figures.claims.comparing import Names, Verdict
from aman.figures.claims.correcting import is_worth_a_letter, letter, right_sentence
from aman.figures.claims.ledger import (
    AlreadyInLedger,
    DecidedOn,
    Ledger,
    NotInLedger,
    NotInReport,
    read_ledger,
)
from aman.figures.log.canonical import NotCanonical
from aman.figures.wording import LANGUAGES, Namer
from figures.hotline import shipped

CONTACTED = Report(
    name="1",
    text="More than 6,500 people contacted the “Way Home” hotline, according to The Guardian.",
    lang="en",
    outlet="The Bulletin",
    title="A hotline",
)
SURRENDERED = Report(
    name="2",
    text="Rain. 6,543 soldiers surrendered by the “Way Home” hotline, The Guardian reports.",
    lang="en",
    outlet="The Echo",
)
BOTH = Ledger().adding(CONTACTED).adding(SURRENDERED)
alice_confirms = partial(Claim.confirm, by="alice", at=7)


def read(ledger: Ledger) -> Ledger:
    """Everything confirmed."""
    for claim in ledger.claims:
        ledger = ledger.deciding(claim.key, alice_confirms)
    return ledger


def test_a_report_is_read_when_it_is_added_and_once() -> None:
    assert [claim.statement.number for claim in BOTH.claims] == [6500, 6543]
    with pytest.raises(AlreadyInLedger):
        BOTH.adding(msgspec.structs.replace(CONTACTED, text="Another."))
    with pytest.raises(AlreadyInLedger) as there:
        BOTH.adding(msgspec.structs.replace(CONTACTED, name="3"))
    assert there.value.args == ("1",)


def test_the_amount_is_marked_where_it_stands() -> None:
    (claim,) = BOTH.claims_of("2")
    around = SURRENDERED.around(claim.statement)
    assert around[1] == "6,543"
    assert "".join(around) == claim.statement.quote
    elsewhere = msgspec.structs.replace(claim.statement, quote="Not in the report.")
    assert SURRENDERED.around(elsewhere) == ("Not in the report.", "", "")


def test_who_decided_and_when_is_kept_and_nothing_is_decided_twice_unseen() -> None:
    (claim,) = BOTH.claims_of("1")
    ledger = BOTH.deciding(claim.key, alice_confirms)
    kept = read_ledger(ledger.written()).claim(claim.key)
    assert (kept.state, kept.by, kept.at) == (State.CONFIRMED, "alice", 7)
    with pytest.raises(AlreadyDecided):
        ledger.deciding(claim.key, lambda each: each.refuse("No.", "bob", 9))
    anew = ledger.deciding(claim.key, lambda each: each.reopened().refuse("No.", "bob", 9))
    assert anew.claim(claim.key).by == "bob"
    assert [(each.state, each.by) for each in anew.claim(claim.key).decisions] == [
        (State.CONFIRMED, "alice"),
        (State.PROPOSED, ""),
        (State.REFUSED, "bob"),
    ]
    with pytest.raises(NotInLedger):
        ledger.deciding(("1", 99), alice_confirms)
    with pytest.raises(ValueError, match="stays"):
        ledger.deciding(claim.key, lambda _: BOTH.claims[1])


def test_an_earlier_mending_stays_readable_with_who_and_when() -> None:
    """In the file, too; and what was decided since somebody looked is told from it."""
    (seen,) = BOTH.claims_of("1")
    right = msgspec.structs.replace(seen.proposed, number=6600)
    first = BOTH.deciding(seen.key, lambda each: each.mend(right, "Read aloud.", "alice", 7))
    wrong = msgspec.structs.replace(right, number=6501)
    second = first.deciding(
        seen.key, lambda each: each.reopened("bob", 8).mend(wrong, "", "bob", 9)
    )
    kept = read_ledger(second.written()).claim(seen.key)
    assert kept.statement.number == 6501
    assert [(e.state, e.by, e.at, e.reason) for e in kept.decisions] == [
        (State.MENDED, "alice", 7, "Read aloud."),
        (State.PROPOSED, "bob", 8, ""),
        (State.MENDED, "bob", 9, ""),
    ]
    assert kept.decisions[0].mended == right
    for ledger, decided in ((BOTH, 3), (first, 2), (second, 0)):
        assert len(kept.since(ledger.claim(seen.key).digest)) == decided
    assert kept.since("none") == kept.decisions
    again = kept.reopened("bob", 10)
    assert again.reopened("alice", 11) is again, "it is open already"
    assert len({each.digest for each in (seen, first.claims[0], kept, again)}) == 4


OLD_FILE = (
    '{"aliases":[],"claims":[{"at":7,"by":"alice","is_by_hand":false,"mended":null,"proposed":'
    '{"document":"1","end":15,"hotline":"Way Home","is_negated":false,"lang":"en",'
    '"measure":"contacted","number":6500,"period":"","precision":"more_than","quote":'
    '"More than 6,500 people contacted the “Way Home” hotline.","relays":[],"speaker":"",'
    '"start":10,"unit":"people","vague":null,"wording":"contacted"},"reason":"A quiz.",'
    '"state":"refused"}],"reports":[{"day":"","lang":"en","name":"1","outlet":"The Bulletin",'
    '"text":"More than 6,500 people contacted the “Way Home” hotline.","title":""}]}'
)
"""As it was written before earlier decisions were kept."""


def test_a_file_without_earlier_decisions_is_read_and_written_as_it_was() -> None:
    ledger = read_ledger(OLD_FILE.encode())
    (claim,) = ledger.claims
    assert [(each.state, each.by) for each in claim.decisions] == [(State.REFUSED, "alice")]
    assert ledger.written() == OLD_FILE.encode()
    two_forms = OLD_FILE.replace('"by":"alice",', '"by":"alice","earlier":[],')
    with pytest.raises(NotCanonical):
        read_ledger(two_forms.encode())


def test_a_claim_that_rules_missed_is_written_down_where_it_stands() -> None:
    report = msgspec.structs.replace(
        CONTACTED, text="It rained. One in three callers is home again."
    )
    ledger = Ledger().adding(report)
    assert not ledger.claims
    place = report.place_of("One in three callers is home again.", "One in three")
    assert place is not None
    said = Statement(
        number=450, measure=Worded.EVACUATED, quote="One in three callers is home again.",
        start=place[0], end=place[1], lang="en", document="1",
    )  # fmt: skip
    (claim,) = ledger.writing(said, "alice", 7).claims
    assert (claim.is_by_hand, claim.state, claim.by) == (True, State.CONFIRMED, "alice")
    assert report.around(claim.statement) == ("", "One in three", " callers is home again.")
    assert claim.reopened().refuse("No.").is_by_hand
    with pytest.raises(AlreadyInLedger):
        ledger.writing(said).writing(said)
    for other in (msgspec.structs.replace(said, quote="It snowed."), Statement(
        number=450, measure=Worded.EVACUATED, quote=said.quote, lang="en", document="1"
    )):  # fmt: skip
        with pytest.raises(NotInReport):
            ledger.writing(other)
    for quote, amount in (("It snowed.", "900"), (said.quote, "901"), (said.quote, ""), ("", "")):
        assert report.place_of(quote, amount) is None


def test_only_what_a_person_read_on_both_sides_makes_a_letter() -> None:
    (found,) = BOTH.findings()
    assert found.verdict is Verdict.SAME_COUNT_DIFFERENT_MEASURE
    assert not is_worth_a_letter(found)
    half = BOTH.deciding(BOTH.claims[0].key, alice_confirms)
    assert not is_worth_a_letter(half.findings()[0])
    whole = read(BOTH)
    assert is_worth_a_letter(whole.findings()[0])
    draft = letter(whole.findings()[0], whole.by_name(), shipped("surrender").figures)
    assert "Dear editors of The Echo," in draft
    assert "“The Bulletin” gives the same count" in draft
    assert "More than 6,500 people contacted the hotline; how many gave themselves up" in draft
    assert "how many came out safely" in letter(whole.findings()[0], whole.by_name())
    refused = BOTH.deciding(BOTH.claims[0].key, lambda each: each.refuse("A joke."))
    assert not refused.findings()


def test_names_are_tied_and_untied_by_a_person() -> None:
    tied = BOTH.tying(Alias(("a", "b"), "alice", 7)).tying(Alias(("b", "c"), "bob", 8))
    assert tied.tying(Alias(("b", "a"), "bob", 9)) == tied
    assert Names(tied.aliases).are_one("a", "c")
    assert not Names(tied.untying(("b", "a")).aliases).are_one("a", "c")
    with pytest.raises(NotInLedger):
        tied.untying(("a", "c"))


def test_a_report_is_described_anew_without_losing_decisions() -> None:
    other = msgspec.structs.replace(CONTACTED, outlet="The Star", text="")
    described = read(BOTH).describing(other)
    assert described.report("1").outlet == "The Star"
    assert described.report("1").text == CONTACTED.text
    assert described.claims == read(BOTH).claims
    in_russian = msgspec.structs.replace(CONTACTED, lang="ru")
    with pytest.raises(DecidedOn):
        read(BOTH).describing(in_russian)
    assert {each.statement.lang for each in BOTH.describing(in_russian).claims_of("1")} <= {"ru"}


def test_a_report_that_does_not_belong_there_goes_with_its_claims() -> None:
    left = read(BOTH).without("1")
    assert [report.name for report in left.reports] == ["2"]
    assert [claim.proposed.document for claim in left.claims] == ["2"]
    with pytest.raises(NotInLedger):
        left.without("1")


def test_a_file_with_claims_of_no_report_is_refused() -> None:
    whole = BOTH.written()
    torn = whole.replace(b'"name":"2"', b'"name":"3"')
    assert torn != whole
    with pytest.raises(NotCanonical):
        read_ledger(torn)


def test_one_outlet_on_both_sides_is_one_relay() -> None:
    own = Report(
        name="3",
        text="More than 6,500 people contacted the “Way Home” hotline, officials said.",
        lang="en",
        outlet="The Guardian",
    )
    (found,) = Ledger().adding(own).adding(SURRENDERED).findings()
    assert found.verdict is Verdict.SAME_COUNT_DIFFERENT_MEASURE
    elsewhere = msgspec.structs.replace(own, outlet="The Star")
    (found,) = Ledger().adding(elsewhere).adding(SURRENDERED).findings()
    assert found.verdict is Verdict.UNRESOLVED


_UNSAID = {
    "ar": "ولا يُذكر كم",
    "en": "gave themselves up is not stated",
    "ru": "сдались, не сообщается",
    "uk": "здалися, не повідомляється",
}


def test_one_relay_that_tells_two_counts_contradicts_itself() -> None:
    more = msgspec.structs.replace(
        SURRENDERED, name="3", text=SURRENDERED.text.replace("6,543", "7,112")
    )
    (found,) = Ledger().adding(SURRENDERED).adding(more).findings()
    assert found.verdict is Verdict.DIFFERENT_COUNT
    other = msgspec.structs.replace(more, text=more.text.replace("The Guardian", "The Star"))
    (found,) = Ledger().adding(SURRENDERED).adding(other).findings()
    assert found.verdict is Verdict.UNRESOLVED


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "measure",
    [
        *(Worded.CALLS, Worded.MESSAGES, Worded.VISITED, Worded.REGISTERED),
        *(Worded.CONTACTED, Worded.APPLIED),
    ],
)
@pytest.mark.parametrize("number", [3, 21, 104, 6500])
def test_a_letter_has_the_right_sentence(lang: str, measure: Worded, number: int) -> None:
    """For whatever is counted on the way; with what it does not say, in the programme's words."""
    namer = Namer(lang, shipped("surrender").figures)
    said = Statement(number=number, measure=measure, quote="q", lang=lang, document="d")
    whole = right_sentence(said, namer)
    assert _UNSAID[lang] in whole
    assert whole.endswith(".")
    assert "{" not in whole
    more = right_sentence(msgspec.structs.replace(said, precision=Precision.MORE_THAN), namer)
    assert len(more) > len(whole)


def test_what_became_of_people_has_no_sentence_of_its_own() -> None:
    said = Statement(number=5, measure=Worded.ARRIVED, quote="q", lang="en", document="d")
    assert right_sentence(said, Namer("en", {})) == ""
