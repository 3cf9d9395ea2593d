"""A letter to an outlet that printed one measure's count as another's: a draft, in its language.

Promises: it quotes what was printed, says what was counted, and gives the right sentence with what
that does not say. It accuses nobody; against another report, and no figure of ours, it asks.
Refuses to know: addresses, and whether a person will send it.
"""

from collections.abc import Mapping
from typing import Any, Final

from aman.core.figure_words import NUMBER, FigureWords
from aman.figures.measures import MeasureId, Published
from aman.figures.sentences import Speaker
from aman.figures.wording import Namer

from .claim import OUTCOMES, Claim, Precision, Statement, Worded
from .comparing import COUNTED, Finding
from .words.labels import VALUES
from .words.letters import LETTERS

_NAMED: Final = {
    Worded.CONTACTED: MeasureId.PEOPLE,
    Worded.APPLIED: MeasureId.APPLICATIONS,
}
_UNIFORM: Final = frozenset(("many", "other"))


def to_correct(finding: Finding) -> tuple[Claim, "Claim | Published[Any]"]:
    """Whose outlet is written to, and what it is held against.

    Outcomes are what gets printed for a count of contacts: their claim is the one to ask about.
    """
    second = finding.second
    if isinstance(second, Published) or finding.first.statement.measure in OUTCOMES:
        return finding.first, second
    if second.statement.measure in OUTCOMES:
        return second, finding.first
    return finding.first, second


def letter(finding: Finding, named: Mapping[str, FigureWords] | None = None) -> str:
    """The draft. `named`: what the programme calls its figures."""
    wrong, right = to_correct(finding)
    said = wrong.statement
    words, namer = LETTERS[said.lang], Namer(said.lang, named or {})
    lines = [
        words.subject.format(document=said.document),
        "",
        words.greeting,
        words.wrote.format(quote=said.quote),
    ]
    if isinstance(right, Published):
        measures = COUNTED.get(right.measure.id, frozenset())
        counted = namer.wording(right.measure.id).name
        is_other, sentence = said.measure not in measures, Speaker(namer).sentence(right)
    else:
        counted = words.counts[right.statement.measure]
        is_other = said.measure is not right.statement.measure
        sentence = right_sentence(right.statement, namer)
    is_ours = isinstance(right, Published)
    if not is_ours:
        lines.append(words.elsewhere.format(counted=counted, said=words.counts[said.measure]))
    elif is_other:
        lines.append(words.counted.format(counted=counted, said=words.counts[said.measure]))
    else:
        lines.append(words.other_count)
    if not isinstance(right, Published):
        other = right.statement
        lines.append(words.source.format(source=other.document, quote=other.quote))
    if sentence:
        lines.append((words.right if is_ours else words.if_so).format(sentence=sentence))
    lines += [words.asked, words.check, words.thanks]
    return "\n".join(lines) + "\n"


def right_sentence(said: Statement, namer: Namer) -> str:
    """What the count says in the letter's language; empty where no clause is known for it."""
    measure = _NAMED.get(said.measure)
    if measure is None or said.number is None:
        return ""
    wording = namer.wording(measure)
    speaker = Speaker(namer)
    form = speaker.locale.plural_form(said.number)
    clause, number = wording.counted[form], speaker.number(said.number)
    if said.precision is Precision.ABOUT:
        number = namer.phrases.about.format(number=number)
    elif said.precision is not Precision.EXACT:
        how = VALUES[namer.lang][said.precision.value]
        number = f"{how} {number}" if form in _UNIFORM else f"{number} ({how})"
    if NUMBER not in clause:
        return ""
    whole = clause.format(number=number)
    return f"{whole[:1].upper()}{whole[1:]}; {wording.unsaid}.".replace(
        ";", "؛" if namer.lang == "ar" else ";"
    )
