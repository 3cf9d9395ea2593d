"""A letter to an outlet that printed one measure's count as another's: a draft, in its language.

Promises: it quotes what was printed, says what was counted, and gives the right sentence with what
that does not say; of a figure that was withdrawn it says so. It accuses nobody; against another
report, and no figure of ours, it asks.
Refuses to know: addresses, and whether a person will send it.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from aman.core.figure_words import NUMBER, FigureWords
from aman.figures.measures import MeasureId, Published
from aman.figures.past import Ours
from aman.figures.sentences import Figure, Speaker
from aman.figures.withdrawn import Withdrawn
from aman.figures.wording import Namer

from .claim import OUTCOMES, Claim, Precision, Report, Statement, Worded
from .comparing import COUNTED, Finding, Verdict
from .words.clauses import CLAUSES
from .words.labels import VALUES
from .words.letters import LETTERS

_NAMED: Final = {
    Worded.CONTACTED: MeasureId.PEOPLE,
    Worded.APPLIED: MeasureId.APPLICATIONS,
}
"""Said in the programme's words; for the rest there are clauses of their own."""
_UNIFORM: Final = frozenset(("many", "other"))


def is_worth_a_letter(finding: Finding) -> bool:
    """Whether somebody is asked to correct: only about what a person read on both sides.

    Two reports with two counts of one measure are nobody's mistake that we could name.
    """
    is_wrong = finding.verdict in {Verdict.SAME_COUNT_DIFFERENT_MEASURE, Verdict.WITHDRAWN}
    is_ours = isinstance(finding.second, Published)
    is_other_count = finding.verdict is Verdict.DIFFERENT_COUNT and is_ours
    return finding.is_read and (is_wrong or is_other_count)


def to_correct(finding: Finding) -> tuple[Claim, "Claim | Ours"]:
    """Whose outlet is written to, and what it is held against.

    Outcomes are what gets printed for a count of contacts: their claim is the one to ask about.
    """
    second = finding.second
    if not isinstance(second, Claim) or finding.first.statement.measure in OUTCOMES:
        return finding.first, second
    if second.statement.measure in OUTCOMES:
        return second, finding.first
    return finding.first, second


def letter(
    finding: Finding,
    reports: Mapping[str, Report],
    named: Mapping[str, FigureWords] | None = None,
) -> str:
    """The draft. `reports`: by their names. `named`: what the programme calls its figures."""
    wrong, right = to_correct(finding)
    said = wrong.statement
    report = reports[said.document]
    words, namer = LETTERS[report.lang], Namer(report.lang, named or {})
    greeting = words.greeting_to if report.outlet else words.greeting
    lines = [
        words.subject.format(document=report.title or report.name),
        "",
        greeting.format(outlet=report.outlet),
        words.wrote.format(quote=said.quote),
    ]
    if isinstance(right, Claim):
        lines.extend(_beside_theirs(said, right.statement, reports, namer))
    else:
        lines.extend(_beside_ours(said, right, namer))
    lines += [words.asked, words.check, words.thanks]
    return "\n".join(lines) + "\n"


def _beside_theirs(
    said: Statement, other: Statement, reports: Mapping[str, Report], namer: Namer
) -> Iterator[str]:
    words = LETTERS[namer.lang]
    yield words.elsewhere.format(
        counted=words.counts[other.measure], said=words.counts[said.measure]
    )
    yield words.source.format(source=reports[other.document].outlet_or_name, quote=other.quote)
    sentence = right_sentence(other, namer)
    if sentence:
        yield words.if_so.format(sentence=sentence)


def _beside_ours(said: Statement, right: Ours, namer: Namer) -> Iterator[str]:
    words, speaker = LETTERS[namer.lang], Speaker(namer)
    if said.measure not in COUNTED.get(right.measure.id, frozenset()):
        counted = namer.wording(right.measure.id).name
        yield words.counted.format(counted=counted, said=words.counts[said.measure])
    elif isinstance(right, Published):
        yield words.other_count
    figure: Figure | None = None
    if isinstance(right, Withdrawn):
        told, figure = speaker.withdrawn(right), right.instead
        yield f"{told.told} {told.reason}"
        if figure is None:
            yield told.instead
    else:
        figure = right
    if figure is not None:
        yield words.right.format(sentence=speaker.sentence(figure))


def right_sentence(said: Statement, namer: Namer) -> str:
    """What the count says in the letter's language; empty where no clause is known for it."""
    clauses, *beside = _clauses(said.measure, namer)
    if not clauses or said.number is None:
        return ""
    speaker = Speaker(namer)
    form = speaker.locale.plural_form(said.number)
    number = speaker.number(said.number)
    if said.precision is Precision.ABOUT:
        number = namer.phrases.about.format(number=number)
    elif said.precision is not Precision.EXACT:
        how = VALUES[namer.lang][said.precision.value]
        number = f"{how} {number}" if form in _UNIFORM else f"{number} ({how})"
    if NUMBER not in clauses[form]:
        return ""
    joint = "؛ " if namer.lang == "ar" else "; "
    whole = joint.join((clauses[form].format(number=number), *filter(None, beside)))
    return f"{whole[:1].upper()}{whole[1:]}."


def _clauses(measure: Worded, namer: Namer) -> tuple[Mapping[str, str], str, str]:
    """By plural form; what stands beside; what it does not say, in the programme's words."""
    ours = _NAMED.get(measure)
    if ours is not None:
        wording = namer.wording(ours)
        return wording.counted, "", wording.unsaid
    clause = CLAUSES[namer.lang].get(measure)
    if clause is None:
        return {}, "", ""
    return clause.counted, clause.beside, namer.wording(MeasureId.APPLICATIONS).unsaid
